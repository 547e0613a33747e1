#pragma once

#include <algorithm>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA {

/// Makes strokes thicker (dilation) or, with negative numbers, thinner (erosion), by `pixels` on
/// either side. Fractions mix two whole steps; a step takes the greatest or smallest of a pixel and
/// its four neighbours. Ink is what is brighter than the background, or darker where that is
/// bright.
///
/// Whole steps are OpenCV's dilate and erode with MORPH_CROSS.
/// Example: `PenThickness{1} == PenThickness{.pixels = {-1, 1}}`
struct PenThickness {
  Range pixels{};
  float probability = 1;

  friend bool operator==(const PenThickness&, const PenThickness&) = default;
  static constexpr const char* name = "PenThickness";
  bool off() const { return pixels.off(); }
  void check() const { expect_within(pixels, -10, 10, name, "pixels"); }

  void apply(Random& random, Picture& picture) const {
    const float change = pixels.draw(random);
    const bool brighter = (change > 0) == (2 * picture.background <= picture.white);
    for (float left = std::abs(change); left > 0; left -= 1)
      for (int channel = 0; channel < picture.shape.channels; ++channel)
        step(picture, channel, std::min(left, 1.0f), brighter);
  }

 private:
  static void step(const Picture& picture, int channel, float part, bool brighter) {
    using Pack = detail::FloatLanes;
    picture.change_by_neighbours(
        channel, [&](Pack middle, Pack above, Pack below, Pack left, Pack right) {
          const Pack most = brighter ? max(max(max(above, below), max(left, right)), middle)
                                     : min(min(min(above, below), min(left, right)), middle);
          return fma(part, most - middle, middle);
        });
  }
};

}  // namespace angka::inline ANGKA_ISA
