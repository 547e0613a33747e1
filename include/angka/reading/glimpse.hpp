#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <angka/data/clean_digit.hpp>
#include <angka/reading/candidate.hpp>
#include <angka/reading/centring.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// What the judge sees of a candidate, two channels of 28 x 28: its ink as MNIST has digits, and
/// what is around it, from which pieces of lines, frames and larger signs are known.
struct Glimpse {
  DigitPixels ink{};
  DigitPixels around{};
};

/// The contrast of a square of 2.6 times the candidate's size around its middle, the ink's own
/// being 170 of 255; beyond the picture 0.
inline DigitPixels surroundings(const Candidate& candidate, const Plane& contrast) {
  constexpr int side = 28, most_spots = 4;  // spots: of a pixel's row or column
  constexpr float size = 2.6f, own = 170;
  const Extent& box = candidate.box;
  std::vector<float> inks;
  for (int y = 0; y < box.height(); ++y)
    for (int x = 0; x < box.width(); ++x)
      if (candidate.row(y)[x]) inks.push_back(contrast.row(box.top + y)[box.left + x]);
  const float ink = std::max(1.0f, quantile(inks, 0.5));
  const float step =
      size * static_cast<float>(std::max(box.width(), box.height())) / static_cast<float>(side);
  const int spots = std::clamp(static_cast<int>(step), 1, most_spots);
  const float scale = own / (ink * static_cast<float>(spots * spots));
  const auto places = [&](int from, int to) {  // of all spots along one axis
    const float start = 0.5f * (static_cast<float>(from + to) - step * static_cast<float>(side));
    std::vector<int> result;
    for (int i = 0; i < side * spots; ++i)
      result.push_back(static_cast<int>(
          std::floor(start + step * (static_cast<float>(i) + 0.5f) / static_cast<float>(spots))));
    return result;
  };
  const std::vector<int> columns = places(box.left, box.right), rows = places(box.top, box.bottom);
  float sums[side][side] = {};
  for (int i = 0; i < side * spots; ++i) {
    const int y = rows[static_cast<std::size_t>(i)];
    if (y < 0 || y >= contrast.height) continue;
    const float* row = contrast.row(y);
    for (int x = 0, k = 0; x < side; ++x)
      for (const int end = k + spots; k < end; ++k)
        if (const int at = columns[static_cast<std::size_t>(k)]; at >= 0 && at < contrast.width)
          sums[i / spots][x] += row[at];
  }
  DigitPixels result{};
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      result[static_cast<std::size_t>(side * y + x)] =
          static_cast<std::uint8_t>(std::min(scale * sums[y][x], 255.0f));
  return result;
}

/// What there is to see of candidates.
inline std::vector<Glimpse> glimpses_of(const std::vector<Candidate>& candidates) {
  std::vector<Glimpse> result;
  for (const Candidate& one : candidates) result.push_back({centred(ink_of(one)), one.around});
  return result;
}

/// Ink (0 to 1) that stands alone on blank paper.
/// Example: `const Glimpse bar = reading::alone(reading::Plane(10, 20, 1)); bar.around[14 * 28 +
/// 14] == 170 && bar.around[0] == 0`
inline Glimpse alone(const Plane& ink) {
  Candidate candidate{.box = {0, 0, ink.width, ink.height}};
  for (const float value : ink.values) {
    candidate.mask.push_back(value > 0.5f);
    candidate.area += value > 0.5f;
  }
  return {centred(ink), surroundings(candidate, ink)};
}

}  // namespace angka::inline ANGKA_ISA::reading
