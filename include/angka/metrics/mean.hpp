#pragma once

#include <algorithm>
#include <angka/metrics/accuracy.hpp>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>

namespace angka::inline ANGKA_ISA {

/// The mean of some numbers, and where the true mean lies with 95% confidence if they are drawn
/// from a normal distribution: mean +- t s / sqrt(n), t of Student's distribution with n - 1
/// degrees of freedom. Of a single number the interval is that number alone.
/// Example: `Mean(accuracies).value == 0.75`
struct Mean {
  explicit Mean(std::span<const double> values) {
    // The 97.5% quantiles for 1, 2, ... degrees of freedom; beyond, the normal distribution's with
    // the first term of its expansion, right to three digits.
    constexpr double quantiles[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365,
                                    2.306,  2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
                                    2.131,  2.120, 2.110, 2.101, 2.093, 2.086};
    const auto n = static_cast<double>(values.size());
    for (const double x : values) value += x / n;
    interval = {value, value};
    if (values.size() < 2) return;
    double squares = 0;
    for (const double x : values) squares += (x - value) * (x - value);
    const std::size_t freedom = values.size() - 1;
    const double t = freedom <= std::size(quantiles) ? quantiles[freedom - 1]
                                                     : 1.96 + 2.42 / static_cast<double>(freedom);
    const double margin = t * std::sqrt(squares / (n - 1) / n);
    interval = {value - margin, value + margin};
  }

  double value = 0;
  Interval interval{};
};

/// The mean of accuracies, none of which is below 0 or above 1, nor is what they vary around.
/// Example: `mean_accuracy(accuracies).interval.high <= 1`
inline Mean mean_accuracy(std::span<const double> accuracies) {
  Mean mean(accuracies);
  mean.interval = {std::max(mean.interval.low, 0.0), std::min(mean.interval.high, 1.0)};
  return mean;
}

}  // namespace angka::inline ANGKA_ISA
