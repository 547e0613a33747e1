#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// From `low` to `high`, both included.
struct Interval {
  double low = 0;
  double high = 1;
};

namespace detail {

/// a / b, and 0 where b is 0.
inline double ratio(double a, double b) { return b == 0 ? 0 : a / b; }

/// Of a regression.
inline constexpr double no_accuracy = std::numeric_limits<double>::quiet_NaN();

}  // namespace detail

/// Where the true accuracy lies, with 95% confidence, when `correct` of `total` were right.
///
///     (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n),   p = correct / total
///
/// `z`: the quantile of the normal distribution, 1.96 for 95%. Of nothing it is [0, 1].
/// Source: Wilson: Probable inference, the law of succession, and statistical inference (1927).
/// Example: `wilson_interval(98, 100).low > 0.92`
inline Interval wilson_interval(std::int64_t correct, std::int64_t total,
                                double z = 1.959963984540054) {
  if (total <= 0) return {};
  const auto n = static_cast<double>(total);
  const double p = static_cast<double>(correct) / n;
  const double center = p + z * z / (2 * n);
  const double margin = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {correct == 0 ? 0 : (center - margin) / scale,
          correct == total ? 1 : (center + margin) / scale};  // exact at the ends
}

}  // namespace angka::inline ANGKA_ISA
