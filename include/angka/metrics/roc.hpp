#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA {

/// Of what is called positive from some score upwards: the part of the negatives, and of the
/// positives.
struct RocPoint {
  double false_positive_rate = 0, true_positive_rate = 0;
};

/// The receiver operating characteristic: a point for each score, the highest first, from (0, 0) to
/// (1, 1).
struct RocCurve {
  std::vector<RocPoint> points{};
  /// The area below, in [0, 1]: the probability that a positive scores higher than a negative, half
  /// if alike. Not a number without positives or without negatives.
  double area = 0;
};

/// The curve of `scores`, the i-th of which is of a positive if `positive(i)`.
///
///     area = (pairs with s(positive) > s(negative) + 1/2 pairs with equal ones) / all pairs
///
/// Raises SettingError for a score that is not a number.
/// Source: Fawcett: An introduction to ROC analysis (Pattern Recognition Letters 27, 2006).
/// Example: `roc_curve(std::vector{0.9f, 0.2f, 0.4f}, [](auto i) { return i == 0; }).area == 1`
template <class Positive>
RocCurve roc_curve(std::span<const float> scores, Positive positive) {
  for (const float score : scores)
    if (std::isnan(score)) raise(SettingError("roc_curve: a score is not a number"));
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  std::int64_t positives = 0, negatives = 0, twice_won = 0;
  std::vector<std::int64_t> counts[2];  // of false and true positives, score by score
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    std::int64_t alike[2] = {};
    for (; end < order.size() && scores[order[end]] == scores[order[begin]]; ++end)
      ++alike[positive(order[end]) ? 1 : 0];
    twice_won += alike[0] * (2 * positives + alike[1]);
    negatives += alike[0];
    positives += alike[1];
    counts[0].push_back(negatives);
    counts[1].push_back(positives);
  }
  const auto part = [](std::int64_t count, std::int64_t all) {
    return static_cast<double>(count) / static_cast<double>(all);
  };
  RocCurve curve;
  if (positives == 0 || negatives == 0) {
    curve.area = std::numeric_limits<double>::quiet_NaN();
    return curve;
  }
  curve.points.push_back({});
  for (std::size_t i = 0; i < counts[0].size(); ++i)
    curve.points.push_back({part(counts[0][i], negatives), part(counts[1][i], positives)});
  curve.area = part(twice_won, 2) / static_cast<double>(positives) / static_cast<double>(negatives);
  return curve;
}

}  // namespace angka::inline ANGKA_ISA
