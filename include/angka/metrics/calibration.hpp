#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <angka/metrics/accuracy.hpp>

namespace angka::inline ANGKA_ISA {

/// Whether a prediction made with probability p is right a part p of the time: predictions sorted
/// by their probability into 15 bins of equal width.
/// Example: `Calibration c; c.add(0.9, true); c.add(0.7, false); c.error() < 0.41`
class Calibration {
 public:
  struct Bin {
    std::int64_t count = 0;
    std::int64_t correct = 0;
    double confidences = 0;  ///< sum of the probabilities

    double accuracy() const {
      return detail::ratio(static_cast<double>(correct), static_cast<double>(count));
    }
    double confidence() const { return detail::ratio(confidences, static_cast<double>(count)); }
  };
  static constexpr int bins = 15;

  /// `confidence`: the probability of the predicted class, in [0, 1].
  void add(double confidence, bool correct) {
    const int last = static_cast<int>(std::ceil(confidence * bins)) - 1;
    Bin& bin = bins_[static_cast<std::size_t>(std::clamp(last, 0, bins - 1))];
    ++bin.count;
    bin.correct += correct;
    bin.confidences += confidence;
  }
  void merge(const Calibration& other) {
    for (std::size_t i = 0; i < bins_.size(); ++i) {
      bins_[i].count += other.bins_[i].count;
      bins_[i].correct += other.bins_[i].correct;
      bins_[i].confidences += other.bins_[i].confidences;
    }
  }

  /// Bin `i` holds the probabilities in (i / 15, (i + 1) / 15].
  const Bin& bin(int i) const { return bins_[static_cast<std::size_t>(i)]; }

  /// The expected calibration error, in [0, 1].
  ///
  ///     sum over bins of (count / total) |accuracy - confidence|
  ///
  /// Source: Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks (ICML 2017).
  double error() const {
    double sum = 0, total = 0;
    for (const Bin& bin : bins_) {
      sum += std::abs(static_cast<double>(bin.correct) - bin.confidences);
      total += static_cast<double>(bin.count);
    }
    return detail::ratio(sum, total);
  }

 private:
  std::array<Bin, bins> bins_{};
};

}  // namespace angka::inline ANGKA_ISA
