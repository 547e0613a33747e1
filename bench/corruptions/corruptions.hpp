#pragma once

// Fifteen ways in which a picture of a digit goes bad, with the names, meanings and strengths of
// N. Mu and J. Gilmer, MNIST-C: A Robustness Benchmark for Computer Vision, 2019. What the
// library's augmentation can do is done by it.

#include <algorithm>
#include <angka/augment/augment.hpp>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <angka/report/canvas.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <numbers>
#include <utility>
#include <vector>

namespace corruptions {

using namespace angka;

inline constexpr int side = 28;
inline constexpr Shape shape{1, side, side};
/// White on black, row by row.
using Digit = std::array<std::uint8_t, side * side>;

constexpr std::size_t at(int y, int x) { return static_cast<std::size_t>(y * side + x); }

/// The digit as the library's operations change it.
template <class... Operations>
Digit changed(const Digit& digit, Random& random, const Operations&... operations) {
  Digit result;
  AugmentationWorkspace workspace(shape);
  augment(operations...)
      .apply(shape, digit.data(), result.data(), {.seed = seed(random.bits())}, workspace);
  return result;
}

/// The digit with change(byte, its place) for each byte, rounded and kept within 0 to 255.
template <class Change>
Digit each_changed(Digit digit, Change&& change) {
  for (std::size_t i = 0; i < digit.size(); ++i)
    digit[i] =
        static_cast<std::uint8_t>(std::lround(std::clamp<double>(change(digit[i], i), 0, 255)));
  return digit;
}

/// Both directions are equally likely.
inline double either_way(Random& random, double amount) {
  return random.below(2) == 0 ? amount : -amount;
}

/// Too little light: of a white pixel 3 photons are expected, what comes follows Poisson's
/// distribution, and 3 or more are white.
inline Digit shot_noise(const Digit& digit, Random& random) {
  constexpr int photons = 3;
  return each_changed(digit, [&](std::uint8_t byte, std::size_t) {
    const double mean = photons * byte / 255.0, drawn = double{random.uniform()};
    int count = 0;
    double chance = std::exp(-mean), up_to_count = chance;
    while (count < photons && drawn >= up_to_count) {
      chance *= mean / ++count;
      up_to_count += chance;
    }
    return 255.0 * count / photons;
  });
}

/// 17% of the pixels are black or white instead.
inline Digit impulse_noise(const Digit& digit, Random& random) {
  return changed(digit, random, SaltAndPepper{{0.17, 0.17}});
}

/// Seen through frosted glass: blurred; twice half of the pixels change places with the one above,
/// to the left or both, or stay, at even odds; blurred again.
inline Digit glass_blur(const Digit& digit, Random& random) {
  const Blur blur{{0.7, 0.7}};
  Digit glass = changed(digit, random, blur);
  for (int round = 0; round < 2; ++round)
    for (int y = 1; y < side; ++y)
      for (int x = 1; x < side; ++x)
        if (random.below(2) == 0) {
          const int way = static_cast<int>(random.below(4));
          std::swap(glass[at(y, x)], glass[at(y - way % 2, x - way / 2)]);
        }
  return changed(glass, random, blur);
}

/// The camera moves, along a line within 45 degrees of the horizontal: the digit trails off over 10
/// pixels, as half a Gaussian of deviation 3.
inline Digit motion_blur(const Digit& digit, Random& random) {
  const double angle = double{random.uniform(-1, 1)} * std::numbers::pi / 4;
  std::array<double, side * side> sum{};
  double weights = 0;
  for (int i = 0; i <= 10; ++i) {
    const double right = i * std::cos(angle) / side, down = i * std::sin(angle) / side;
    const Digit moved = changed(digit, random, Shift{{right, right}, {down, down}});
    const double weight = std::exp(-i * i / (2 * 3.0 * 3.0));
    weights += weight;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * moved[k];
  }
  return each_changed(digit, [&](std::uint8_t, std::size_t i) { return sum[i] / weights; });
}

/// Leans to either side, by 0.4 pixels a row.
inline Digit shear(const Digit& digit, Random& random) {
  const double degrees = either_way(random, std::atan(0.4) * 180 / std::numbers::pi);
  return changed(digit, random, Shear{{degrees, degrees}});
}

/// 0.7 times as large.
inline Digit scale(const Digit& digit, Random& random) {
  return changed(digit, random, Zoom{{-0.3, -0.3}});
}

/// Turned by 0.4 radians either way.
inline Digit rotate(const Digit& digit, Random& random) {
  const double degrees = either_way(random, 0.4 * 180 / std::numbers::pi);
  return changed(digit, random, Rotate{{degrees, degrees}});
}

/// Lighter by half of the range.
inline Digit brightness(const Digit& digit, Random&) {
  return each_changed(digit, [](std::uint8_t byte, std::size_t) { return byte + 127.5; });
}

/// Moved by 3 pixels, left or right, and up or down.
inline Digit translate(const Digit& digit, Random& random) {
  const double right = either_way(random, 3.0 / side), down = either_way(random, 3.0 / side);
  return changed(digit, random, Shift{{right, right}, {down, down}});
}

/// Inverted but for the middle half: black becomes white.
inline Digit stripe(const Digit& digit, Random&) {
  return each_changed(digit, [](std::uint8_t byte, std::size_t i) {
    const auto x = static_cast<int>(i % side);
    return x < side / 4 || x >= side - side / 4 ? 255 - byte : byte;
  });
}

/// Clouds of 256 x 256 pixels, from 0 to 1, that go on beyond each edge at the opposite one: by
/// diamonds and squares, each octave half as strong as the one before (Fournier, Fussell and
/// Carpenter 1982).
inline constexpr int clouds_side = 256;
inline std::vector<float> clouds(Random& random) {
  constexpr int size = clouds_side;
  std::vector<float> heights(size * size);
  const auto height = [&heights](int y, int x) -> float& {
    return heights[static_cast<std::size_t>((y & (size - 1)) * size + (x & (size - 1)))];
  };
  float roughness = 1;
  // The mean of four around it, two on either side along (a, b), and a little up or down.
  const auto fill = [&](int y, int x, int a, int b) {
    const float sum =
        height(y + a, x + b) + height(y - a, x - b) + height(y + b, x - a) + height(y - b, x + a);
    height(y, x) = sum / 4 + random.uniform(-roughness, roughness);
  };
  for (int step = size; step > 1; step /= 2, roughness /= 2) {
    const int half = step / 2;
    for (int y = half; y < size; y += step)
      for (int x = half; x < size; x += step) fill(y, x, half, half);
    for (int y = 0; y < size; y += half)
      for (int x = y % step == 0 ? half : 0; x < size; x += step) fill(y, x, half, 0);
  }
  const auto [low, high] = std::minmax_element(heights.begin(), heights.end());
  const float least = *low, range = *high - *low;
  for (float& value : heights) value = (value - least) / range;
  return heights;
}

/// Clouds before the digit, up to three times as bright as it; all is then made 4 times darker.
inline Digit fog(const Digit& digit, Random& random) {
  const std::vector<float> before = clouds(random);
  return each_changed(digit, [&](std::uint8_t byte, std::size_t i) {
    const double cloud = double{before[i / side * clouds_side + i % side]};
    return (byte + 3 * 255 * cloud) / 4;
  });
}

/// Drops of grey mud over it, where smoothed noise is high.
inline Digit spatter(const Digit& digit, Random& random) {
  Digit drops;
  for (std::uint8_t& byte : drops)
    byte = static_cast<std::uint8_t>(std::clamp(128 + 40 * random.normal(), 0.0f, 255.0f));
  drops = changed(drops, random, Blur{{1, 1}});
  drops = each_changed(drops, [](std::uint8_t byte, std::size_t) { return byte >= 128 ? 255 : 0; });
  drops = changed(drops, random, Blur{{1.5, 1.5}});
  return each_changed(digit, [&](std::uint8_t byte, std::size_t i) {
    const double cover = drops[i] / 255.0;
    return cover < 0.8 ? byte : (1 - cover) * byte + cover * 63;
  });
}

/// The digit and what draw(canvas) drew over it in ink.
template <class Draw>
Digit drawn_over(const Digit& digit, Draw&& draw) {
  Canvas canvas(side, side);
  draw(canvas);
  return each_changed(
      digit, [&](std::uint8_t byte, std::size_t i) { return byte + 255 - canvas.image.pixels[i]; });
}
inline constexpr Color ink{};
inline constexpr double pen = 1.8;

/// A line of dots from edge to edge, one in 4 columns.
inline Digit dotted_line(const Digit& digit, Random& random) {
  const double from = random.below(side - 1), to = random.below(side - 1);
  return drawn_over(digit, [&](Canvas& canvas) {
    for (double x = 2.5; x < side; x += 4)
      canvas.dot(x, from + (to - from) * x / (side - 1), 1.2 * pen, ink);
  });
}

/// A zigzag line from left to right, 2 pixels up and down, a peak in 4.
inline Digit zigzag(const Digit& digit, Random& random) {
  const double left = 2, right = 25, y = random.below(side - 1);
  const double slope = (random.below(10) - 5.0) / (right - left);
  const double length = std::hypot(1, slope), along_x = 1 / length, along_y = slope / length;
  return drawn_over(digit, [&](Canvas& canvas) {
    double from_x = left, from_y = y;
    const auto line_to = [&](double along, double across) {
      const double x = left + along * along_x - across * along_y;
      const double to_y = y + along * along_y + across * along_x;
      canvas.line(from_x, from_y, x, to_y, pen, ink);
      from_x = x, from_y = to_y;
    };
    double along = 2, across = 2;
    for (; along < (right - left) * length; along += 4, across = -across) line_to(along, across);
    line_to((right - left) * length, 0);
  });
}

/// White where Canny finds an edge: where Sobel's gradient exceeds that of its neighbours along it
/// (of two that are equal the first is the edge) and `high`, or `low` if it hangs together with one
/// that does. Beyond the picture its border goes on. Same as OpenCV's Canny with L2gradient.
///
/// Source: J. Canny, A computational approach to edge detection, 1986.
inline Digit edges(const Digit& digit, double low, double high) {
  std::array<int, side * side> down, right;
  std::array<double, (side + 2) * (side + 2)> frame{};  // zeros around the gradients
  const auto strength = [&frame](int y, int x) -> double& {
    return frame[static_cast<std::size_t>((y + 1) * (side + 2) + x + 1)];
  };
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const auto value = [&](int dy, int dx) -> int {
        return digit[at(std::clamp(y + dy, 0, side - 1), std::clamp(x + dx, 0, side - 1))];
      };
      const int corners = value(1, 1) - value(-1, -1), others = value(1, -1) - value(-1, 1);
      down[at(y, x)] = corners + others + 2 * (value(1, 0) - value(-1, 0));
      right[at(y, x)] = corners - others + 2 * (value(0, 1) - value(0, -1));
      strength(y, x) = std::hypot(down[at(y, x)], right[at(y, x)]);
    }

  Digit found{};
  std::vector<std::pair<int, int>> open;
  constexpr std::uint8_t perhaps = 1, edge = 255;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const int dy = down[at(y, x)], dx = right[at(y, x)];
      const double eighth = std::tan(std::numbers::pi / 8);  // of a turn, half of it to each side
      const bool level = std::abs(dy) < eighth * std::abs(dx);
      const bool upright = std::abs(dx) < eighth * std::abs(dy);
      const int to_y = level ? 0 : 1;
      const int to_x = upright ? 0 : level || (dy < 0) == (dx < 0) ? 1 : -1;
      const double own = strength(y, x);
      if (own <= low || own <= strength(y - to_y, x - to_x) || own < strength(y + to_y, x + to_x))
        continue;
      found[at(y, x)] = perhaps;
      if (own > high) open.emplace_back(y, x);
    }
  while (!open.empty()) {
    const auto [y, x] = open.back();
    open.pop_back();
    found[at(y, x)] = edge;
    for (int to_y = std::max(y - 1, 0); to_y <= std::min(y + 1, side - 1); ++to_y)
      for (int to_x = std::max(x - 1, 0); to_x <= std::min(x + 1, side - 1); ++to_x)
        if (found[at(to_y, to_x)] == perhaps) open.emplace_back(to_y, to_x);
  }
  return each_changed(found, [](std::uint8_t byte, std::size_t) { return byte == edge ? 255 : 0; });
}

/// Nothing but the outlines, a pixel wide.
inline Digit canny_edges(const Digit& digit, Random& random) {
  return edges(changed(digit, random, Blur{{1, 1}}), 0.1 * 255, 0.2 * 255);
}

struct Corruption {
  const char* name;
  Digit (*apply)(const Digit&, Random&);
};
inline constexpr std::array<Corruption, 15> all{{
    {"shot_noise", shot_noise},
    {"impulse_noise", impulse_noise},
    {"glass_blur", glass_blur},
    {"motion_blur", motion_blur},
    {"shear", shear},
    {"scale", scale},
    {"rotate", rotate},
    {"brightness", brightness},
    {"translate", translate},
    {"stripe", stripe},
    {"fog", fog},
    {"spatter", spatter},
    {"dotted_line", dotted_line},
    {"zigzag", zigzag},
    {"canny_edges", canny_edges},
}};

/// Image `item` of a data set with corruption `number` of `all`; nothing else decides what is drawn
/// at random.
inline Digit corrupted(std::size_t number, const Digit& digit, Seed from, std::uint32_t item) {
  Random random(from, Purpose::test, static_cast<std::uint32_t>(number), item);
  return all[number].apply(digit, random);
}

}  // namespace corruptions
