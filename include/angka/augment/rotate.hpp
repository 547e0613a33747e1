#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/range.hpp>
#include <cmath>
#include <numbers>

namespace angka::inline ANGKA_ISA {

/// Turns the image about its centre; positive angles are counter-clockwise.
///
/// Right angles are exact. Same as torchvision's RandomRotation (degrees), OpenCV's
/// getRotationMatrix2D; Keras' RandomRotation counts in turns.
/// Example: `Rotate{10} == Rotate{.degrees = {-10, 10}}`
struct Rotate {
  Range degrees{};
  float probability = 1;

  friend bool operator==(const Rotate&, const Rotate&) = default;
  static constexpr const char* name = "Rotate";
  bool off() const { return degrees.off(); }
  void check() const { expect_within(degrees, -360, 360, name, "degrees"); }

  Projection source(Random& random, const Shape&) const {
    return rotation(static_cast<double>(degrees.draw(random)));
  }

  /// Where a pixel of the turned image comes from.
  static Projection rotation(double angle) {
    const double quarters = angle / 90;
    double c = std::cos(quarters * std::numbers::pi / 2);
    double s = std::sin(quarters * std::numbers::pi / 2);
    if (quarters == std::floor(quarters)) {
      c = std::round(c);
      s = std::round(s);
    }
    return {{{c, -s, 0}, {s, c, 0}, {0, 0, 1}}};
  }
};

}  // namespace angka::inline ANGKA_ISA
