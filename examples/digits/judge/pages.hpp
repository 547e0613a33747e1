#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/data/image.hpp>
#include <angka/data/stb.hpp>
#include <angka/reading/components.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "handwriting.hpp"
#include "strokes.hpp"

namespace judge {

using angka::reading::Extent;

/// A digit on a page: where, and its ink, 0 or 1, of the box's pixels.
struct Written {
  int label = 0;  ///< -1: crossed out, or not all of it on the page
  Extent box{};
  Picture ink{};
};

struct Page {
  angka::Image image{};
  std::vector<Written> digits{};
};

using Colour = std::array<float, 3>;

/// Three planes of light, 0 to 1, that are drawn on.
struct Canvas {
  int width = 0, height = 0;
  std::array<Picture, 3> planes{};

  Canvas(int columns, int rows, const Colour& colour) : width(columns), height(rows) {
    for (std::size_t c = 0; c < 3; ++c) planes[c] = Picture(columns, rows, colour[c]);
  }
  /// Covers by a colour, as far as `cover` (0 to 1) at (left, top) says.
  void paint(const Picture& cover, int left, int top, const Colour& colour) {
    for (int y = std::max(0, -top); y < cover.height && top + y < height; ++y)
      for (int x = std::max(0, -left); x < cover.width && left + x < width; ++x) {
        const float share = cover.row(y)[x];
        if (share <= 0) continue;
        for (std::size_t c = 0; c < 3; ++c) {
          float& value = planes[c].row(top + y)[left + x];
          value += share * (colour[c] - value);
        }
      }
  }
  template <class Of>
  void change(Of of) {
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const auto [times, plus] = of(x, y);
        for (Picture& plane : planes) plane.row(y)[x] = plane.row(y)[x] * times + plus;
      }
  }
};

/// A straight line of soft sides, drawn with part of an ink.
inline void rule(Canvas& canvas, Point from, Point to, float width, const Colour& colour,
                 float strength) {
  const float dx = to.x - from.x, dy = to.y - from.y;
  const float length = std::max(std::hypot(dx, dy), 1e-3f);
  const auto low = [&](float a, float b) {
    return std::max(0, static_cast<int>(std::min(a, b) - width - 1));
  };
  const auto high = [&](float a, float b, int most) {
    return std::min(most, static_cast<int>(std::max(a, b) + width + 2));
  };
  for (int y = low(from.y, to.y); y < high(from.y, to.y, canvas.height); ++y)
    for (int x = low(from.x, to.x); x < high(from.x, to.x, canvas.width); ++x) {
      const float px = static_cast<float>(x) - from.x, py = static_cast<float>(y) - from.y;
      const float along = (px * dx + py * dy) / length;
      if (along < 0 || along > length) continue;
      const float off = std::abs(px * dy - py * dx) / length;
      const float cover = strength * std::clamp(width / 2 + 0.5f - off, 0.0f, 1.0f);
      if (cover <= 0) continue;
      for (std::size_t c = 0; c < 3; ++c) {
        float& value = canvas.planes[c].row(y)[x];
        value += cover * (colour[c] - value);
      }
    }
}

/// Pages of digits as people write and photograph them; the same for the same seed and number.
class Pages {
 public:
  Pages(angka::DataView digits, angka::Seed seed) : digits_(digits), hand_(digits), seed_(seed) {}

  Page make(std::uint32_t number) const {
    Random random(seed_, angka::Purpose::augment, 1, number);
    Draft draft = begin(random);
    const float kind = random.uniform();
    if (kind < 0.15f) {
      scene(draft, random);
    } else {
      if (chance(random, 0.55f)) paper_rules(draft, random);
      if (chance(random, 0.12f)) drawings(draft, random);
      if (kind < 0.2f || chance(random, 0.04f)) doodles(draft, random);
      if (kind >= 0.6f)
        rows(draft, random);
      else if (kind >= 0.47f)
        boxes(draft, random);
      else if (kind >= 0.29f)
        few(draft, random);
      else if (kind >= 0.2f)
        letters_only(draft, random);
    }
    if (chance(random, 0.12f)) on_desk(draft, random);
    return photographed(draft, random);
  }

 private:
  struct Draft {
    Canvas canvas;
    Colour paper{}, ink{};
    float size = 0;      ///< height of the digits
    float pen = 0;       ///< on 84 pixels
    float lean = 0;      ///< of lines and rules: down per pixel across
    float unsteady = 0;  ///< how far digits stray
    float skips = 0;     ///< the share of digits with gaps
    std::vector<Written> digits{};
    int width() const { return canvas.width; }
    int height() const { return canvas.height; }
  };

  static Colour tinted(float grey, float strength, Random& random) {
    Colour colour{};
    for (float& value : colour)
      value = std::clamp(grey + strength * random.uniform(-1, 1), 0.0f, 1.0f);
    return colour;
  }

  Draft begin(Random& random) const {
    const float size = std::exp(random.uniform(std::log(11.f), std::log(150.f)));
    const float columns = random.uniform(3, 11), rows = random.uniform(2, 8);
    const auto side_of = [&](float count) {
      return static_cast<int>(std::clamp(size * 1.3f * count, 160.0f, 720.0f));
    };
    const float contrast = random.uniform(0.18f, 0.9f), high = random.uniform(contrast, 1.0f);
    const bool light = chance(random, 0.2f);
    const Colour paper = tinted(light ? high - contrast : high, 0.08f, random);
    Colour ink = tinted(light ? high : high - contrast, 0.05f, random);
    if (chance(random, 0.5f)) {  // blue, red, ...: one channel as light as the paper, or nearly
      const auto c = random.below(3);
      ink[c] += random.uniform(0.3f, 1) * (paper[c] - ink[c]);
    }
    Draft draft{.canvas = {side_of(columns), side_of(rows), paper}, .paper = paper, .ink = ink};
    draft.size = std::min(size, 0.7f * static_cast<float>(std::min(draft.width(), draft.height())));
    draft.pen = some_width(random);
    draft.lean = 0.07f * random.normal();
    draft.unsteady = random.uniform(0, 0.12f);
    draft.skips = chance(random, 0.2f) ? random.uniform(0, 0.6f) : 0.02f;
    return draft;
  }

  /// The ink of one sign, brought to its height on the page: cover, 0 to 1.
  static Picture at_height(const Picture& sign, float height, Random& random) {
    const float scale = height / static_cast<float>(sign.height);
    const auto scaled = [&](int length) {
      return std::max(2, static_cast<int>(std::lround(scale * static_cast<float>(length))));
    };
    Picture cover = angka::reading::resized(sign, scaled(sign.width), scaled(sign.height));
    if (scale > 1)
      for (float& value : cover.values) value = std::clamp(3 * (value - 0.5f) + 0.5f, 0.0f, 1.0f);
    if (chance(random, 0.3f)) {  // a pen that fails here and there
      const Picture noise =
          smooth_noise(random, cover.width, cover.height, static_cast<int>(random.below(4)));
      const float depth = random.uniform(0.1f, 0.5f);
      for (std::size_t i = 0; i < cover.size(); ++i)
        cover.values[i] *= 1 - depth * std::clamp(noise.values[i], 0.0f, 1.0f);
    }
    return cover;
  }

  static Colour pressed(const Draft& draft, Random& random) {
    const float share = random.uniform(0.75f, 1);
    Colour colour{};
    for (std::size_t c = 0; c < 3; ++c)
      colour[c] = draft.paper[c] + share * (draft.ink[c] - draft.paper[c]);
    return colour;
  }

  /// Writes a digit whose lower left corner is at (x, y); gives its width.
  float write_digit(Draft& draft, float x, float y, float height, Random& random) const {
    const auto index = random.below(static_cast<std::uint32_t>(digits_.size()));
    const bool drawn_one = chance(random, 0.12f);
    const Style style = one_of(random, styles);
    const int label = drawn_one ? style.label : digits_.label(index);
    Picture sign = drawn_one ? tight(drawn(style.strokes, std::max(2.0f, draft.pen), random))
                   : label == 1 && chance(random, 0.4f)
                       ? tight(flagged_one(random, std::max(2.0f, draft.pen)))
                       : hand_.bent(index, random, draft.pen, 0.08f);
    if (sign.width < 3 || sign.height < 20) return 0;
    if (label == 7 && chance(random, 0.2f)) {
      const auto w = static_cast<float>(sign.width);
      const float at = static_cast<float>(sign.height) * random.uniform(0.4f, 0.6f);
      draw_line(sign, {w * random.uniform(0, 0.3f), at}, {w * random.uniform(0.75f, 1), at},
                std::max(3.0f, draft.pen));
    }
    if (chance(random, draft.skips)) skip(sign, random);
    const auto core = static_cast<float>(sign.height);
    const bool long_stem = (label == 4 || label == 7 || label == 9) && chance(random, 0.06f);
    if (long_stem)
      sign = tight(with_stem(sign, static_cast<int>(core * random.uniform(0.2f, 0.9f)),
                             std::max(3.0f, draft.pen), random));
    const Picture cover = at_height(sign, height * static_cast<float>(sign.height) / core, random);
    const int left = static_cast<int>(x), top = static_cast<int>(y - height);
    draft.canvas.paint(cover, left, top, pressed(draft, random));
    const Extent box{std::max(0, left), std::max(0, top),
                     std::min(draft.width(), left + cover.width),
                     std::min(draft.height(), top + cover.height)};
    const bool whole = left >= 0 && top >= 0 && left + cover.width <= draft.width() &&
                       top + cover.height <= draft.height();
    const bool crossed = chance(random, 0.02f);
    if (crossed) {
      const float width = std::max(1.5f, 0.06f * height);
      const auto w = static_cast<float>(cover.width);
      for (int i = 0; i < 4; ++i) {
        const float from = y - height * random.uniform(0.1f, 0.9f);
        const float to = y - height * random.uniform(0.1f, 0.9f);
        rule(draft.canvas, {x - 0.1f * w, from}, {x + 1.1f * w, to}, width, draft.ink, 1);
      }
    }
    if (long_stem && whole && !crossed) {  // without it the digit is whole, too
      Picture upper = angka::reading::above(
          angka::reading::cropped(cover, 0, 0, cover.width, static_cast<int>(height)), 0.4f);
      int first = upper.width, last = 0;
      for (int v = 0; v < upper.height; ++v)
        for (int u = 0; u < upper.width; ++u)
          if (upper.row(v)[u] > 0) first = std::min(first, u), last = std::max(last, u + 1);
      if (first < last)
        draft.digits.push_back(
            {label,
             {left + first, top, left + last, top + upper.height},
             angka::reading::cropped(upper, first, 0, last - first, upper.height)});
    }
    if (box.width() > 0 && box.height() > 0)
      draft.digits.push_back({whole && !crossed ? label : -1, box,
                              whole ? angka::reading::above(cover, 0.4f) : Picture{}});
    return static_cast<float>(cover.width);
  }

  static float write_letter(Draft& draft, float x, float y, float height, Random& random) {
    const Picture sign = tight(draw_letter(random));
    if (sign.width < 3 || sign.height < 3) return 0;
    const Picture cover =
        at_height(sign, height * std::min(1.0f, static_cast<float>(sign.height) / 70), random);
    draft.canvas.paint(cover, static_cast<int>(x), static_cast<int>(y) - cover.height,
                       pressed(draft, random));
    return static_cast<float>(cover.width);
  }

  /// Signs from (x, y) on, at most to `end`; `digits`: the share that are digits.
  void write_line(Draft& draft, float x, float y, float end, float height, float gap, float digits,
                  Random& random) const {
    const float start = x, lean = draft.lean + 0.01f * random.normal();
    bool in_letters = false;
    float left_of_word = 0;
    while (x + 0.5f * height < end) {
      if (left_of_word <= 0) {
        left_of_word = static_cast<float>(1 + random.below(10));
        in_letters = !chance(random, digits);
        if (x > start) x += height * random.uniform(0.3f, 1);
      }
      const float tall = height * std::exp(draft.unsteady * random.normal());
      const float at = y + lean * (x - start) + draft.unsteady * height * random.normal();
      const float width = in_letters ? write_letter(draft, x, at, tall, random)
                                     : write_digit(draft, x, at, tall, random);
      x += width + height * (gap + 0.5f * draft.unsteady * random.normal());
      left_of_word -= 1;
    }
  }

  void rows(Draft& draft, Random& random) const {
    const float gap = random.uniform(-0.06f, 0.4f), pitch = draft.size * random.uniform(1.05f, 2);
    const float digits = chance(random, 0.7f) ? 1 : random.uniform(0.3f, 0.9f);
    const float drop = std::max(0.0f, -draft.lean) * static_cast<float>(draft.width());
    for (float y = draft.size * 1.3f + drop; y < static_cast<float>(draft.height());) {
      const float height = draft.size * (chance(random, 0.1f) ? random.uniform(0.45f, 1) : 1);
      write_line(draft, draft.size * random.uniform(0.2f, 1), y,
                 static_cast<float>(draft.width()) * random.uniform(0.4f, 1), height, gap, digits,
                 random);
      y += pitch * random.uniform(0.9f, 1.1f);
    }
  }

  void few(Draft& draft, Random& random) const {
    const auto w = static_cast<float>(draft.width()), h = static_cast<float>(draft.height());
    const float height = std::min(draft.size, 0.8f * h);
    const auto count = chance(random, 0.7f) ? 1u : 2 + random.below(2);
    float x = random.uniform(0.05f * w, std::max(0.1f * w, 0.9f * w - height));
    const float y = random.uniform(std::min(1.1f * height, 0.9f * h), 0.97f * h);
    for (std::uint32_t i = 0; i < count; ++i)
      x += write_digit(draft, x, y, height, random) + height * random.uniform(-0.05f, 0.4f);
  }

  /// Cells in a grid, or boxes that stand alone, each with a digit or a short number.
  void boxes(Draft& draft, Random& random) const {
    const float size = draft.size * random.uniform(1.15f, 2.2f);
    const float wide =
        size * (chance(random, 0.6f) ? random.uniform(0.8f, 1.2f) : random.uniform(1.5f, 4));
    const float apart = chance(random, 0.6f) ? 0 : size * random.uniform(0.1f, 0.5f);
    const Colour colour = chance(random, 0.5f) ? draft.ink : tinted(draft.ink[0], 0.3f, random);
    const float width = random.uniform(0.8f, 1 + 0.05f * size), strength = random.uniform(0.2f, 1);
    const float shaky = chance(random, 0.5f) ? 0 : 0.02f * size;
    const auto near = [&](float at) { return at + shaky * random.normal(); };
    for (float y = random.uniform(2, 0.5f * size); y + size < static_cast<float>(draft.height());
         y += size + apart)
      for (float x = random.uniform(2, 0.5f * size); x + wide < static_cast<float>(draft.width());
           x += wide + apart) {
        const float top = y + draft.lean * x;
        const Point a{near(x), near(top)}, b{near(x + wide), near(top + draft.lean * wide)},
            c{near(x + wide), near(top + size + draft.lean * wide)}, d{near(x), near(top + size)};
        for (const auto& [from, to] : {std::pair{a, b}, {b, c}, {c, d}, {d, a}})
          rule(draft.canvas, from, to, width, colour, strength);
        if (chance(random, 0.2f)) continue;
        const float foot = top + 0.5f * (size + draft.size) + 0.05f * size * random.normal();
        write_line(draft, x + size * random.uniform(0.1f, 0.3f), foot,
                   wide > 1.4f * size ? x + 0.9f * wide : x + 0.8f * draft.size, draft.size,
                   random.uniform(0, 0.2f), 0.95f, random);
      }
  }

  void letters_only(Draft& draft, Random& random) const {
    const float gap = random.uniform(-0.02f, 0.25f);
    for (float y = draft.size * 1.3f; y < static_cast<float>(draft.height());
         y += draft.size * random.uniform(1.2f, 2))
      write_line(draft, draft.size * random.uniform(0.2f, 1), y, static_cast<float>(draft.width()),
                 draft.size, gap, 0, random);
  }

  /// Ruled or squared paper, perhaps with a margin.
  static void paper_rules(Draft& draft, Random& random) {
    const auto w = static_cast<float>(draft.width()), h = static_cast<float>(draft.height());
    const float pitch = std::max(9.0f, draft.size * random.uniform(0.4f, 2.2f));
    const bool squared = chance(random, 0.5f);
    const float lean = chance(random, 0.6f) ? draft.lean : 0.1f * random.normal();
    const Colour colour = chance(random, 0.5f) ? draft.ink : tinted(draft.ink[0], 0.4f, random);
    const float strength = random.uniform(0.05f, chance(random, 0.5f) ? 0.4f : 0.9f);
    const float width = random.uniform(0.8f, 3);
    for (float y = random.uniform(0, pitch) - std::abs(lean) * w; y < h + std::abs(lean) * w;
         y += pitch)
      rule(draft.canvas, {0, y}, {w, y + lean * w}, width, colour, strength);
    if (squared)
      for (float x = random.uniform(0, pitch) - std::abs(lean) * h; x < w + std::abs(lean) * h;
           x += pitch)
        rule(draft.canvas, {x, 0}, {x - lean * h, h}, width, colour, strength);
    else if (chance(random, 0.3f)) {
      const float x = w * random.uniform(0.05f, 0.3f);
      rule(draft.canvas, {x, 0}, {x - lean * h, h}, width, tinted(0.5f, 0.4f, random), strength);
    }
  }

  /// A filled shape: an ellipse, or what some straight lines leave of it.
  static Picture shape(int width, int height, Random& random) {
    Picture cover(width, height, 1);
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    const auto cut = [&](auto outside) {
      for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
          if (outside((static_cast<float>(x) + 0.5f) / w * 2 - 1,
                      (static_cast<float>(y) + 0.5f) / h * 2 - 1))
            cover.row(y)[x] = 0;
    };
    if (chance(random, 0.5f)) cut([](float x, float y) { return x * x + y * y > 1; });
    const auto sides = random.below(5);
    for (std::uint32_t i = 0; i < sides; ++i) {
      const float angle = random.uniform(0, 6.283f), off = random.uniform(0.3f, 0.9f);
      const float c = std::cos(angle), s = std::sin(angle);
      cut([=](float x, float y) { return c * x + s * y > off; });
    }
    return cover;
  }

  /// Shapes, filled with plain or uneven colour, and lines, on a page.
  static void drawings(Draft& draft, Random& random) {
    const auto count = 1 + random.below(5);
    for (std::uint32_t i = 0; i < count; ++i) {
      const float size = draft.size * random.uniform(0.4f, 3);
      const Picture cover = shape(static_cast<int>(size * random.uniform(0.3f, 1)) + 3,
                                  static_cast<int>(size * random.uniform(0.3f, 1)) + 3, random);
      draft.canvas.paint(cover,
                         static_cast<int>(random.below(static_cast<std::uint32_t>(draft.width()))),
                         static_cast<int>(random.below(static_cast<std::uint32_t>(draft.height()))),
                         tinted(random.uniform(), 0.3f, random));
    }
  }

  /// Strokes that are no signs: waves, zigzags, spirals, and where a pen wanders.
  static void doodles(Draft& draft, Random& random) {
    const auto w = static_cast<float>(draft.width()), h = static_cast<float>(draft.height());
    const auto count = 1 + random.below(7);
    const float width = std::max(1.5f, draft.size * random.uniform(0.03f, 0.12f));
    for (std::uint32_t i = 0; i < count; ++i) {
      const float size = draft.size * std::exp(0.7f * random.normal());
      const float angle = random.uniform(0, 6.283f), c = std::cos(angle), s = std::sin(angle);
      const auto kind = random.below(4);
      const int points = 4 + static_cast<int>(random.below(16));
      const float pitch = size * random.uniform(0.2f, 0.7f);
      const Point start{random.uniform(0, w), random.uniform(0, h)};
      std::vector<Point> path;
      Point at{};
      for (int k = 0; k < points; ++k) {
        const auto along = static_cast<float>(k);
        if (kind < 2) {
          at = {pitch * along, (k % 2 == 0 ? 0.5f : -0.5f) * size};
        } else if (kind == 2) {
          at = {0.12f * size * along * std::cos(1.1f * along),
                0.12f * size * along * std::sin(1.1f * along)};
        } else {
          at.x += size * random.normal(), at.y += size * random.normal();
        }
        path.push_back({start.x + c * at.x - s * at.y, start.y + s * at.x + c * at.y});
      }
      Picture cover(draft.width(), draft.height());
      draw_stroke(cover, path, width, kind != 1);
      draft.canvas.paint(cover, 0, 0, pressed(draft, random));
    }
  }

  /// What hides what, in all sizes and shades: leaves, stones, people, houses.
  ///
  /// Source: Lee, Mumford, Huang: Occlusion models for natural images (2001).
  static void scene(Draft& draft, Random& random) {
    const auto w = static_cast<std::uint32_t>(draft.width()),
               h = static_cast<std::uint32_t>(draft.height());
    const float longest = 0.6f * static_cast<float>(std::min(w, h));
    const float most = random.uniform(0.2f, 1), colourful = random.uniform(0, 0.4f);
    const auto count = 40 + random.below(500);
    for (std::uint32_t i = 0; i < count; ++i) {
      const float size = std::max(
          4.0f, longest / std::sqrt(1 + random.uniform() * (chance(random, 0.5f) ? 50 : 900)));
      const float shade = random.uniform() * most;
      Picture cover = shape(static_cast<int>(size * random.uniform(0.2f, 1)) + 2,
                            static_cast<int>(size * random.uniform(0.2f, 1)) + 2, random);
      if (chance(random, 0.3f)) cover = angka::reading::softened(std::move(cover));
      if (chance(random, 0.4f)) {
        const float slope = random.uniform(-1, 1);
        for (int y = 0; y < cover.height; ++y)
          for (int x = 0; x < cover.width; ++x)
            cover.row(y)[x] *= std::clamp(
                0.7f + slope * (static_cast<float>(y) / static_cast<float>(cover.height) - 0.5f),
                0.0f, 1.0f);
      }
      draft.canvas.paint(cover, static_cast<int>(random.below(w + 40)) - 40,
                         static_cast<int>(random.below(h + 40)) - 40,
                         tinted(shade, colourful, random));
    }
  }

  /// Covers what lies beyond the sheet, whose sides lean; all digits are on it.
  static void on_desk(Draft& draft, Random& random) {
    Extent sheet{draft.width() / 2, draft.height() / 2, draft.width() / 2, draft.height() / 2};
    for (const Written& digit : draft.digits) sheet.include(digit.box);
    const Colour desk = tinted(random.uniform(), 0.15f, random);
    Picture cover(draft.width(), draft.height());
    for (int i = 0; i < 4; ++i) {
      const bool across = i % 2 == 0, far = i / 2 == 1;
      const int end = across ? draft.width() : draft.height();
      const int edge =
          far ? (across ? sheet.right : sheet.bottom) : (across ? sheet.left : sheet.top);
      const float lean = 0.04f * random.normal();
      const float at =
          far ? random.uniform(static_cast<float>(edge), static_cast<float>(end) * 1.1f)
              : random.uniform(-0.1f * static_cast<float>(end), static_cast<float>(edge));
      for (int y = 0; y < cover.height; ++y)
        for (int x = 0; x < cover.width; ++x) {
          const auto here = static_cast<float>(across ? x : y);
          const float side_at = at + lean * static_cast<float>(across ? y : x);
          if (far ? here > side_at : here < side_at) cover.row(y)[x] = 1;
        }
    }
    draft.canvas.paint(cover, 0, 0, desk);
    const auto covered = [&](const Written& one) {
      for (int y = one.box.top; y < one.box.bottom; ++y)
        for (int x = one.box.left; x < one.box.right; ++x)
          if (cover.row(y)[x] > 0) return true;
      return false;
    };
    for (Written& one : draft.digits)
      if (covered(one)) one.label = -1;
  }

  /// Uneven light, shadows, the paper's texture, blur, noise, few pixels and JPEG's losses.
  static Page photographed(Draft& draft, Random& random) {
    Canvas& canvas = draft.canvas;
    const int width = draft.width(), height = draft.height();
    const auto w = static_cast<float>(width), h = static_cast<float>(height);
    const float direction = random.uniform(0, 6.283f), gradient = random.uniform(0, 0.45f);
    const float c = std::cos(direction), s = std::sin(direction);
    const bool shadow = chance(random, 0.25f);
    const float dark = random.uniform(0.45f, 0.9f), soft = random.uniform(1, 30);
    const float turn = random.uniform(0, 6.283f),
                off = random.uniform(-0.4f, 0.4f) * std::min(w, h);
    const float texture = random.uniform(0, 0.05f);
    const Picture coarse =
        smooth_noise(random, width, height, 2 + static_cast<int>(random.below(3)));
    const float tc = std::cos(turn), ts = std::sin(turn);
    canvas.change([&](int x, int y) {
      const float px = static_cast<float>(x) - w / 2, py = static_cast<float>(y) - h / 2;
      float light = 1 - gradient * ((c * px + s * py) / (w + h) + 0.5f);
      if (shadow)
        light *= 1 - (1 - dark) * std::clamp((tc * px + ts * py - off) / soft + 0.5f, 0.0f, 1.0f);
      return std::pair{light, texture * coarse.row(y)[x]};
    });
    const float shrink = chance(random, 0.3f) ? random.uniform(1.2f, 2.2f) : 1;
    const auto blurs = chance(random, 0.25f) ? 0 : random.below(4);
    const float noise = chance(random, 0.3f) ? 0 : random.uniform(0, 0.06f);
    std::vector<std::uint8_t> bytes(3 * static_cast<std::size_t>(width) *
                                    static_cast<std::size_t>(height));
    std::size_t channel = 0;
    Picture common(width, height);
    for (float& value : common.values) value = random.normal();
    for (Picture& plane : canvas.planes) {
      for (std::uint32_t i = 0; i < blurs; ++i) plane = angka::reading::softened(std::move(plane));
      if (shrink > 1)
        plane = angka::reading::resized(angka::reading::resized(plane, static_cast<int>(w / shrink),
                                                                static_cast<int>(h / shrink)),
                                        width, height);
      for (std::size_t i = 0; i < plane.size(); ++i)
        bytes[3 * i + channel] = static_cast<std::uint8_t>(
            255 * std::clamp(plane.values[i] + noise * common.values[i], 0.0f, 1.0f) + 0.5f);
      ++channel;
    }
    return {.image = through_jpeg(width, height, bytes, 30 + static_cast<int>(random.below(66))),
            .digits = std::move(draft.digits)};
  }

  static angka::Image through_jpeg(int width, int height, const std::vector<std::uint8_t>& bytes,
                                   int quality) {
    angka::Bytes file;
    const auto append = [](void* context, void* data, int size) {
      auto& to = *static_cast<angka::Bytes*>(context);
      to.insert(to.end(), static_cast<std::uint8_t*>(data),
                static_cast<std::uint8_t*>(data) + size);
    };
    angka::detail::stb::stbi_write_jpg_to_func(append, &file, width, height, 3, bytes.data(),
                                               quality);
    angka::detail::Fault fault;
    return *angka::detail::try_decode_image(std::move(file), {}, fault);
  }

  angka::DataView digits_;
  Handwriting hand_;
  angka::Seed seed_;
};

}  // namespace judge
