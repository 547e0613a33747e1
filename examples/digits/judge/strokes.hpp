#pragma once

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/reading/plane.hpp>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

/// Shapes drawn by strokes, and what pens, sensors and thresholds do to them: what the judge's
/// training images are made of. A picture is a Plane of 0 (paper) to 1 (ink).
namespace judge {

using angka::Random;
using Picture = angka::reading::Plane;

struct Point {
  float x = 0, y = 0;
};

inline bool chance(Random& random, float share) { return random.uniform() < share; }

/// One of the list's, each as likely.
template <class T, std::size_t N>
T one_of(Random& random, const T (&list)[N]) {
  return list[random.below(N)];
}

/// A pen's width, of signs that are drawn on 100 x 100 pixels.
inline float any_pen(Random& random) {
  return one_of(random, {2.f, 3.f, 4.f, 5.f, 6.f, 8.f, 10.f});
}

/// Draws a line of round ends.
inline void draw_line(Picture& picture, Point from, Point to, float width) {
  const float reach = std::max(width / 2, 0.5f);
  const float dx = to.x - from.x, dy = to.y - from.y;
  const float length = std::max(dx * dx + dy * dy, 1e-6f);
  const auto low = [&](float a, float b) {
    return std::max(0, static_cast<int>(std::floor(std::min(a, b) - reach)));
  };
  const auto high = [&](float a, float b, int most) {
    return std::min(most, static_cast<int>(std::ceil(std::max(a, b) + reach)) + 1);
  };
  for (int y = low(from.y, to.y); y < high(from.y, to.y, picture.height); ++y)
    for (int x = low(from.x, to.x); x < high(from.x, to.x, picture.width); ++x) {
      const float px = static_cast<float>(x) - from.x, py = static_cast<float>(y) - from.y;
      const float along = std::clamp((px * dx + py * dy) / length, 0.0f, 1.0f);
      const float off_x = px - along * dx, off_y = py - along * dy;
      if (off_x * off_x + off_y * off_y <= reach * reach) picture.row(y)[x] = 1;
    }
}

/// Draws a line through the points; a curve (Catmull and Rom's) if `smooth`.
inline void draw_stroke(Picture& picture, const std::vector<Point>& points, float width,
                        bool smooth) {
  const auto at = [&](std::ptrdiff_t i) {
    return points[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(i, 0, static_cast<std::ptrdiff_t>(points.size()) - 1))];
  };
  const auto count = static_cast<std::ptrdiff_t>(points.size());
  for (std::ptrdiff_t i = 0; i + 1 < count; ++i) {
    const Point a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
    const auto between = [](float p, float q, float r, float s, float t) {
      return q + 0.5f * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
    };
    const int parts = smooth ? 6 : 1;
    Point last = b;
    for (int k = 1; k <= parts; ++k) {
      const float t = static_cast<float>(k) / static_cast<float>(parts);
      const Point next = smooth ? Point{between(a.x, b.x, c.x, d.x, t),  //
                                        between(a.y, b.y, c.y, d.y, t)}
                                : c;
      draw_line(picture, last, next, width);
      last = next;
    }
  }
}

/// Letters and signs that can't be taken for a digit: strokes of points XY, 0 to 6 across and 0 to
/// 9 down; a stroke that begins with ~ is a curve.
inline constexpr std::string_view letters[] = {
    "093069 1656",                       // A
    "0009 ~0050523404 ~0444674909",      // B
    "6000 0009 0969 0454",               // E
    "6000 0009 0454",                    // F
    "~6130020739686535 3565",            // G
    "0009 6069 0464",                    // H
    "0009 600469",                       // K
    "0900356069",                        // M
    "09006960",                          // N
    "0009 ~005063450500",                // P
    "~304163664828060200314030 4669",    // Q
    "0009 ~0050634505 3569",             // R
    "0060 3039",                         // T
    "~00061949586660",                   // U
    "003960",                            // V
    "0019345960",                        // W
    "0069 6009",                         // X
    "0034 6034 3439",                    // Y
    "~5434244608293958 5459",            // a
    "~5434244608293958 5059",            // d
    "~0656543424060829395867",           // e
    "~5140313239 1454",                  // f
    "0009 ~0635445659",                  // h
    "0009 550659",                       // k
    "0409 ~053435363739 ~363455666869",  // m
    "0409 ~0634445659",                  // n
    "0409 ~06345455",                    // r
    "~3037395968 1353",                  // t
    "0419346964",                        // w
    "0459 5409",                         // x
    "3138 0464",                         // +
    "3236 1454",                         // +
    "0363 0666",                         // =
    "~0220506143343637 3939",            // ?
    "1119 4149 0363 0666",               // #
    "3038 0266 0662",                    // *
    "600469",                            // <
    "006409",                            // >
    "0525 2565",                         // -
    "~0424354464",                       // ~
    "~50201216182959",                   // (
    "~10405456584919",                   // )
    "0069 ~0010111000 ~5868696858",      // %
    "~505142240608295968 3545 ~3454",    // &
};

/// A digit as other countries' schools teach it, or as haste leaves it.
struct Style {
  int label = 0;
  std::string_view strokes{};
};

/// Shapes of digits that MNIST's writers hardly have, in the letters' notation.
inline constexpr Style styles[] = {
    {0, "~4120020518395865523011"},          // ends that overlap
    {1, "044049"},                           // a long upstroke
    {1, "055059"},                           //
    {1, "034049"},                           //
    {1, "045049 2969"},                      // and a foot
    {2, "~02104053 530969"},                 // without a loop, a straight foot
    {3, "006033 ~335466583908"},             // a flat top
    {4, "40145439"},                         // in one stroke, like lightning
    {4, "50156549"},                         //
    {4, "~40145439"},                        //
    {4, "300666 5359"},                      // open
    {4, "~403214055545 4239"},               // with a loop
    {5, "1014 ~14345566583908 2060"},        // the bar apart
    {5, "1014 ~143455665839 3160"},          //
    {5, "2014 ~14345566583908 2060"},        //
    {7, "02006029 1555"},                    // a serif and a bar
    {7, "~02203160 6029 1555"},              //
    {7, "006029 1456"},                      //
    {8, "~30111334535130 ~34061839586634"},  // two rings
    {8, "~51301113345566582918063453"},      // open above
    {9, "~00033453 ~5057392908"},            // open above
    {9, "~512011143452 5059"},               // a straight stem
};

/// Strokes in the notation of the letters, by some hand and pen; on 100 x 100 pixels.
inline Picture drawn(std::string_view strokes, float width, Random& random) {
  Picture picture(100, 100);
  const float lean = 0.2f * random.normal(), wide = random.uniform(5, 10);
  const float tall = random.uniform(5, 8.5f), turn = 0.1f * random.normal();
  std::vector<Point> points;
  bool smooth = false;
  const auto finish = [&] {
    if (points.size() > 1) draw_stroke(picture, points, width, smooth);
    points.clear(), smooth = false;
  };
  for (std::size_t i = 0; i < strokes.size();) {
    if (strokes[i] == ' ') {
      finish(), ++i;
    } else if (strokes[i] == '~') {
      smooth = true, ++i;
    } else {
      const float x = static_cast<float>(strokes[i] - '0') - 3 + 0.25f * random.normal();
      const float y = static_cast<float>(strokes[i + 1] - '0') - 4.5f + 0.25f * random.normal();
      points.push_back({50 + wide * x - lean * tall * y, 50 + tall * y + turn * wide * x});
      i += 2;
    }
  }
  finish();
  return picture;
}

/// One of the letters and signs.
inline Picture draw_letter(Random& random) {
  const std::string_view strokes = one_of(random, letters);
  return drawn(strokes, any_pen(random), random);
}

/// Smooth noise of mean 0 and variance about 1.
inline Picture smooth_noise(Random& random, int width, int height, int softenings) {
  const int coarse = 1 << std::clamp(softenings, 0, 5);
  Picture noise(width / coarse + 2, height / coarse + 2);
  for (float& value : noise.values) value = random.normal();
  Picture fine = angka::reading::resized(angka::reading::softened(std::move(noise)), width, height);
  double squares = 0;
  for (const float value : fine.values) squares += double{value} * value;
  const auto scale =
      static_cast<float>(1 / std::sqrt(std::max(squares / static_cast<double>(fine.size()), 1e-9)));
  for (float& value : fine.values) value *= scale;
  return fine;
}

/// The part of the picture with ink; empty if there is none.
inline Picture tight(const Picture& picture) {
  int left = picture.width, right = 0, top = picture.height, bottom = 0;
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      if (picture.row(y)[x] > 0.5f)
        left = std::min(left, x), right = std::max(right, x + 1), top = std::min(top, y),
        bottom = y + 1;
  if (right == 0) return {};
  return angka::reading::cropped(picture, left, top, right - left, bottom - top);
}

/// With `margin` pixels of paper around.
inline Picture padded(const Picture& picture, int margin) {
  Picture result(picture.width + 2 * margin, picture.height + 2 * margin);
  for (int y = 0; y < picture.height; ++y)
    std::copy_n(picture.row(y), picture.width, result.row(y + margin) + margin);
  return result;
}

/// Lines of one pixel along the strokes' middle.
///
/// Source: Zhang, Suen: A fast parallel algorithm for thinning digital patterns (1984).
inline Picture skeleton(Picture picture) {
  if (picture.width < 3 || picture.height < 3) return picture;
  for (bool changed = true; changed;) {
    changed = false;
    for (int pass = 0; pass < 2; ++pass) {
      std::vector<std::pair<int, int>> gone;
      for (int y = 1; y + 1 < picture.height; ++y)
        for (int x = 1; x + 1 < picture.width; ++x) {
          if (picture.row(y)[x] < 0.5f) continue;
          const float *a = picture.row(y - 1) + x, *b = picture.row(y) + x,
                      *c = picture.row(y + 1) + x;
          const bool around[8] = {a[0] > .5f, a[1] > .5f,  b[1] > .5f,  c[1] > .5f,
                                  c[0] > .5f, c[-1] > .5f, b[-1] > .5f, a[-1] > .5f};
          int count = 0, turns = 0;
          for (int i = 0; i < 8; ++i)
            count += around[i], turns += !around[i] && around[(i + 1) % 8];
          const bool open = pass == 0 ? !(around[0] && around[2] && around[4]) &&
                                            !(around[2] && around[4] && around[6])
                                      : !(around[0] && around[2] && around[6]) &&
                                            !(around[0] && around[4] && around[6]);
          if (count >= 2 && count <= 6 && turns == 1 && open) gone.push_back({x, y});
        }
      for (const auto& [x, y] : gone) picture.row(y)[x] = 0;
      changed |= !gone.empty();
    }
  }
  return picture;
}

/// Strokes of another width along the same middle.
inline Picture with_width(const Picture& picture, float width) {
  const Picture middle = skeleton(padded(picture, 8));
  Picture result(middle.width, middle.height);
  for (int y = 0; y < middle.height; ++y)
    for (int x = 0; x < middle.width; ++x)
      if (middle.row(y)[x] > 0.5f) {
        const Point at{static_cast<float>(x), static_cast<float>(y)};
        draw_line(result, at, at, width);
      }
  return result;
}

/// What a pen, a sensor and a threshold leave of clean strokes: rough edges, holes, few pixels.
inline Picture roughened(Picture picture, Random& random) {
  using namespace angka::reading;
  if (chance(random, 0.25f)) {  // small on the sensor
    const float size = static_cast<float>(std::max(picture.width, picture.height));
    const float scale = random.uniform(11, 26) / size;
    if (scale < 1) {
      const auto shrunk = [scale](int length) {
        return std::max(2, static_cast<int>(std::lround(scale * static_cast<float>(length))));
      };
      const int width = shrunk(picture.width), height = shrunk(picture.height);
      picture = padded(resized(picture, width, height), 2);
      if (chance(random, 0.4f)) picture = softened(std::move(picture));
      float most = 0;
      for (const float value : picture.values) most = std::max(most, value);
      return above(std::move(picture), most * random.uniform(0.25f, 0.6f));
    }
  }
  if (chance(random, 0.5f)) {
    picture = padded(picture, 3);
    const Picture noise = smooth_noise(random, picture.width, picture.height, 1);
    const float strength = random.uniform(0.05f, 0.3f);
    for (std::size_t i = 0; i < picture.size(); ++i)
      picture.values[i] += strength * noise.values[i];
    const auto softenings = 1 + random.below(3);
    for (std::uint32_t i = 0; i < softenings; ++i) picture = softened(std::move(picture));
    picture = above(std::move(picture), random.uniform(0.33f, 0.58f));
  }
  return picture;
}

}  // namespace judge
