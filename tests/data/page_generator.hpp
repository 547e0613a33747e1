#pragma once

// Pages as people write and photograph them, each kind of difficulty by itself. The ranges are a
// yardstick: they stay as they are when the reader of photographs is tuned.

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/data/orientation.hpp>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "photograph_generator.hpp"

namespace synthetic {

/// One digit written on a page: its image, its place, and how strong its ink is, 0 to 1.
struct Written {
  std::array<std::uint8_t, 784> pixels{};
  DigitPlace place{};
  float strength = 1;
};

/// A picture and what is written on it: lines of digits, separated by '/'. A picture whose EXIF
/// mark isn't 1 is to be stored with it.
struct Page {
  Image image{};
  std::string written{};
  int mark = 1;
};

/// First and last row (`down`) or column of a digit that holds ink.
inline std::pair<int, int> ink_range(Digit digit, bool down) {
  int first = 28, last = -1;
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x)
      if (digit[std::size_t(28 * y + x)] > 127) {
        first = std::min(first, down ? y : x);
        last = std::max(last, down ? y : x);
      }
  return {first, last};
}

/// Takes the ink off a narrow band through the digit's middle.
inline void breaks(std::array<std::uint8_t, 784>& pixels, Random& random) {
  const float angle = random.uniform(0, 3.14159265f), half = random.uniform(0.5f, 0.8f);
  const float offset = random.uniform(-4, 4);
  for (int y = 0; y < 28; ++y)
    for (int x = 0; x < 28; ++x) {
      const float across =
          std::cos(angle) * (float(x) - 13.5f) + std::sin(angle) * (float(y) - 13.5f) - offset;
      if (std::abs(across) < half) pixels[std::size_t(28 * y + x)] = 0;
    }
}

enum class Scenario {
  lines,
  close_lines,
  touching,
  tall_beside_small,
  broken,
  pale_beside_bold,
  ruled,
  squared,
  boxed,
  on_a_desk,
  turned,
  diagonal,
  on_a_board,
  small_on_a_sheet,
  shadows,
  sum,
  filling,
  corner,
  coloured_table,
  cropped,
  column,
  light_on_transparent,
  marked,
  form,
  beside_letters,
  tiny,
  huge,
  long_tails
};

inline constexpr const char* scenario_names[] = {"lines",
                                                 "close lines",
                                                 "touching digits",
                                                 "tall beside small",
                                                 "broken digits",
                                                 "pale beside bold",
                                                 "ruled paper",
                                                 "squared paper",
                                                 "boxes",
                                                 "a sheet on a desk",
                                                 "turned by a quarter",
                                                 "on a diagonal",
                                                 "light on a board",
                                                 "small on a large sheet",
                                                 "shadows and dark corners",
                                                 "a column with a sum",
                                                 "one digit that fills the picture",
                                                 "28 x 28, in a corner",
                                                 "pencil in a coloured table",
                                                 "cut off beside the ink",
                                                 "a column of numbers",
                                                 "light on nothing",
                                                 "stored as its mark says",
                                                 "a printed form",
                                                 "beside letters",
                                                 "10 to 16 pixels high",
                                                 "600 to 1,500 pixels high",
                                                 "long tails"};

/// Ink of a pen along line segments, in a box around them.
struct Segment {
  float x0, y0, x1, y1;
};

inline void draw_strokes(Canvas& canvas, const std::vector<Segment>& strokes, float thickness,
                         const Colour& step) {
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const Segment& s : strokes) {
    left = std::min({left, s.x0, s.x1}), right = std::max({right, s.x0, s.x1});
    top = std::min({top, s.y0, s.y1}), bottom = std::max({bottom, s.y0, s.y1});
  }
  const float reach = thickness + 2;
  canvas.ink(
      int(left - reach), int(top - reach), int(right + reach), int(bottom + reach), step,
      [&](int px, int py) {
        const float x = float(px) + 0.5f, y = float(py) + 0.5f;
        float nearest = 1e9f;
        for (const Segment& s : strokes) {
          const float dx = s.x1 - s.x0, dy = s.y1 - s.y0;
          const float along = std::clamp(
              ((x - s.x0) * dx + (y - s.y0) * dy) / std::max(1e-6f, dx * dx + dy * dy), 0.0f, 1.0f);
          nearest = std::min(nearest, std::hypot(x - s.x0 - along * dx, y - s.y0 - along * dy));
        }
        return std::clamp(thickness / 2 + 0.5f - nearest, 0.0f, 1.0f);
      });
}

/// Letters that no digit looks like, as strokes in a box of 4 x 6.
inline const std::vector<std::vector<Segment>>& letters() {
  static const std::vector<std::vector<Segment>> all = {
      {{0, 6, 2, 0}, {2, 0, 4, 6}, {0.8f, 4, 3.2f, 4}},          // A
      {{4, 0, 0, 0}, {0, 0, 0, 6}, {0, 6, 4, 6}, {0, 3, 3, 3}},  // E
      {{4, 0, 0, 0}, {0, 0, 0, 6}, {0, 3, 3, 3}},                // F
      {{0, 0, 0, 6}, {4, 0, 4, 6}, {0, 3, 4, 3}},                // H
      {{0, 0, 0, 6}, {4, 0, 0, 3.5f}, {1, 2.8f, 4, 6}},          // K
      {{0, 6, 0, 0}, {0, 0, 2, 3}, {2, 3, 4, 0}, {4, 0, 4, 6}},  // M
      {{0, 6, 0, 0}, {0, 0, 4, 6}, {4, 6, 4, 0}},                // N
      {{0, 6, 0, 0}, {0, 0, 3, 0}, {3, 0, 4, 1.5f}, {4, 1.5f, 3, 3}, {3, 3, 0, 3}, {1, 3, 4, 6}},
      {{0, 0, 4, 0}, {2, 0, 2, 6}},                                                           // T
      {{0, 0, 1, 6}, {1, 6, 2, 2}, {2, 2, 3, 6}, {3, 6, 4, 0}},                               // W
      {{0, 0, 4, 6}, {4, 0, 0, 6}},                                                           // X
      {{0, 2, 1, 0}, {1, 0, 2, 2}, {2, 2, 2, 6}, {2, 2, 3, 0}, {3, 0, 4, 2}, {4, 2, 4, 6}}};  // m
  return all;
}

inline Colour scaled(Colour colour, float by) {
  for (float& value : colour) value *= by;
  return colour;
}

/// Paper and an ink on it: what the ink adds to the paper.
struct Inks {
  Colour paper{}, step{};
};

inline Inks inks(bool light, float least_contrast, Random& random) {
  const float contrast = random.uniform(least_contrast, 0.95f);
  const float high = random.uniform(std::max(contrast, light ? 0.0f : 0.6f), 1);
  const float low = high - contrast;
  Inks result{.paper = tinted(light ? low : high, 0.08f, random)};
  const Colour ink = tinted(light ? high : low, 0.4f, random);
  for (std::size_t c = 0; c < 3; ++c) result.step[c] = ink[c] - result.paper[c];
  return result;
}

/// Grey pencil on white paper, pale.
inline Inks pencil(Random& random) {
  const float grey = -random.uniform(0.15f, 0.4f), high = random.uniform(0.7f, 1);
  return {.paper = tinted(high, 0.04f, random), .step = {grey, grey, grey}};
}

/// What a saturated colour takes from the paper: much of two channels or one, little of the others.
inline Colour printed(Random& random) {
  Colour step{};
  const auto kept = random.below(3);
  const bool pure = random.uniform() < 0.5f;  // red, green, blue, or the colours between them
  for (std::size_t c = 0; c < 3; ++c)
    step[c] = -((c == kept) == pure ? random.uniform(0, 0.15f) : random.uniform(0.3f, 0.7f));
  return step;
}

/// The sheet is lit by half where a shadow falls, and less towards its corners.
inline void cast_shadows(Canvas& canvas, Random& random) {
  const float angle = random.uniform(0, 6.2831853f), dark = random.uniform(0.2f, 0.55f);
  const float edge = random.uniform(4, 40), corners = random.uniform(0, 0.4f);
  const float offset = random.uniform(-0.25f, 0.25f) * float(std::min(canvas.width, canvas.height));
  const float cx = 0.5f * float(canvas.width), cy = 0.5f * float(canvas.height);
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x) {
      const float dx = float(x) - cx, dy = float(y) - cy;
      const float across = std::cos(angle) * dx + std::sin(angle) * dy - offset;
      const float shade = dark * std::clamp(across / edge + 0.5f, 0.0f, 1.0f);
      const float far = (dx * dx + dy * dy) / (cx * cx + cy * cy);
      for (auto& plane : canvas.planes) plane[canvas.at(x, y)] *= (1 - shade) * (1 - corners * far);
    }
}

/// A darker desk around the sheet, whose sides lean a little.
inline void put_on_desk(Canvas& canvas, float margin, Random& random) {
  const Colour desk = tinted(random.uniform(0.1f, 0.5f), 0.15f, random);
  const float lean = random.uniform(-0.05f, 0.05f);
  const float w = float(canvas.width), h = float(canvas.height);
  for (int y = 0; y < canvas.height; ++y)
    for (int x = 0; x < canvas.width; ++x) {
      const float u = float(x) - lean * (float(y) - h / 2),
                  v = float(y) + lean * (float(x) - w / 2);
      const float inside = std::min(std::min(u, w - u), std::min(v, h - v)) - margin;
      const float share = std::clamp(0.5f - inside, 0.0f, 1.0f);
      for (std::size_t c = 0; c < 3; ++c) {
        float& value = canvas.planes[c][canvas.at(x, y)];
        value += share * (desk[c] - value);
      }
    }
}

/// Strokes with their origin at (x, y) and so many pixels a unit, each end moved by up to `shake`.
inline std::vector<Segment> placed(std::vector<Segment> strokes, float x, float y, float unit,
                                   float shake, Random& random) {
  for (Segment& s : strokes) {
    s = {x + unit * s.x0, y + unit * s.y0, x + unit * s.x1, y + unit * s.y1};
    for (float* value : {&s.x0, &s.y0, &s.x1, &s.y1}) *value += random.uniform(-shake, shake);
  }
  return strokes;
}

/// A letter of this height whose left end is x and whose middle is y.
inline std::vector<Segment> letter_at(float x, float y, float height, Random& random,
                                      float shake = 0.04f) {
  const auto which = random.below(std::uint32_t(letters().size()));
  return placed(letters()[which], x, y - 0.5f * height, height / 6, shake * height, random);
}

/// Lets the stem of a 4, 7 or 9 go on downwards, bent to the left.
inline void lengthen(const Written& one, std::vector<std::vector<Segment>>& strokes, float by,
                     char digit, Random& random) {
  if (digit != '4' && digit != '7' && digit != '9') return;
  const int lowest = ink_range(one.pixels, true).second;
  int sum = 0, count = 0;
  for (int x = 0; x < 28; ++x)
    if (one.pixels[std::size_t(28 * lowest + x)] > 127) sum += x, ++count;
  const float pixel = one.place.height / 20;
  float x = one.place.x + (float(sum) / float(count) - 13.5f) * pixel;
  float y = one.place.y + (float(lowest) - 12.5f) * pixel;
  const float bend = random.uniform(0.02f, 0.08f);
  std::vector<Segment> tail;
  float angle = random.uniform(0, 0.2f);  // from straight down
  for (int i = 0; i < 10; ++i, angle += bend) {
    const float to_x = x - 0.1f * by * std::sin(angle), to_y = y + 0.1f * by * std::cos(angle);
    tail.push_back({x, y, to_x, to_y});
    x = to_x, y = to_y;
  }
  strokes.push_back(tail);
}

/// Page number `item` of a scenario, with digits of `data` (28 x 28, light on dark).
inline Page page(Scenario scenario, const angka::DataView& data, angka::Seed series,
                 std::uint32_t item) {
  Random random(series, angka::Purpose::test, 1 + std::uint32_t(scenario), item);
  const auto below = [&](int low, int high) {
    return low + int(random.below(std::uint32_t(high - low + 1)));
  };
  const auto is = [&](auto... any) { return ((scenario == any) || ...); };
  using enum Scenario;
  Page result;
  std::vector<Written> all;
  const auto pick = [&](Written& one) {
    const auto at = std::size_t(random.below(std::uint32_t(data.size())));
    std::copy_n(data.image(at).begin(), 784, one.pixels.begin());
    result.written += char('0' + data.label(at));
  };

  if (is(corner)) {
    Written one;
    pick(one);
    Canvas canvas(28, 28, {0, 0, 0});
    one.place = {.height = random.uniform(10, 15)};
    const float low = 0.62f * one.place.height, high = 28 - low;
    one.place.x = random.uniform() < 0.5f ? low : high;
    one.place.y = random.uniform() < 0.5f ? low : high;
    draw_digit(canvas, one.pixels, one.place, {1, 1, 1});
    result.image = {28, 28, 1, {}};
    for (const float value : canvas.planes[0])
      result.image.pixels.push_back(std::uint8_t(255 * std::clamp(value, 0.0f, 1.0f) + 0.5f));
    return result;
  }

  // Where the digits stand, around an origin of its own.
  const bool in_boxes = is(boxed, coloured_table, form);
  const float height = is(small_on_a_sheet)   ? random.uniform(16, 28)
                       : is(tiny)             ? random.uniform(10, 16)
                       : is(huge)             ? random.uniform(600, 1500)
                       : is(filling)          ? random.uniform(40, 600)
                       : is(sum, close_lines) ? random.uniform(30, 70)
                                              : random.uniform(30, 100);
  const int line_count = is(filling, huge) ? 1
                         : is(turned, sum) ? below(3, 5)
                         : is(column)      ? below(4, 8)
                         : is(cropped)     ? below(1, 2)
                                           : below(2, 5);
  const float distance = is(close_lines)  ? random.uniform(1.04f, 1.15f)
                         : in_boxes       ? 1.5f
                         : is(column)     ? random.uniform(1.15f, 1.5f)
                         : is(long_tails) ? random.uniform(1.8f, 2.4f)
                                          : random.uniform(1.35f, 2);
  const float sharpness = random.uniform();
  const float slope = is(diagonal)
                          ? (random.uniform() < 0.5f ? -1.0f : 1.0f) * random.uniform(0.17f, 0.42f)
                          : random.uniform(-0.03f, 0.03f);
  const float usual_gap = random.uniform(0.2f, 0.5f);
  const float box = 1.5f;
  float widest = 0;
  std::vector<std::size_t> line_starts;
  std::vector<std::vector<Segment>> strokes;  // letters, and what makes digits longer
  for (int line = 0; line < line_count; ++line) {
    if (line > 0) result.written += '/';
    line_starts.push_back(all.size());
    const int count = is(filling)       ? 1
                      : is(huge)        ? (height > 1000 ? 1 : below(1, 2))
                      : is(sum, column) ? below(2, 4)
                      : is(turned)      ? below(5, 8)
                                        : below(3, 8);
    float x = 0;
    for (int i = 0; i < count; ++i) {
      if (is(beside_letters) && random.uniform() < 0.4f) {
        strokes.push_back(letter_at(x, height * (distance * float(line) - 0.5f), height, random));
        x += height * (0.67f + usual_gap);
      }
      Written one;
      pick(one);
      const float scale = is(tall_beside_small) ? random.uniform(0.5f, 1) : random.uniform(0.9f, 1);
      const float pixel = scale * height / 20;
      const auto columns = ink_range(one.pixels, false), rows = ink_range(one.pixels, true);
      const float baseline = height * (distance * float(line) + random.uniform(-0.03f, 0.03f));
      one.place = {.x = x - float(columns.first - 14) * pixel,
                   .y = baseline - float(rows.second - 13) * pixel,
                   .height = scale * height,
                   .angle = slope / 2 + random.uniform(-0.06f, 0.06f),
                   .sharpness = sharpness};
      if (in_boxes) {
        one.place.x = box * height * (float(i) + 0.5f);
        one.place.y = distance * height * (float(line) + 0.5f);
      }
      if (is(broken) && random.uniform() < 0.5f) breaks(one.pixels, random);
      if (is(long_tails))
        lengthen(one, strokes, height * random.uniform(0.4f, 0.9f), result.written.back(), random);
      if (is(pale_beside_bold)) one.strength = random.uniform(0.35f, 1);
      const bool touches = is(touching) && i % 3 != 2;
      x += float(columns.second - columns.first + 1) * pixel +
           height * (touches ? random.uniform(-0.05f, 0.01f) : usual_gap);
      all.push_back(one);
    }
    widest = std::max(widest, in_boxes ? box * height * float(count) : x);
    if (is(sum, column))  // to the right
      for (std::size_t i = line_starts.back(); i < all.size(); ++i) all[i].place.x -= x;
  }
  if (is(form)) {  // a word beside each line, and one above
    for (int line = -1; line < line_count; ++line)
      for (float x = -2.6f * height; x < -0.5f * height; x += 0.5f * height)
        strokes.push_back(
            letter_at(x, distance * height * (float(line) + 0.5f), 0.4f * height, random, 0));
  }
  const auto lean = [&](float& at_x, float& at_y) {
    const float x = at_x, y = at_y;
    at_x = std::cos(slope) * x - std::sin(slope) * y;
    at_y = std::sin(slope) * x + std::cos(slope) * y;
  };
  for (Written& one : all) lean(one.place.x, one.place.y);
  for (auto& stroke : strokes)
    for (Segment& s : stroke) lean(s.x0, s.y0), lean(s.x1, s.y1);

  // The sheet around them.
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const Written& one : all) {
    const float reach = (is(filling) ? 0.5f : 0.7f) * one.place.height;
    float to_left = reach, to_right = reach, up = reach, down = reach;
    if (is(cropped)) {
      const float pixel = one.place.height / 20;
      const auto columns = ink_range(one.pixels, false), rows = ink_range(one.pixels, true);
      to_left = float(14 - columns.first) * pixel, to_right = float(columns.second - 13) * pixel;
      up = float(14 - rows.first) * pixel, down = float(rows.second - 13) * pixel;
    }
    left = std::min(left, one.place.x - to_left), right = std::max(right, one.place.x + to_right);
    top = std::min(top, one.place.y - up), bottom = std::max(bottom, one.place.y + down);
  }
  for (const auto& stroke : strokes)
    for (const Segment& s : stroke) {
      left = std::min({left, s.x0, s.x1}), right = std::max({right, s.x0, s.x1});
      top = std::min({top, s.y0, s.y1}), bottom = std::max({bottom, s.y0, s.y1});
    }
  const float margin = height * (is(filling)            ? random.uniform(0.03f, 0.1f)
                                 : is(cropped)          ? random.uniform(0, 0.06f)
                                 : is(on_a_desk)        ? random.uniform(1.5f, 2.5f)
                                 : is(small_on_a_sheet) ? random.uniform(6, 18)
                                                        : random.uniform(0.3f, 1.5f));
  const float shift_x = margin - left, shift_y = margin - top;
  Inks colours = inks(is(on_a_board), is(pale_beside_bold) ? 0.6f : 0.35f, random);
  if (is(coloured_table)) colours = pencil(random);
  if (is(light_on_transparent)) colours = {.paper = {0, 0, 0}, .step = {1, 1, 1}};
  Canvas canvas(int(right - left + 2 * margin), int(bottom - top + 2 * margin), colours.paper);

  const float ruling = random.uniform(0.2f, 0.7f), thickness = random.uniform(1, 3);
  const Colour rule = scaled(colours.step, ruling);
  if (is(ruled, squared)) {
    const float spacing =
        height * (is(ruled) ? random.uniform(0.6f, 1.6f) : random.uniform(0.4f, 1.2f));
    draw_rules(canvas, spacing, random.uniform(0, spacing), thickness, slope, rule);
    if (is(squared))
      draw_rules(canvas, spacing, random.uniform(0, spacing), thickness, slope + 1.5707963f, rule);
  }
  if (in_boxes) {
    Colour of_frame = scaled(colours.step, random.uniform(0.4f, 1));
    if (is(coloured_table)) of_frame = printed(random);
    std::vector<Segment> frame;
    const auto corner_at = [&](float x, float y) {
      return std::pair{std::cos(slope) * x - std::sin(slope) * y + shift_x,
                       std::sin(slope) * x + std::cos(slope) * y + shift_y};
    };
    const auto side = [&](float x0, float y0, float x1, float y1) {
      const auto a = corner_at(x0, y0), b = corner_at(x1, y1);
      frame.push_back({a.first, a.second, b.first, b.second});
    };
    const float tall = distance * height * float(line_count);
    for (int i = 0; i <= line_count; ++i)
      side(0, distance * height * float(i), widest, distance * height * float(i));
    for (float x = 0; x <= widest + 1; x += box * height) side(x, 0, x, tall);
    if (is(form)) {  // framed twice, with room for the words
      const float l = -3 * height, t = -distance * height, d = 2 * thickness + 2;
      for (const float out : {0.0f, d}) {
        side(l - out, t - out, widest + out, t - out),
            side(l - out, tall + out, widest + out, tall + out);
        side(l - out, t - out, l - out, tall + out),
            side(widest + out, t - out, widest + out, tall + out);
      }
    }
    draw_strokes(canvas, frame, thickness, of_frame);
  }
  if (is(sum)) {
    const Written& last = all[line_starts.back()];
    const float y = last.place.y + shift_y - (0.5f * distance + 0.02f) * height;
    draw_strokes(canvas, {{shift_x - widest, y, shift_x + 0.2f * height, y}},
                 std::max(1.5f, 0.05f * height), colours.step);
  }
  for (Written& one : all) {
    one.place.x += shift_x, one.place.y += shift_y;
    draw_digit(canvas, one.pixels, one.place, scaled(colours.step, one.strength));
  }
  for (auto& stroke : strokes) {
    for (Segment& s : stroke) s.x0 += shift_x, s.x1 += shift_x, s.y0 += shift_y, s.y1 += shift_y;
    draw_strokes(canvas, stroke, (is(form) ? 0.04f : 0.1f) * height, colours.step);
  }
  if (is(light_on_transparent)) {
    const Colour light = tinted(random.uniform(0.8f, 1), 0.2f, random);
    result.image = {canvas.width, canvas.height, 4, {}};
    for (const float colour : light)
      result.image.pixels.insert(result.image.pixels.end(), canvas.planes[0].size(),
                                 std::uint8_t(255 * colour + 0.5f));
    for (const float value : canvas.planes[0])
      result.image.pixels.push_back(std::uint8_t(255 * std::clamp(value, 0.0f, 1.0f) + 0.5f));
    return result;
  }
  if (is(shadows)) cast_shadows(canvas, random);
  if (is(on_a_desk)) put_on_desk(canvas, 0.5f * margin, random);
  result.image = taken(canvas, random);
  if (is(turned)) result.image = angka::turned(result.image, random.uniform() < 0.5f ? 1 : 3);
  if (is(marked)) {  // as a camera held otherwise stores it
    const int turns = below(1, 3);
    result.image = angka::turned(result.image, turns);
    result.mark = std::array{6, 3, 8}[std::size_t(turns - 1)];
  }
  return result;
}

}  // namespace synthetic
