#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/metrics/accuracy.hpp>

namespace angka::inline ANGKA_ISA {

/// How well one class, or an average over classes, is recognised; each in [0, 1].
struct ClassScores {
  double precision = 0;  ///< of what was read as the class, the part that is of it
  double recall = 0;     ///< of what is of the class, the part that was read as it
  double f1 = 0;         ///< their harmonic mean
};

/// How many of each true class were read as each class. A row is a true class, a column what it was
/// read as; `none` counts what was read as nothing.
///
/// Where a score divides by zero it is 0, as scikit-learn's with zero_division=0; averages are over
/// all classes, also those that never occurred.
/// Example: `ConfusionMatrix m(10); m.add(7, 1); m.count(7, 1) == 1`
class ConfusionMatrix {
 public:
  static constexpr int none = -1;

  /// Raises a SettingError unless `classes` is 1 or above.
  explicit ConfusionMatrix(int classes) : classes_(classes) {
    if (classes < 1)
      raise(SettingError("ConfusionMatrix: classes must be 1 or above, not " +
                         std::to_string(classes)));
    counts_.resize(static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes + 1));
  }

  /// `truth` in [0, classes), `predicted` likewise or `none`.
  void add(int truth, int predicted) { ++counts_[position(truth, predicted)]; }
  /// Adds the counts of `other`, which has as many classes.
  void merge(const ConfusionMatrix& other) {
    if (other.classes_ != classes_)
      raise(SettingError("ConfusionMatrix: merged classes must be " + std::to_string(classes_) +
                         ", not " + std::to_string(other.classes_)));
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }
  void clear() { std::fill(counts_.begin(), counts_.end(), 0); }

  int classes() const { return classes_; }
  std::int64_t count(int truth, int predicted) const { return counts_[position(truth, predicted)]; }
  /// How many are of class `c`.
  std::int64_t support(int c) const {
    std::int64_t sum = count(c, none);
    for (int predicted = 0; predicted < classes_; ++predicted) sum += count(c, predicted);
    return sum;
  }
  /// How many were read as class `c`.
  std::int64_t predicted(int c) const {
    std::int64_t sum = 0;
    for (int truth = 0; truth < classes_; ++truth) sum += count(truth, c);
    return sum;
  }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const std::int64_t count : counts_) sum += count;
    return sum;
  }
  std::int64_t correct() const {
    std::int64_t sum = 0;
    for (int c = 0; c < classes_; ++c) sum += count(c, c);
    return sum;
  }

  ClassScores scores(int c) const {
    const auto hits = static_cast<double>(count(c, c));
    const auto read = static_cast<double>(predicted(c)), real = static_cast<double>(support(c));
    return {detail::ratio(hits, read), detail::ratio(hits, real),
            detail::ratio(2 * hits, read + real)};
  }
  /// Intersection over union: of what is of class `c` or was read as it, the part that is both.
  double iou(int c) const {
    const auto hits = static_cast<double>(count(c, c));
    return detail::ratio(hits, static_cast<double>(support(c) + predicted(c)) - hits);
  }
  /// The mean over classes.
  double mean_iou() const {
    double sum = 0;
    for (int c = 0; c < classes_; ++c) sum += iou(c);
    return sum / classes_;
  }

  /// The mean over classes.
  ClassScores macro_average() const {
    return average([](int) { return 1.0; });
  }
  /// The mean over classes, each weighted by its support.
  ClassScores weighted_average() const {
    return average([this](int c) { return static_cast<double>(support(c)); });
  }

 private:
  std::size_t position(int truth, int predicted) const {
    const int column = predicted == none ? classes_ : predicted;
    return static_cast<std::size_t>(truth) * static_cast<std::size_t>(classes_ + 1) +
           static_cast<std::size_t>(column);
  }

  template <class Weight>
  ClassScores average(Weight weight) const {
    ClassScores sum;
    double weights = 0;
    for (int c = 0; c < classes_; ++c) {
      const ClassScores s = scores(c);
      const double w = weight(c);
      sum.precision += w * s.precision;
      sum.recall += w * s.recall;
      sum.f1 += w * s.f1;
      weights += w;
    }
    return {detail::ratio(sum.precision, weights), detail::ratio(sum.recall, weights),
            detail::ratio(sum.f1, weights)};
  }

  int classes_;
  std::vector<std::int64_t> counts_;
};

}  // namespace angka::inline ANGKA_ISA
