#pragma once

#include <angka/augment/operation.hpp>

namespace angka::inline ANGKA_ISA {

/// Leaves the outlines, at even odds what is just outside, just inside, or both: the greatest of a
/// pixel and its four neighbours less the pixel, the pixel less the least of them, or their sum.
///
/// With MORPH_CROSS, where the background is black, OpenCV's dilation less the image, the image less
/// its erosion, and MORPH_GRADIENT.
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
    const detail::Rows& framed = picture.scratch.framed;
    const Pack background(picture.background);
    for (int channel = 0; channel < picture.shape.channels; ++channel) {
      const detail::Rows plane = picture.plane(channel);
      for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; x += Pack::count)
          (Pack::load(plane.row(y) + x) - background).store(framed.row(y) + x);
      picture.scratch.close_frame();
      for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; x += Pack::count) {
          const float* at = framed.row(y) + x;
          const Pack middle = Pack::load(at);
          const Pack above = Pack::load(at - framed.stride), below = Pack::load(at + framed.stride);
          const Pack left = Pack::load_unaligned(at - 1), right = Pack::load_unaligned(at + 1);
          const Pack most = max(max(max(above, below), max(left, right)), middle);
          const Pack least = min(min(min(above, below), min(left, right)), middle);
          ((outside ? most : middle) - (inside ? least : middle)).store(plane.row(y) + x);
        }
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
