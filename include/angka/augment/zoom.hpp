#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Enlarges the image about its centre, 1 + by times; negative: makes it smaller.
///
/// Zoom{0.1f} is torchvision's RandomAffine with scale (0.9, 1.1); Keras' RandomZoom has the
/// opposite sign.
/// Example: `Zoom{0.25f} == Zoom{.by = {-0.25, 0.25}}`
struct Zoom {
  Range by{};
  float probability = 1;

  friend bool operator==(const Zoom&, const Zoom&) = default;
  static constexpr const char* name = "Zoom";
  bool off() const { return by.off(); }
  void check() const { expect_within(by, -0.9, 9, name, "by"); }

  Projection source(Random& random, const Shape&) const {
    const double shrink = 1 / (1 + double{by.draw(random)});
    return {{{shrink, 0, 0}, {0, shrink, 0}, {0, 0, 1}}};
  }
};

}  // namespace angka::inline ANGKA_ISA
