#pragma once

#include <angka/augment/operation.hpp>

namespace angka::inline ANGKA_ISA {

/// Leaves the outlines, at even odds what is just outside, just inside, or both: the greatest of a
/// pixel and its four neighbours less the pixel, the pixel less the least of them, or their sum.
///
/// With MORPH_CROSS, where the background is black, OpenCV's dilation less the image, the image
/// less its erosion, and MORPH_GRADIENT: light on black, whatever the background is.
/// Example: `!Outline{.probability = 0.25f}.off()`
struct Outline {
  float probability = 1;

  friend bool operator==(const Outline&, const Outline&) = default;
  static constexpr const char* name = "Outline";
  static constexpr bool off() { return false; }
  void check() const {}

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const auto kind = random.below(3);
    const bool outside = kind != 1, inside = kind != 0;
    const Pack ground(picture.background);
    for (int channel = 0; channel < picture.shape.channels; ++channel)
      picture.change_by_neighbours(
          channel, [&](Pack middle, Pack above, Pack below, Pack left, Pack right) {
            const Pack most = max(max(max(above, below), max(left, right)), middle);
            const Pack least = min(min(min(above, below), min(left, right)), middle);
            return (outside ? most : middle) - (inside ? least : middle) - ground;
          });
  }
};

}  // namespace angka::inline ANGKA_ISA
