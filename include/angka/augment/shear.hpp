#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/range.hpp>
#include <cmath>
#include <numbers>

namespace angka::inline ANGKA_ISA {

/// Slants the image about its centre: positive angles lean it to the right, as italics do.
///
/// Same as torchvision's RandomAffine (shear, along x, in degrees, but for the sign).
/// Example: `Shear{15} == Shear{.degrees = {-15, 15}}`
struct Shear {
  Range degrees{};
  float probability = 1;

  friend bool operator==(const Shear&, const Shear&) = default;
  static constexpr const char* name = "Shear";
  bool off() const { return degrees.off(); }
  void check() const { expect_within(degrees, -80, 80, name, "degrees"); }

  Projection source(Random& random, const Shape&) const {
    const double slope = std::tan(double{degrees.draw(random)} * std::numbers::pi / 180);
    return {{{1, slope, 0}, {0, 1, 0}, {0, 0, 1}}};
  }
};

}  // namespace angka::inline ANGKA_ISA
