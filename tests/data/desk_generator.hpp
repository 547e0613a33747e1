#pragma once

// A second kind of synthetic photographs, built otherwise than the first: squared paper with a
// margin, shadows with edges, lamps, strongly coloured light, fibres, specks and creases. It is
// there to show that the reader of photographs doesn't only fit the first.

#include <algorithm>
#include <angka/core/random.hpp>
#include <cmath>
#include <cstdint>

#include "data/photograph_generator.hpp"

namespace synthetic {

/// Multiplies by `factor` on one side of a line through (x, y); `soft`: width of the edge.
inline void cast_shadow(Canvas& canvas, float x, float y, float angle, float soft,
                        const Colour& factor) {
  const float sine = std::sin(angle), cosine = std::cos(angle);
  for (int v = 0; v < canvas.height; ++v)
    for (int u = 0; u < canvas.width; ++u) {
      const float inside = cosine * (float(u) - x) + sine * (float(v) - y);
      const float share = std::clamp(inside / soft + 0.5f, 0.0f, 1.0f);
      if (share > 0)
        for (std::size_t c = 0; c < 3; ++c)
          canvas.planes[c][canvas.at(u, v)] *= 1 + share * (factor[c] - 1);
    }
}

/// A lamp's light: falls off with the distance from (x, y), to 1 - `loss` at `reach`.
inline void light_lamp(Canvas& canvas, float x, float y, float reach, float loss) {
  for (int v = 0; v < canvas.height; ++v)
    for (int u = 0; u < canvas.width; ++u) {
      const float far =
          ((float(u) - x) * (float(u) - x) + (float(v) - y) * (float(v) - y)) / (reach * reach);
      for (auto& plane : canvas.planes) plane[canvas.at(u, v)] /= 1 + far * loss / (1 - loss);
    }
}

/// Short, faint hairs in all directions, darker or lighter than the paper.
inline void add_fibres(Canvas& canvas, float amount, Random& random) {
  const int count = canvas.width * canvas.height / 400;
  for (int i = 0; i < count; ++i) {
    float x = random.uniform(0, float(canvas.width)), y = random.uniform(0, float(canvas.height));
    float angle = random.uniform(0, 6.2831853f);
    const float value = random.uniform(-amount, amount);
    for (int length = 4 + int(random.below(12)); length > 0; --length) {
      const int u = int(x), v = int(y);
      if (u >= 0 && v >= 0 && u < canvas.width && v < canvas.height)
        for (auto& plane : canvas.planes) plane[canvas.at(u, v)] += value;
      angle += random.uniform(-0.3f, 0.3f);
      x += std::cos(angle), y += std::sin(angle);
    }
  }
}

/// A digit's value between its pixels, linearly.
inline float sample_linearly(Digit digit, float x, float y) {
  const float u = std::floor(x), v = std::floor(y);
  float sum = 0;
  for (int j = 0; j < 2; ++j)
    for (int i = 0; i < 2; ++i) {
      const int p = int(u) + i, q = int(v) + j;
      if (p >= 0 && q >= 0 && p < 28 && q < 28)
        sum += (i ? x - u : 1 - x + u) * (j ? y - v : 1 - y + v) *
               float(digit[std::size_t(q * 28 + p)]) / 255;
    }
  return sum;
}

/// Desk photograph number `item` of a series.
inline Photograph desk_photograph(Digit digit, angka::Seed series, std::uint32_t item) {
  Random random(series, angka::Purpose::test, 1, item);
  const auto chance = [&](float probability) { return random.uniform() < probability; };
  const float turn = random.uniform(-0.17f, 0.17f);

  const int width = 200 + int(random.below(1001)), height = 200 + int(random.below(1001));
  const float w = float(width), h = float(height), side = std::min(w, h);
  const float size = random.uniform(40, std::min(400.0f, side / 1.3f));
  const float x = random.uniform(0.6f * size, w - 0.6f * size);
  const float y = random.uniform(0.6f * size, h - 0.6f * size);

  const bool board = chance(0.2f);
  const float contrast = random.uniform(0.25f, 0.85f);
  const float paper_grey = board ? random.uniform(0.05f, 0.3f) : random.uniform(0.75f, 0.98f);
  const float sign = board ? 1.0f : -1.0f;
  Canvas canvas(width, height, tinted(paper_grey, 0.05f, random));
  add_fibres(canvas, random.uniform(0, 0.08f), random);
  add_texture(canvas, random.uniform(30, 150), random.uniform(0, 0.05f), random);

  if (chance(0.6f)) {  // squared, sometimes with each fifth line stronger, and a margin
    const float cell = random.uniform(16, 80), thickness = random.uniform(0.8f, 2.5f);
    const float strength = sign * random.uniform(0.04f, std::min(0.25f, 0.7f * contrast));
    Colour step = tinted(0.5f, 0.15f, random);
    for (float& value : step) value += strength - 0.5f;
    const float shift = random.uniform(0, cell);
    const bool fifth = chance(0.3f);
    for (const float angle : {turn, turn + 1.5707963f}) {
      draw_rules(canvas, cell, shift, thickness, angle, step);
      if (fifth) draw_rules(canvas, 5 * cell, shift, thickness, angle, step);
    }
  }
  if (chance(0.3f) && !board) {
    const float from = chance(0.5f) ? 0.1f : 0.9f;
    draw_rules(canvas, 4 * (w + h), 4 * (w + h) + from * w, random.uniform(1, 4), turn + 1.5707963f,
               {-0.05f, -0.4f, -0.4f});
  }

  const float pixel = size / 20, cosine = std::cos(turn) / pixel, sine = std::sin(turn) / pixel;
  const float edge = chance(0.5f) ? random.uniform(1, 6) : 1;
  Colour ink = tinted(std::clamp(paper_grey + sign * contrast, 0.0f, 1.0f), 0.5f, random);
  for (std::size_t c = 0; c < 3; ++c) ink[c] -= paper_grey;
  Extent box;
  const float fade = random.uniform(0, 0.25f);  // of the ink along the digit
  canvas.ink(0, 0, width, height, ink, [&](int u, int v) {
    const float dx = float(u) + 0.5f - x, dy = float(v) + 0.5f - y;
    const float value =
        sample_linearly(digit, cosine * dx + sine * dy + 13.5f, cosine * dy - sine * dx + 13.5f);
    const float share = std::clamp((value - 0.5f) * edge + 0.5f, 0.0f, 1.0f);
    if (share > 0.5f) {
      box.left = std::min(box.left, u), box.right = std::max(box.right, u + 1);
      box.top = std::min(box.top, v), box.bottom = std::max(box.bottom, v + 1);
    }
    return share * (1 - fade * std::clamp(0.5f + dy / size, 0.0f, 1.0f));
  });

  for (std::uint32_t specks = random.below(30); specks > 0; --specks) {  // dust
    const float u = random.uniform(0, w), v = random.uniform(0, h),
                radius = random.uniform(0.5f, 2);
    const float value = 0.5f * sign * contrast;
    canvas.ink(int(u - 4), int(v - 4), int(u + 5), int(v + 5), {value, value, value},
               [&](int p, int q) {
                 return std::clamp(radius - std::hypot(float(p) - u, float(q) - v), 0.0f, 1.0f);
               });
  }
  const auto shade = [&] {
    const float grey = random.uniform(0.55f, 0.9f);
    return Colour{grey, grey + 0.02f, grey + 0.05f};
  };
  if (chance(0.6f))
    for (std::uint32_t count = 1 + random.below(2); count > 0; --count)
      cast_shadow(canvas, random.uniform(0.1f * w, 0.9f * w), random.uniform(0.1f * h, 0.9f * h),
                  random.uniform(0, 6.2831853f), random.uniform(2, 60), shade());
  if (chance(0.3f)) {  // a crease: one side a little darker, a light edge
    const float angle = random.uniform(0, 6.2831853f);
    const float u = random.uniform(0, w), v = random.uniform(0, h);
    cast_shadow(canvas, u, v, angle, 2, {0.94f, 0.94f, 0.94f});
    cast_shadow(canvas, u, v, angle, 80, {1.05f, 1.05f, 1.05f});
  }
  light_lamp(canvas, random.uniform(0, w), random.uniform(0, h), std::hypot(w, h),
             random.uniform(0, 0.5f));
  const Colour cast = tinted(0.9f, 0.25f, random);
  for (std::size_t c = 0; c < 3; ++c)
    for (float& value : canvas.planes[c]) value *= cast[c];

  blur(canvas, random.uniform(0, 1.5f));
  add_noise(canvas, random.uniform(0, 15) / 255, random);
  return {.image = through_jpeg(canvas, 40 + int(random.below(56))), .box = box};
}

}  // namespace synthetic
