#pragma once

// Synthetic photographs of handwritten digits: digits of 28 x 28 pixels (light on dark, as in
// MNIST) drawn onto paper or a board, with uneven light, rules, blur, noise and JPEG's losses.
// The ranges are a yardstick: they stay as they are when the reader of photographs is tuned.

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/data/image.hpp>
#include <angka/data/stb.hpp>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

namespace synthetic {

using angka::Image;
using angka::Random;
using Digit = std::span<const std::uint8_t>;

struct Range {
  float low, high;
  float draw(Random& random) const { return random.uniform(low, high); }
};

namespace ranges {
inline constexpr Range side{200, 1200};     // of the photograph, in pixels
inline constexpr Range height{40, 400};     // of the digit's 20 x 20 box, in pixels
inline constexpr Range contrast{0.25f, 1};  // between ink and paper, of the range 0 to 255
inline constexpr Range gradient{0, 0.4f};   // of the background from end to end, of the range
inline constexpr Range texture{0, 0.06f};   // of the paper, of the range
inline constexpr Range rules{0.04f, 0.3f};  // their contrast; at most 0.9 of the ink's
inline constexpr Range spacing{24, 100};    // between rules, in pixels
inline constexpr Range thickness{1, 3};     // of a rule, in pixels
inline constexpr Range noise{0, 15};        // its sigma, of 255
inline constexpr Range blur{0, 1.5f};       // its sigma, in pixels
inline constexpr Range angle{-10, 10};      // of digit and rules, in degrees
inline constexpr Range quality{40, 95};     // of the JPEG
inline constexpr float ruled = 0.5f;        // probability of ruled paper
inline constexpr float light_ink = 0.25f;   // probability of light ink on a dark board
inline constexpr float multiplied = 0.5f;   // probability that light multiplies, else it adds
inline constexpr float sharpened = 0.5f;    // probability of a pen's sharp edges
}  // namespace ranges

/// A rectangle of pixels: columns left .. right - 1, rows top .. bottom - 1.
struct Extent {
  int left = 1 << 30, top = 1 << 30, right = 0, bottom = 0;
};

struct DigitPlace {
  float x = 0, y = 0;   // centre, in pixels
  float height = 100;   // of the 20 x 20 box
  float angle = 0;      // radians
  float sharpness = 0;  // 0: the enlarged grey levels; 1: nearly black and white
};

using Colour = std::array<float, 3>;

/// A grey level with some colour in it, of the same luminance.
inline Colour tinted(float grey, float strength, Random& random) {
  Colour c{};
  for (float& value : c) value = strength * random.uniform(-1, 1);
  const float luminance = 0.299f * c[0] + 0.587f * c[1] + 0.114f * c[2];
  for (float& value : c) value = std::clamp(value - luminance + grey, 0.0f, 1.0f);
  return c;
}

/// A picture being drawn: three planes of values from 0 to 1.
struct Canvas {
  int width, height;
  std::array<std::vector<float>, 3> planes{};

  Canvas(int w, int h, const Colour& colour) : width(w), height(h) {
    for (std::size_t c = 0; c < 3; ++c)
      planes[c].assign(std::size_t(w) * std::size_t(h), colour[c]);
  }
  std::size_t at(int x, int y) const {
    return std::size_t(y) * std::size_t(width) + std::size_t(x);
  }

  /// Adds an ink where `coverage(x, y)` is above 0; `step` is what the ink adds to the paper.
  template <class Coverage>
  void ink(int left, int top, int right, int bottom, const Colour& step, Coverage&& coverage) {
    for (int y = std::max(0, top); y < std::min(height, bottom); ++y)
      for (int x = std::max(0, left); x < std::min(width, right); ++x) {
        const float share = coverage(x, y);
        if (share > 0)
          for (std::size_t c = 0; c < 3; ++c) planes[c][at(x, y)] += share * step[c];
      }
  }
};

/// A digit's value between its pixels (Catmull-Rom), 0 to 1.
inline float sample(Digit digit, float x, float y) {
  const auto pixel = [&](int u, int v) {
    return u < 0 || v < 0 || u > 27 || v > 27 ? 0.0f : float(digit[std::size_t(v * 28 + u)]) / 255;
  };
  const auto cubic = [](float t) -> std::array<float, 4> {
    return {((-0.5f * t + 1) * t - 0.5f) * t, (1.5f * t - 2.5f) * t * t + 1,
            ((-1.5f * t + 2) * t + 0.5f) * t, (0.5f * t - 0.5f) * t * t};
  };
  const float u = std::floor(x), v = std::floor(y);
  if (u < -2 || v < -2 || u > 28 || v > 28) return 0;
  const auto across = cubic(x - u), down = cubic(y - v);
  float sum = 0;
  for (int j = 0; j < 4; ++j)
    for (int i = 0; i < 4; ++i)
      sum += down[std::size_t(j)] * across[std::size_t(i)] * pixel(int(u) - 1 + i, int(v) - 1 + j);
  return std::clamp(sum, 0.0f, 1.0f);
}

/// Draws a digit and returns where more than half of a pixel is ink.
inline Extent draw_digit(Canvas& canvas, Digit digit, const DigitPlace& place, const Colour& step) {
  const float pixel = place.height / 20, reach = 20 * pixel;
  const float cosine = std::cos(place.angle) / pixel, sine = std::sin(place.angle) / pixel;
  Extent box;
  canvas.ink(int(place.x - reach), int(place.y - reach), int(place.x + reach), int(place.y + reach),
             step, [&](int x, int y) {
               const float dx = float(x) + 0.5f - place.x, dy = float(y) + 0.5f - place.y;
               float value =
                   sample(digit, cosine * dx + sine * dy + 13.5f, cosine * dy - sine * dx + 13.5f);
               const float steepness = 1 + 3 * place.sharpness;
               value = std::clamp((value - 0.5f) * steepness + 0.5f, 0.0f, 1.0f);
               if (value > 0.5f) {
                 box.left = std::min(box.left, x), box.right = std::max(box.right, x + 1);
                 box.top = std::min(box.top, y), box.bottom = std::max(box.bottom, y + 1);
               }
               return value;
             });
  return box;
}

/// Parallel rules at an angle (0: horizontal), `spacing` apart.
inline void draw_rules(Canvas& canvas, float spacing, float offset, float thickness, float angle,
                       const Colour& step) {
  const float sine = std::sin(angle), cosine = std::cos(angle);
  canvas.ink(0, 0, canvas.width, canvas.height, step, [&](int x, int y) {
    const float across = cosine * float(y) - sine * float(x) + offset;
    const float off = std::abs(across - spacing * std::round(across / spacing));
    return std::clamp(thickness / 2 + 0.5f - off, 0.0f, 1.0f);
  });
}

/// Smooth random values between -1 and 1, one on each `cell` pixels and blended between.
inline void add_texture(Canvas& canvas, float cell, float amount, Random& random) {
  const int columns = int(float(canvas.width) / cell) + 2;
  const int rows = int(float(canvas.height) / cell) + 2;
  std::vector<float> lattice(std::size_t(columns * rows));
  for (float& value : lattice) value = random.uniform(-amount, amount);
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x) {
      const float u = float(x) / cell, v = float(y) / cell;
      const int i = int(u), j = int(v);
      const float p = u - float(i), q = v - float(j);
      const float* corner = &lattice[std::size_t(j * columns + i)];
      const float value = (1 - q) * ((1 - p) * corner[0] + p * corner[1]) +
                          q * ((1 - p) * corner[columns] + p * corner[columns + 1]);
      for (auto& plane : canvas.planes) plane[canvas.at(x, y)] += value;
    }
}

inline void blur(Canvas& canvas, float sigma) {
  if (sigma < 0.2f) return;
  const int reach = int(std::ceil(3 * sigma));
  std::vector<float> weights;
  float total = 0;
  for (int k = -reach; k <= reach; ++k)
    total += weights.emplace_back(std::exp(-float(k * k) / (2 * sigma * sigma)));
  std::vector<float> line;
  const auto pass = [&](std::vector<float>& plane, int count, int size, int next, int step) {
    for (int i = 0; i < count; ++i) {
      float* const first = plane.data() + std::ptrdiff_t(i) * next;
      line.resize(std::size_t(size));
      for (int k = 0; k < size; ++k) line[std::size_t(k)] = first[std::ptrdiff_t(k) * step];
      for (int k = 0; k < size; ++k) {
        float sum = 0;
        for (int r = -reach; r <= reach; ++r)
          sum +=
              weights[std::size_t(r + reach)] * line[std::size_t(std::clamp(k + r, 0, size - 1))];
        first[std::ptrdiff_t(k) * step] = sum / total;
      }
    }
  };
  for (auto& plane : canvas.planes) {
    pass(plane, canvas.height, canvas.width, canvas.width, 1);
    pass(plane, canvas.width, canvas.height, 1, canvas.width);
  }
}

/// Normal noise, by half common to the three colours.
inline void add_noise(Canvas& canvas, float sigma, Random& random) {
  static const std::vector<float> table = [] {
    Random source(angka::seed(1), angka::Purpose::test, 99);
    std::vector<float> values(1 << 16);
    for (float& value : values) value = source.normal();
    return values;
  }();
  const float half = sigma * std::sqrt(0.5f);
  for (int y = 0; y < canvas.height; ++y) {
    std::uint32_t next = random.bits();
    const auto draw = [&] { return half * table[next++ & 0xFFFF]; };
    for (int x = 0; x < canvas.width; ++x) {
      const float common = draw();
      for (auto& plane : canvas.planes) plane[canvas.at(x, y)] += common + draw();
    }
  }
}

/// A colour picture as a JPEG.
inline angka::Bytes to_jpeg(const Image& image, int quality) {
  angka::Bytes interleaved, file;
  for (std::size_t i = 0; i < image.plane(); ++i)
    for (std::size_t c = 0; c < 3; ++c) interleaved.push_back(image.pixels[c * image.plane() + i]);
  const auto append = [](void* context, void* data, int size) {
    auto& to = *static_cast<angka::Bytes*>(context);
    to.insert(to.end(), static_cast<std::uint8_t*>(data), static_cast<std::uint8_t*>(data) + size);
  };
  angka::detail::stb::stbi_write_jpg_to_func(append, &file, image.width, image.height, 3,
                                             interleaved.data(), quality);
  return file;
}

/// The picture after it was stored as a JPEG.
inline Image through_jpeg(const Canvas& canvas, int quality) {
  Image drawn{canvas.width, canvas.height, 3, {}};
  for (const auto& plane : canvas.planes)
    for (const float value : plane)
      drawn.pixels.push_back(std::uint8_t(255 * std::clamp(value, 0.0f, 1.0f) + 0.5f));
  angka::detail::Fault fault;
  auto image = angka::detail::try_decode_image(to_jpeg(drawn, quality), {}, fault);
  if (!image) std::abort();
  return *image;
}

/// What a camera makes of a drawn page: paper's texture, uneven light, blur, noise, a JPEG.
inline Image taken(Canvas& canvas, Random& random) {
  const float texture = ranges::texture.draw(random);
  add_texture(canvas, random.uniform(2, 6), texture / 2, random);
  add_texture(canvas, random.uniform(8, 40), texture / 2, random);

  const float gradient = ranges::gradient.draw(random);
  const float direction = random.uniform(0, 6.2831853f);
  const bool multiply = random.uniform() < ranges::multiplied;
  const float reach = std::abs(std::cos(direction)) * float(canvas.width) +
                      std::abs(std::sin(direction)) * float(canvas.height);
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x) {
      const float along = (std::cos(direction) * (float(x) - float(canvas.width) / 2) +
                           std::sin(direction) * (float(y) - float(canvas.height) / 2)) /
                          reach;
      for (auto& plane : canvas.planes) {
        float& value = plane[canvas.at(x, y)];
        value = multiply ? value * (1 - gradient * (along + 0.5f)) : value + gradient * along;
      }
    }

  blur(canvas, ranges::blur.draw(random));
  add_noise(canvas, ranges::noise.draw(random) / 255, random);
  return through_jpeg(canvas, int(ranges::quality.draw(random)));
}

struct Photograph {
  Image image{};
  Extent box{};
};

/// Photograph number `item` of a series: one digit, everything else drawn from the ranges.
inline Photograph photograph(Digit digit, angka::Seed series, std::uint32_t item) {
  Random random(series, angka::Purpose::test, 0, item);
  const auto chance = [&](float probability) { return random.uniform() < probability; };
  const auto radians = [&] { return ranges::angle.draw(random) * 3.14159265f / 180; };

  const int width = int(ranges::side.draw(random)), height = int(ranges::side.draw(random));
  DigitPlace place{.angle = radians()};
  const float room = float(std::min(width, height)) / 1.25f;
  place.height = Range{ranges::height.low, std::min(ranges::height.high, room)}.draw(random);
  const float margin = 0.6f * place.height;
  place.x = random.uniform(margin, float(width) - margin);
  place.y = random.uniform(margin, float(height) - margin);
  place.sharpness = chance(ranges::sharpened) ? random.uniform() : 0;

  // Paper and ink: levels that leave the contrast asked for.
  const float contrast = ranges::contrast.draw(random);
  const float high = random.uniform(contrast, 1), low = high - contrast;
  const bool light = chance(ranges::light_ink);
  const Colour paper = tinted(light ? low : high, 0.08f, random);
  const Colour ink = tinted(light ? high : low, 0.4f, random);
  Colour step{};
  for (std::size_t c = 0; c < 3; ++c) step[c] = ink[c] - paper[c];

  Canvas canvas(width, height, paper);
  if (chance(ranges::ruled)) {
    const float most = std::min(ranges::rules.high, 0.9f * contrast);
    const float strength = Range{ranges::rules.low, std::max(ranges::rules.low, most)}.draw(random);
    const Colour rule = tinted(0, 0, random), tint = tinted(0.5f, 0.1f, random);
    Colour shade{};
    for (std::size_t c = 0; c < 3; ++c)
      shade[c] = rule[c] + (light ? strength : -strength) + tint[c] - 0.5f;
    const float spacing = ranges::spacing.draw(random);
    draw_rules(canvas, spacing, random.uniform(0, spacing), ranges::thickness.draw(random),
               chance(0.5f) ? place.angle : radians(), shade);
  }
  const Extent box = draw_digit(canvas, digit, place, step);

  return {.image = taken(canvas, random), .box = box};
}

}  // namespace synthetic
