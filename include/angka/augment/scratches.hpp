#pragma once

#include <algorithm>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA {

/// Draws lines from edge to edge over the image: straight, or zigzag of up to 8 strokes, as often
/// as not dotted; of any light from grey to white, level or upright at even odds.
///
/// A line is `width` pixels broad, with a soft edge: of the distance d to its middle, a pixel takes
/// min(1, max(0, (width + 1) / 2 - d)) of its light, where that is more than its own.
/// Example: `Scratches{2} == Scratches{.count = {0, 2}}`
struct Scratches {
  Amount count{};                      ///< of lines, rounded
  Span width{.low = 1, .high = 2.5f};  ///< in pixels
  float probability = 1;

  friend bool operator==(const Scratches&, const Scratches&) = default;
  static constexpr const char* name = "Scratches";
  bool off() const { return count.off(); }
  void check() const {
    expect_within(count, 0, 20, name, "count");
    expect_within(width, 0, 100, name, "width");
  }

  void apply(Random& random, Picture& picture) const {
    for (int left = static_cast<int>(count.draw(random) + 0.5f); left > 0; --left)
      draw(random, picture);
  }

 private:
  static constexpr int most_strokes = 8;

  void draw(Random& random, const Picture& picture) const {
    const bool upright = random.below(2) == 0;
    const Shape& shape = picture.shape;
    const auto length = static_cast<float>(upright ? shape.height : shape.width);
    const auto across = static_cast<float>(upright ? shape.width : shape.height);
    const int strokes =
        random.below(2) == 0 ? 1 : 2 + static_cast<int>(random.below(most_strokes - 1));
    const bool dotted = random.below(2) == 0;
    const float radius = width.draw(random) / 2, light = random.uniform(0.5f, 1) * picture.white;
    const float from = random.uniform(0, across), to = random.uniform(0, across);
    const float swing = strokes > 1 ? random.uniform(0.05f, 0.25f) * across : 0;
    // A dotted line has gaps as long as its dots.
    const float period = random.uniform(3, 8), start = random.uniform(0, period);

    float knots[most_strokes + 1];
    for (int i = 0; i <= strokes; ++i)
      knots[i] = from + (to - from) * static_cast<float>(i) / static_cast<float>(strokes) +
                 (i % 2 == 0 ? swing : -swing);
    const float stroke = length / static_cast<float>(strokes);
    for (int along = 0; along < (upright ? shape.height : shape.width); ++along) {
      const float at = static_cast<float>(along);
      if (dotted && std::fmod(at + start, period) < period / 2) continue;
      const int k = std::min(static_cast<int>(at / stroke), strokes - 1);
      const float slope = (knots[k + 1] - knots[k]) / stroke;
      const float middle = knots[k] + (at - static_cast<float>(k) * stroke) * slope;
      const float steepness =
          std::sqrt(1 + slope * slope);  // how much longer than its distance a cut across is
      const float reach = (radius + 0.5f) * steepness;
      const int end =
          std::min(static_cast<int>(across), static_cast<int>(std::floor(middle + reach)) + 1);
      for (int i = std::max(0, static_cast<int>(std::ceil(middle - reach))); i < end; ++i) {
        const float distance = std::abs(static_cast<float>(i) - middle) / steepness;
        const float part = std::clamp(radius + 0.5f - distance, 0.0f, 1.0f);
        for (int channel = 0; channel < shape.channels; ++channel) {
          float& value =
              upright ? picture.plane(channel).row(along)[i] : picture.plane(channel).row(i)[along];
          value = std::max(value, value + part * (light - value));
        }
      }
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
