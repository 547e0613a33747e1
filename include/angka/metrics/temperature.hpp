#pragma once

#include <cstddef>
#include <span>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>

namespace angka::inline ANGKA_ISA {

/// A number that makes a classifier as sure as it is right, once it is trained: its logits are
/// divided by it. Above 1 it makes less sure, below 1 surer; what an image is read as stays.
///
///     p'_j = p_j^(1/T) / sum over k of p_k^(1/T)
///
/// Source: Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks (ICML 2017).
/// Example: `float p[] = {0.2f, 0.8f}; Temperature{2}.apply(std::span<float>(p)); p[1] < 0.67f`
struct Temperature {
  static constexpr double lowest = 0.05, highest = 20;

  double value = 1;  ///< T

  /// Whether it would lie beyond: images that are all read rightly ask for 0, and images that are
  /// read at random for more than there is.
  bool at_limit() const { return value <= lowest || value >= highest; }

  /// Changes the probabilities of an image, or of so many, one a class for each or, as a network
  /// with a single output has it, that of label 1. Those of an image with one that isn't finite
  /// stay; one of 0 counts as the least normal number.
  ///
  /// Raises SettingError for a T that isn't above 0.
  void apply(std::span<float> probabilities, std::size_t images = 1) const;
  void apply(std::span<double> probabilities, std::size_t images = 1) const;
};

/// The temperature from `Temperature::lowest` to `highest` at which the mean of -log of the label's
/// probability is least, by Newton's method in 1/T: that function is convex. `probabilities`: of
/// the images of `data`, none of which the model was trained on, as `predict_batch` gives them.
/// Images with one that isn't finite tell nothing; where no image tells anything, it is 1.
///
/// Raises SettingError where data and probabilities don't belong together.
/// Example: `const DataView validation = test;
/// fit_temperature(model.predict_batch(validation), validation).apply(probabilities);`
[[gnu::cold]] ANGKA_INLINE Temperature fit_temperature(std::span<const float> probabilities,
                                                       const DataView& data);
[[gnu::cold]] ANGKA_INLINE Temperature fit_temperature(std::span<const double> probabilities,
                                                       const DataView& data);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/label.hpp>
#include <angka/metrics/probabilities.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The logits, less the largest of them, that probabilities come from; the class of the largest,
/// or -1 where one isn't finite.
template <class T>
int logits_of(std::span<const T> probabilities, double* logits) {
  const int count = static_cast<int>(probabilities.size());
  const auto p = [&](int c) { return probabilities[static_cast<std::size_t>(c)]; };
  const int top = largest(count, p);
  if (top < 0) return top;
  const auto log_of = [&](int c) {
    return std::log(static_cast<double>(std::max(p(c), std::numeric_limits<T>::min())));
  };
  for (int c = 0; c < count; ++c) logits[c] = log_of(c) - log_of(top);
  return top;
}

template <class T>
[[gnu::cold]] void apply_temperature(double temperature, std::span<T> all, std::size_t images) {
  expect_setting(finite(temperature) && temperature > 0, "Temperature", "value", "above 0",
                 temperature);
  ClassProbabilities<T> rows(all, images);
  const int classes = rows.classes();
  const bool single = all.size() == images;
  std::vector<double> powers(static_cast<std::size_t>(classes));
  std::vector<T> now(powers.size());
  for (std::size_t i = 0; i < images; ++i) {
    const int read = logits_of(rows[i], powers.data());
    if (read < 0) continue;
    double sum = 0;
    for (double& power : powers) sum += power = std::exp(power / temperature);
    for (std::size_t c = 0; c < powers.size(); ++c) now[c] = static_cast<T>(powers[c] / sum);
    // Rounded, another may be as likely, and come first.
    T& most = now[static_cast<std::size_t>(read)];
    if (std::find(now.begin(), now.end(), most) != now.begin() + read)
      most = std::nextafter(most, T(1));
    if (single)
      all[i] = now[1];
    else
      std::copy(now.begin(), now.end(), all.begin() + static_cast<std::ptrdiff_t>(i * now.size()));
  }
}

template <class T>
[[gnu::cold]] Temperature temperature_of(std::span<const T> probabilities, const DataView& data) {
  if (!data.labels) raise(SettingError("fit_temperature: the data has no labels"));
  ClassProbabilities<T> rows(probabilities, data.size());
  const auto classes = static_cast<std::size_t>(rows.classes());
  std::vector<double> logits;  // of each image, and behind them that of its label
  std::vector<double> own(classes);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const int label = data.label(i);
    if (label < 0 || label >= rows.classes())
      raise(SettingError("fit_temperature: label must be in [0, " + std::to_string(classes) +
                         "), not " + std::to_string(label)));
    if (logits_of(rows[i], own.data()) < 0) continue;
    own.push_back(own[static_cast<std::size_t>(label)]);
    logits.insert(logits.end(), own.begin(), own.end());
    own.pop_back();
  }

  struct Slope {
    double first = 0, second = 0;
  };
  // Of the sum of -log p(label) at 1/T = b.
  const auto slope = [&](double b) {
    Slope sum;
    for (auto at = logits.begin(); at != logits.end();) {
      double total = 0, mean = 0, square = 0;
      for (std::size_t c = 0; c < classes; ++c, ++at) {
        const double power = std::exp(b * *at);
        total += power, mean += power * *at, square += power * *at * *at;
      }
      mean /= total;
      sum.first += mean - *at++;
      sum.second += square / total - mean * mean;
    }
    return sum;
  };
  double low = 1 / Temperature::highest, high = 1 / Temperature::lowest, b = 1;
  Slope here = slope(b);
  if (here.first == 0) return {};
  if (slope(low).first >= 0) return {Temperature::highest};
  if (slope(high).first <= 0) return {Temperature::lowest};
  for (int step = 0; step < 200 && here.first != 0; ++step) {
    (here.first < 0 ? low : high) = b;
    double next = b - here.first / here.second;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const bool near = std::abs(next - b) <= 1e-14 * b;
    b = next;
    if (near) break;
    here = slope(b);
  }
  return {1 / b};
}

}  // namespace detail

ANGKA_INLINE void Temperature::apply(std::span<float> probabilities, std::size_t images) const {
  detail::apply_temperature(value, probabilities, images);
}

ANGKA_INLINE void Temperature::apply(std::span<double> probabilities, std::size_t images) const {
  detail::apply_temperature(value, probabilities, images);
}

ANGKA_INLINE Temperature fit_temperature(std::span<const float> probabilities,
                                         const DataView& data) {
  return detail::temperature_of(probabilities, data);
}

ANGKA_INLINE Temperature fit_temperature(std::span<const double> probabilities,
                                         const DataView& data) {
  return detail::temperature_of(probabilities, data);
}

}  // namespace angka::inline ANGKA_ISA

#endif
