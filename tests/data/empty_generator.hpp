#pragma once

// Pictures without a digit: paper of all kinds, letters, drawings and printed text.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "data/page_generator.hpp"

namespace synthetic {

enum class Empty { blank, ruled, squared, form, desk, letters, drawing, print };
inline constexpr const char* empty_names[] = {"blank paper",   "ruled paper",       "squared paper",
                                              "an empty form", "a sheet on a desk", "letters",
                                              "drawings",      "printed text"};

inline std::vector<Segment> drawing(int kind, Random& random) {
  std::vector<Segment> lines;
  const auto through = [&](const std::vector<std::pair<float, float>>& points) {
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      lines.push_back(
          {points[i].first, points[i].second, points[i + 1].first, points[i + 1].second});
  };
  switch (kind % 6) {
    case 0:  // a house
      through({{0, 6}, {0, 3}, {3, 0}, {6, 3}, {6, 6}, {0, 6}});
      through({{2, 6}, {2, 4}, {4, 4}, {4, 6}});
      break;
    case 1:  // a star
      through({{1, 6}, {3, 0}, {5, 6}, {0, 2.2f}, {6, 2.2f}, {1, 6}});
      break;
    case 2:  // an arrow
      through({{0, 3}, {6, 3}, {4.5f, 1.8f}});
      through({{6, 3}, {4.5f, 4.2f}});
      break;
    case 3: {  // a wave
      std::vector<std::pair<float, float>> points;
      for (int i = 0; i <= 40; ++i)
        points.push_back({0.3f * float(i), 3 + std::sin(float(i) * 0.8f)});
      through(points);
      break;
    }
    case 4: {  // axes and a graph
      through({{0, 0}, {0, 6}, {9, 6}});
      std::vector<std::pair<float, float>> points;
      float y = 4;
      for (int i = 0; i <= 12; ++i)
        points.push_back({0.7f * float(i), y += random.uniform(-0.8f, 0.7f)});
      through(points);
      break;
    }
    default: {  // a flower
      for (int petal = 0; petal < 7; ++petal) {
        std::vector<std::pair<float, float>> points;
        const float a = float(petal) * 0.8976f;
        for (int i = 0; i <= 12; ++i) {
          const float t = float(i) / 12, wide = 0.7f * std::sin(3.14159265f * t), far = 2.6f * t;
          points.push_back({3 + std::cos(a) * far - std::sin(a) * wide * (t - 0.5f) * 2,
                            3 + std::sin(a) * far + std::cos(a) * wide * (t - 0.5f) * 2});
        }
        through(points);
      }
      through({{3, 3}, {3.2f, 9}});
    }
  }
  return lines;
}

/// Picture number `item` that holds no digit.
inline Image empty(Empty kind, angka::Seed series, std::uint32_t item) {
  Random random(series, angka::Purpose::test, 100 + std::uint32_t(kind), item);
  const int width = int(random.uniform(300, 1200)), height = int(random.uniform(300, 1200));
  const bool light = random.uniform() < 0.2f;
  const Inks colours = inks(light, 0.35f, random);
  Canvas canvas(width, height, colours.paper);
  const float spacing = random.uniform(20, 90), thickness = random.uniform(1, 4);
  const float lean = random.uniform(-0.06f, 0.06f);
  const Colour rule = scaled(colours.step, random.uniform(0.2f, 0.9f));
  const auto put = [&](std::vector<Segment> strokes, float x, float y, float size, float shake) {
    strokes = placed(std::move(strokes), x, y, size, shake, random);
    draw_strokes(canvas, strokes, std::max(1.5f, random.uniform(0.3f, 0.8f) * size), colours.step);
  };
  switch (kind) {
    case Empty::ruled:
    case Empty::squared:
      draw_rules(canvas, spacing, random.uniform(0, spacing), thickness, lean, rule);
      if (kind == Empty::squared)
        draw_rules(canvas, spacing, random.uniform(0, spacing), thickness, lean + 1.5707963f, rule);
      break;
    case Empty::form: {
      const auto boxes = 1 + random.below(8);
      for (std::uint32_t i = 0; i < boxes; ++i) {
        const float x = random.uniform(10, 0.8f * float(width)),
                    y = random.uniform(10, 0.8f * float(height));
        const float w = random.uniform(20, 0.4f * float(width)), h = random.uniform(20, 100);
        draw_strokes(canvas,
                     {{x, y, x + w, y},
                      {x + w, y, x + w, y + h},
                      {x + w, y + h, x, y + h},
                      {x, y + h, x, y}},
                     thickness, rule);
      }
      break;
    }
    case Empty::desk:
      put_on_desk(canvas, random.uniform(30, 110), random);
      break;
    case Empty::letters:
    case Empty::print: {
      const float size = random.uniform(3, 14), shake = kind == Empty::print ? 0 : 0.4f * size;
      for (float y = 2 * size; y + 7 * size < float(height); y += 10 * size)
        for (float x = 2 * size; x + 5 * size < float(width); x += 6.5f * size)
          if (random.uniform() < 0.85f)
            put(letters()[random.below(std::uint32_t(letters().size()))], x, y, size, shake);
      break;
    }
    case Empty::drawing: {
      const auto count = 1 + random.below(4);
      for (std::uint32_t i = 0; i < count; ++i) {
        const float size = random.uniform(8, 0.07f * float(std::min(width, height)) + 8);
        put(drawing(int(random.below(6)), random), random.uniform(0, 0.5f * float(width)),
            random.uniform(0, 0.5f * float(height)), size, 0.1f * size);
      }
      break;
    }
    case Empty::blank:
      break;
  }
  if (random.uniform() < 0.3f) cast_shadows(canvas, random);
  return taken(canvas, random);
}

}  // namespace synthetic
