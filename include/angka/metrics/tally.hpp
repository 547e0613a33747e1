#pragma once

#include <angka/metrics/accuracy.hpp>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

/// Loss and accuracy of images, added up: an epoch's, or those of validation data. Losses are
/// divided by the weights once, over all images.
/// Example: `Tally t; t += {.images = 2, .correct = 1, .loss = 3, .weight = 2}; t.mean_loss() ==
/// 1.5`
struct Tally {
  std::int64_t images = 0;
  std::int64_t correct = 0;
  double loss = 0;    ///< sum of loss x weight
  double weight = 0;  ///< sum of weights

  Tally& operator+=(const Tally& other) {
    images += other.images;
    correct += other.correct;
    loss += other.loss;
    weight += other.weight;
    return *this;
  }
  /// sum of loss x weight / sum of weights, and 0 of nothing.
  double mean_loss() const { return detail::ratio(loss, weight); }
  /// correct / images, and 0 of nothing.
  double accuracy() const {
    return detail::ratio(static_cast<double>(correct), static_cast<double>(images));
  }
};

}  // namespace angka::inline ANGKA_ISA
