#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/random.hpp>
#include <angka/reading/centring.hpp>
#include <angka/reading/components.hpp>
#include <angka/reading/reading.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "handwriting.hpp"
#include "strokes.hpp"

/// The images that the judge is trained on: MNIST's digits as photographs and thresholds leave
/// them, and what is no digit.
namespace judge {

inline constexpr int no_digit = 10;  ///< the label of what is none of the ten digits

/// What stays of the pieces of ink: those that are at least `share` of the largest.
inline Picture large_pieces(Picture picture, float share) {
  const auto parts = angka::reading::connected(picture, 0.5f);
  int most = 0;
  for (const auto& part : parts.found) most = std::max(most, part.area);
  for (std::size_t i = 0; i < picture.size(); ++i)
    if (parts.labels[i] != 0 &&
        static_cast<float>(parts.found[static_cast<std::size_t>(parts.labels[i] - 1)].area) <
            share * static_cast<float>(most))
      picture.values[i] = 0;
  return picture;
}

/// A data set of glimpses that has no image yet.
inline angka::Dataset no_glimpses() {
  angka::Dataset data;
  data.shape = {.channels = 2, .height = 28, .width = 28};
  data.classes = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none"};
  return data;
}

inline void add(angka::Dataset& data, const angka::Glimpse& glimpse, int label) {
  for (const angka::DigitPixels* channel : {&glimpse.ink, &glimpse.around})
    data.pixels.insert(data.pixels.end(), channel->begin(), channel->end());
  data.labels.push_back(label);
}

/// Signs that stand alone, one after another; the same for the same seed.
class Samples {
 public:
  Samples(angka::DataView digits, angka::Seed seed) : digits_(digits), hand_(digits), seed_(seed) {}

  /// Images first .. first + count - 1.
  angka::Dataset make(std::uint32_t first, std::uint32_t count) const {
    angka::Dataset data = no_glimpses();
    for (std::uint32_t i = first; i < first + count; ++i) {
      Random random(seed_, angka::Purpose::augment, 0, i);
      for (bool made = false; !made;) {
        int label = no_digit;
        const Picture picture = tight(
            chance(random, 0.55f) ? digit(random, label)
                                  : large_pieces(roughened(not_digit(random), random), 0.06f));
        made = picture.width > 1 && picture.height > 1;
        if (!made) continue;
        add(data, angka::reading::alone(picture), label);
      }
    }
    return data;
  }

 private:
  /// What a line of a form or a table leaves beside a digit.
  static Picture with_leftover(const Picture& digit, Random& random) {
    Picture picture = padded(digit, 8);
    const float width = random.uniform(1, 4);
    const float start = random.uniform(0.1f, 0.7f), end = std::min(1.0f, start + 0.3f);
    const auto w = static_cast<float>(digit.width), h = static_cast<float>(digit.height);
    const auto side_of = random.below(4);
    if (side_of < 2) {
      const float y = side_of == 0 ? 8 : h + 6;
      draw_line(picture, {8 + start * w, y}, {8 + end * w, y}, width);
    } else {
      const float x = side_of == 2 ? 8 : w + 6;
      draw_line(picture, {x, 8 + start * h}, {x, 8 + end * h}, width);
    }
    return picture;
  }

  /// A digit and its label.
  Picture digit(Random& random, int& label) const {
    const auto index = random.below(static_cast<std::uint32_t>(digits_.size()));
    label = digits_.label(index);
    if (chance(random, 0.25f)) {  // nearly as it is
      const auto image = digits_.image(index);
      Picture picture(28, 28);
      for (std::size_t i = 0; i < picture.size(); ++i)
        picture.values[i] = static_cast<float>(image[i]) / 255;
      const int width = 24 + static_cast<int>(random.below(9));
      const int height = 24 + static_cast<int>(random.below(9));
      return angka::reading::resized(picture, width, height);
    }
    Picture picture;
    if (chance(random, 0.12f)) {
      const Style style = one_of(random, styles);
      label = style.label;
      picture = tight(drawn(style.strokes, any_pen(random), random));
    } else if (label == 1 && chance(random, 0.45f))
      picture = flagged_one(random, any_pen(random));
    else
      picture = hand_.bent(index, random);
    if (picture.width < 3 || picture.height < 10) return {};
    const auto w = static_cast<float>(picture.width), h = static_cast<float>(picture.height);
    if (label == 7 && chance(random, 0.25f)) {
      const float y = h * random.uniform(0.4f, 0.6f);
      draw_line(picture, {w * random.uniform(0, 0.3f), y + 3 * random.normal()},
                {w * random.uniform(0.75f, 1), y + 3 * random.normal()}, random.uniform(2, 7));
    }
    if (chance(random, 0.06f)) skip(picture, random);
    if (chance(random, 0.08f)) picture = with_leftover(tight(picture), random);
    return large_pieces(roughened(std::move(picture), random), 0.06f);
  }

  /// What lies on one side of a line through a digit.
  Picture fragment(Random& random) const {
    Picture picture = hand_.any(random);
    const float angle = random.uniform(0, 6.283f);
    std::vector<float> along;
    const auto place = [&](int x, int y) {
      return std::cos(angle) * static_cast<float>(x) + std::sin(angle) * static_cast<float>(y);
    };
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x)
        if (picture.row(y)[x] > 0.5f) along.push_back(place(x, y));
    const float most = angka::reading::quantile(along, random.uniform(0.25f, 0.65f));
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x)
        if (place(x, y) > most) picture.row(y)[x] = 0;
    return large_pieces(std::move(picture), 1);
  }

  /// Two or three digits that touch, side by side or above one another.
  Picture joined(Random& random) const {
    const int count = chance(random, 0.8f) ? 2 : 3;
    const bool upright = chance(random, 0.3f);
    std::vector<Picture> digits;
    int length = 40, breadth = 0;
    for (int i = 0; i < count; ++i) {
      Picture one = hand_.any(random, 0.07f);
      if (upright) one = angka::reading::transposed(one);
      if (!upright && chance(random, 0.5f)) {
        const float scale = random.uniform(0.7f, 1.1f);
        one = angka::reading::above(
            angka::reading::resized(
                one, std::max(2, static_cast<int>(scale * static_cast<float>(one.width))),
                std::max(2, static_cast<int>(scale * static_cast<float>(one.height)))),
            0.5f);
      }
      if (i > 0 && chance(random, 0.25f))  // only a part of the neighbour
        one = angka::reading::cropped(
            one, 0, 0,
            std::clamp(static_cast<int>(random.uniform(0.3f, 0.8f) * static_cast<float>(one.width)),
                       1, one.width),
            one.height);
      length += one.width, breadth = std::max(breadth, one.height);
      digits.push_back(std::move(one));
    }
    Picture picture(length, breadth + 30);
    int x = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      const Picture& one = digits[i];
      const int room = picture.height - one.height;
      const int y = std::clamp(room / 2 + static_cast<int>(5 * random.normal()), 0, room);
      if (i > 0) x = std::max(0, x - 6 + static_cast<int>(random.below(11)));
      for (int r = 0; r < one.height; ++r)
        for (int k = 0; k < one.width && x + k < picture.width; ++k)
          picture.row(y + r)[x + k] = std::max(picture.row(y + r)[x + k], one.row(r)[k]);
      x += one.width;
    }
    return upright ? angka::reading::transposed(picture) : picture;
  }

  /// Lines, corners, crossings, boxes and parts of them.
  static Picture lines(Random& random) {
    Picture picture(side, side);
    const float width = one_of(random, {1.f, 1.f, 2.f, 2.f, 3.f, 4.f, 5.f, 7.f});
    const float a = random.uniform(4, 80), b = random.uniform(4, 80), c = random.uniform(4, 80),
                d = random.uniform(4, 80);
    const auto near = [&](float at) { return at + 2 * random.normal(); };
    const float kind = random.uniform();
    if (kind < 0.22f) {
      draw_line(picture, {4, 40}, {80, 40 + 12 * random.normal()}, width);
    } else if (kind < 0.48f) {
      draw_line(picture, {a, b}, {80, near(b)}, width);
      draw_line(picture, {a, b}, {near(a), chance(random, 0.5f) ? 4.0f : 80.0f}, width);
    } else if (kind < 0.68f) {
      const float left = std::min(a, c), right = std::max(a, c) + 8, top = std::min(b, d),
                  bottom = std::max(b, d) + 8;
      const float skew = 2 * random.normal();
      draw_line(picture, {left, top}, {right, top + skew}, width);
      draw_line(picture, {right, top + skew}, {right - skew, bottom}, width);
      if (chance(random, 0.75f)) draw_line(picture, {right - skew, bottom}, {left, bottom}, width);
      if (chance(random, 0.75f)) draw_line(picture, {left, bottom}, {left, top}, width);
      if (chance(random, 0.3f)) {  // what a crop leaves of it
        const int x = static_cast<int>(random.below(40)), y = static_cast<int>(random.below(40));
        picture = angka::reading::cropped(picture, x, y, side - x, side - y);
      }
      if (chance(random, 0.5f)) picture = angka::reading::transposed(picture);
    } else {
      draw_line(picture, {4, b}, {80, near(b)}, width);
      draw_line(picture, {a, 4}, {near(a), 80}, width);
      if (chance(random, 0.4f)) draw_line(picture, {c, 4}, {near(c), 80}, width);
      if (chance(random, 0.4f)) draw_line(picture, {4, d}, {80, near(d)}, width);
    }
    return picture;
  }

  /// A digit with long lines at its sides or through it.
  Picture ruled(Random& random) const {
    const Picture one = hand_.any(random);
    const int margin = static_cast<int>(static_cast<float>(std::max(one.width, one.height)) *
                                        random.uniform(0.15f, 0.6f));
    Picture picture = padded(one, margin);
    const float width = random.uniform(1, 5);
    const auto w = static_cast<float>(picture.width), h = static_cast<float>(picture.height);
    const float inner = static_cast<float>(margin) + 4;
    const auto count = 1 + random.below(3);
    for (std::uint32_t i = 0; i < count; ++i)
      if (chance(random, 0.5f)) {
        const float y =
            chance(random, 0.5f) ? random.uniform(0, inner) : random.uniform(h - inner, h);
        draw_line(picture, {0, y}, {w, y + 2 * random.normal()}, width);
      } else {
        const float x =
            chance(random, 0.5f) ? random.uniform(0, inner) : random.uniform(w - inner, w);
        draw_line(picture, {x, 0}, {x + 2 * random.normal(), h}, width);
      }
    return picture;
  }

  /// A digit that somebody crossed out.
  Picture crossed_out(Random& random) const {
    Picture picture = padded(hand_.any(random), 10);
    const auto w = static_cast<float>(picture.width), h = static_cast<float>(picture.height);
    const float width = random.uniform(2, 7);
    std::vector<Point> points;
    const int turns = 3 + static_cast<int>(random.below(6));
    for (int i = 0; i < turns; ++i)
      points.push_back({i % 2 == 0 ? random.uniform(0, 0.25f * w) : random.uniform(0.75f * w, w),
                        h * (0.15f + 0.7f * (static_cast<float>(i) + random.uniform()) /
                                         static_cast<float>(turns))});
    draw_stroke(picture, points, width, chance(random, 0.5f));
    return picture;
  }

  /// Blots, dots and what noise leaves above a threshold.
  static Picture noise(Random& random) {
    if (chance(random, 0.25f)) {
      Picture picture(side, side);
      const float width = random.uniform(20, 60);
      draw_line(picture, {42, 42}, {42 + 8 * random.normal(), 42 + 8 * random.normal()}, width);
      return picture;
    }
    Picture picture = angka::reading::above(
        smooth_noise(random, side, side, 1 + static_cast<int>(random.below(4))),
        random.uniform(0.3f, 1.6f));
    return chance(random, 0.8f) ? large_pieces(std::move(picture), 1) : picture;
  }

  Picture not_digit(Random& random) const {
    const float kind = random.uniform();
    if (kind < 0.12f) return fragment(random);
    if (kind < 0.45f) return joined(random);
    if (kind < 0.60f) return lines(random);
    if (kind < 0.71f) return ruled(random);
    if (kind < 0.74f) return crossed_out(random);
    if (kind < 0.91f) return draw_letter(random);
    return noise(random);
  }

  angka::DataView digits_;
  Handwriting hand_;
  angka::Seed seed_;
};

}  // namespace judge
