#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/reading/ink.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// Sums over rectangles in constant time.
///
/// Source: Crow: Summed-area tables for texture mapping (1984).
class SummedArea {
 public:
  template <class Of>
  SummedArea(const Plane& plane, Of of)
      : stride_(static_cast<std::size_t>(plane.width) + 1),
        sums_(stride_ * (static_cast<std::size_t>(plane.height) + 1)) {
    for (int y = 0; y < plane.height; ++y) {
      double row = 0;
      const double* above = &sums_[static_cast<std::size_t>(y) * stride_];
      double* here = &sums_[(static_cast<std::size_t>(y) + 1) * stride_];
      for (int x = 0; x < plane.width; ++x) {
        row += of(plane.row(y)[x]);
        here[x + 1] = above[x + 1] + row;
      }
    }
  }
  double sum(int left, int top, int right, int bottom) const {
    const auto at = [&](int x, int y) {
      return sums_[static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x)];
    };
    return at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
  }

 private:
  std::size_t stride_;
  std::vector<double> sums_;
};

/// Several readings of what is ink: planes of 0 and 1. Four thresholds for the whole picture, and
/// two that follow the surroundings' mean and deviation; none if nothing stands out from the noise.
///
/// Source of the latter: Niblack: An introduction to digital image processing (1986).
///
/// `soft`: how strongly ink stands out, softened.
/// Example: `reading::Plane soft(50, 50); std::fill_n(soft.row(20), 100, 200.0f);
/// reading::thresholds(soft).size() == 6`
inline std::vector<Plane> thresholds(const Plane& soft) {
  constexpr float least = 14, in_noise = 5, normal = 1.5f;  // deviations in a median deviation
  constexpr float shares[] = {0.18f, 0.33f, 0.5f, 0.68f};
  constexpr double windows[] = {0.05, 0.2};  // of the shorter side
  constexpr double above_mean = 0.6;         // deviations
  std::vector<Plane> result;
  std::vector<float> values = sampled(soft);
  const float middle = quantile(values, 0.5);
  for (float& value : values) value = std::abs(value - middle);
  const float noise = normal * quantile(values, 0.5);
  const float low = middle + std::max(least, in_noise * noise);
  std::vector<float> ink;
  for (const float value : soft.values)
    if (value > low) ink.push_back(value);
  if (ink.size() < 20) return result;
  const float top = quantile(ink, 0.9);
  if (top < low + 6) return result;
  for (const float share : shares) result.push_back(above(soft, low + (top - low) * share));

  const SummedArea sums(soft, [](float value) { return value; });
  const SummedArea squares(soft, [](float value) { return double{value} * value; });
  const int shorter = std::min(soft.width, soft.height);
  const float floor = middle + 1.5f * least;  // not of the noise, which may be elsewhere
  constexpr int least_windows[] = {15, 31};
  for (std::size_t i = 0; i < std::size(windows); ++i) {
    const int reach = std::max(least_windows[i], static_cast<int>(windows[i] * shorter)) / 2;
    Plane plane(soft.width, soft.height);
    for (int y = 0; y < soft.height; ++y)
      for (int x = 0; x < soft.width; ++x) {
        const float value = soft.row(y)[x];
        if (value <= floor) continue;
        const int left = std::max(0, x - reach), right = std::min(soft.width, x + reach + 1);
        const int upper = std::max(0, y - reach), lower = std::min(soft.height, y + reach + 1);
        const double count = double(right - left) * (lower - upper);
        const double mean = sums.sum(left, upper, right, lower) / count;
        const double deviation =
            std::sqrt(std::max(squares.sum(left, upper, right, lower) / count - mean * mean, 0.0));
        plane.row(y)[x] =
            value > mean + above_mean * deviation && deviation > noise + 3 ? 1.0f : 0.0f;
      }
    result.push_back(std::move(plane));
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
