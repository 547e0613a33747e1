#pragma once

#include <angka/core/dataset.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "strokes.hpp"

namespace judge {

inline constexpr int side = 84;  ///< of the pictures that digits are drawn on

/// A width of pen; 0, as often as not, for MNIST's own.
inline float some_width(Random& random) {
  return chance(random, 0.6f)
             ? one_of(random, {1.5f, 2.f, 2.5f, 3.f, 4.f, 5.f, 6.f, 7.f, 9.f, 11.f})
             : 0;
}

/// A 1 with a flag, perhaps a foot; on 100 x 100 pixels.
inline Picture flagged_one(Random& random, float width) {
  Picture picture(100, 100);
  const float lean = 3 + 4 * random.normal();
  const Point top{50 + lean, 14}, bottom{50 - lean, 84};
  const float bow = 3 * random.normal();
  draw_stroke(picture, {top, {50 + bow, 49}, bottom}, width, true);
  const float length = random.uniform(12, 42), angle = random.uniform(0.49f, 1.19f);
  draw_line(picture, top, {top.x - length * std::cos(angle), top.y + length * std::sin(angle)},
            width);
  if (chance(random, 0.25f)) {
    const float foot = random.uniform(8, 24);
    draw_line(picture, {bottom.x - foot, bottom.y + 2 * random.normal()},
              {bottom.x + foot, bottom.y + 2 * random.normal()}, width);
  }
  return picture;
}

/// What a pen that skips leaves: one to three small gaps in the strokes.
inline void skip(Picture& picture, Random& random) {
  const auto count = 1 + random.below(3);
  for (std::uint32_t i = 0; i < count; ++i)
    for (int attempt = 0; attempt < 50; ++attempt) {
      const auto x = static_cast<int>(random.below(static_cast<std::uint32_t>(picture.width)));
      const auto y = static_cast<int>(random.below(static_cast<std::uint32_t>(picture.height)));
      if (picture.row(y)[x] < 0.5f) continue;
      const float reach = random.uniform(2, 9);
      for (int v = 0; v < picture.height; ++v)
        for (int u = 0; u < picture.width; ++u)
          if (std::hypot(static_cast<float>(u - x), static_cast<float>(v - y)) < reach)
            picture.row(v)[u] = 0;
      break;
    }
}

/// With the stroke in which it ends drawn on for `length` pixels; as far to both sides.
inline Picture with_stem(const Picture& sign, int length, float width, Random& random) {
  Picture picture(sign.width + 2 * length, sign.height + length);
  float ink = 0, across = 0;
  for (int y = 0; y < sign.height; ++y)
    for (int x = 0; x < sign.width; ++x) {
      picture.row(y)[x + length] = sign.row(y)[x];
      if (y + 3 < sign.height || sign.row(y)[x] < 0.5f) continue;
      ink += 1, across += static_cast<float>(x + length);
    }
  if (ink == 0) return picture;
  const Point from{across / ink, static_cast<float>(sign.height - 2)};
  const auto below = static_cast<float>(length) - width / 2;
  draw_line(picture, from, {from.x + 0.3f * below * random.normal(), from.y + below}, width);
  return picture;
}

/// MNIST's digits as other hands and pens would write them.
class Handwriting {
 public:
  explicit Handwriting(angka::DataView digits) : digits_(digits) {}

  /// A digit at three times its size, leaning, stretched and bent, by a pen of that
  /// width (0: MNIST's own), or of any.
  Picture bent(std::size_t index, Random& random, std::optional<float> width = {},
               float turn = 0.12f) const {
    const auto image = digits_.image(index);
    const float angle = turn * random.normal(), shear = 0.18f * random.normal();
    const float across = std::exp(0.13f * random.normal()),
                down = std::exp(0.13f * random.normal());
    const float scale = side / 28.0f * 0.85f;
    const float c = std::cos(angle), s = std::sin(angle);
    const float a = scale * c * across, b = scale * (c * shear - s * down);
    const float d = scale * s * across, e = scale * (s * shear + c * down);
    const float determinant = a * e - b * d;
    struct Wave {
      float x, y, phase, size_x, size_y;
    };
    Wave waves[3]{};
    if (chance(random, 0.6f))
      for (Wave& wave : waves)
        wave = {random.uniform(-0.13f, 0.13f), random.uniform(-0.13f, 0.13f),
                random.uniform(0, 6.283f), random.uniform(-2.5f, 2.5f),
                random.uniform(-2.5f, 2.5f)};
    const float least = random.uniform(90, 160);
    const auto value = [&](int x, int y) {
      return x >= 0 && y >= 0 && x < 28 && y < 28
                 ? static_cast<float>(image[static_cast<std::size_t>(y * 28 + x)])
                 : 0.0f;
    };
    Picture picture(side, side);
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        float px = static_cast<float>(x) - side / 2.0f, py = static_cast<float>(y) - side / 2.0f;
        for (const Wave& wave : waves) {
          const float bend = std::sin(wave.x * px + wave.y * py + wave.phase);
          px += wave.size_x * bend, py += wave.size_y * bend;
        }
        const float u = (e * px - b * py) / determinant + 13.5f;
        const float v = (a * py - d * px) / determinant + 13.5f;
        const int left = static_cast<int>(std::floor(u)), top = static_cast<int>(std::floor(v));
        const float fx = u - static_cast<float>(left), fy = v - static_cast<float>(top);
        const float upper = value(left, top) * (1 - fx) + value(left + 1, top) * fx;
        const float lower = value(left, top + 1) * (1 - fx) + value(left + 1, top + 1) * fx;
        picture.row(y)[x] = upper * (1 - fy) + lower * fy > least ? 1.0f : 0.0f;
      }
    if (!width) width = some_width(random);
    if (*width > 0) picture = with_width(picture, *width);
    return tight(picture);
  }
  Picture any(Random& random, float turn = 0.12f) const {
    for (;;) {
      Picture picture =
          bent(random.below(static_cast<std::uint32_t>(digits_.size())), random, {}, turn);
      if (picture.width > 2 && picture.height > 10) return picture;
    }
  }

 private:
  angka::DataView digits_;
};

}  // namespace judge
