#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/metrics/evaluation.hpp>

namespace angka::inline ANGKA_ISA {

/// Counts what probabilities say of the images of `data`, whatever they come from: of several
/// models, of several versions of an image, calibrated. As `predict_batch` gives them: image by
/// image one a class or, of a network with a single output, that of label 1. The loss is the mean
/// of -log of the label's probability, of which 0 counts as the least normal number.
///
/// Raises SettingError where data, probabilities and names don't belong together.
/// Example: `evaluate_probabilities(model.predict_batch(test), test).total() == 24`
[[gnu::cold]] ANGKA_INLINE Evaluation
evaluate_probabilities(std::span<const float> probabilities, const DataView& data,
                       std::vector<std::string> class_names = {});
[[gnu::cold]] ANGKA_INLINE Evaluation
evaluate_probabilities(std::span<const double> probabilities, const DataView& data,
                       std::vector<std::string> class_names = {});

/// The mean of what several models say of the same images, or one model of several versions of
/// them. Example: `MeanProbabilities<float> mean; mean.add(model.predict_batch(test));
/// mean.get().size() == 72`
template <class T>
class MeanProbabilities {
 public:
  /// Raises SettingError for another number of them than before.
  template <class U>
  void add(const std::vector<U>& says) {
    if (count_ == 0) sums_.resize(says.size());
    if (says.size() != sums_.size())
      raise(SettingError(std::to_string(says.size()) + " probabilities beside " +
                         std::to_string(sums_.size())));
    for (std::size_t i = 0; i < says.size(); ++i) sums_[i] += static_cast<T>(says[i]);
    ++count_;
  }
  std::vector<T> get() const {
    std::vector<T> means = sums_;
    for (T& mean : means) mean /= static_cast<T>(count_);
    return means;
  }

 private:
  std::vector<T> sums_{};
  std::size_t count_ = 0;
};

namespace detail {

/// What a model says of images, as probabilities of two classes or more.
template <class T>
class ClassProbabilities {
 public:
  ClassProbabilities(std::span<const T> all, std::size_t images) : all_(all) {
    if (images == 0 || all.empty() || all.size() % images != 0) refuse(all.size(), images);
    outputs_ = all.size() / images;
  }

  int classes() const { return outputs_ == 1 ? 2 : static_cast<int>(outputs_); }
  /// Those of an image, until those of another are asked for.
  std::span<const T> operator[](std::size_t image) {
    if (outputs_ > 1) return all_.subspan(image * outputs_, outputs_);
    pair_ = {T(1) - all_[image], all_[image]};
    return pair_;
  }

 private:
  [[noreturn, gnu::cold]] static void refuse(std::size_t probabilities, std::size_t images) {
    raise(SettingError(std::to_string(probabilities) + " probabilities of " +
                       std::to_string(images) + " images"));
  }

  std::span<const T> all_;
  std::size_t outputs_ = 0;
  std::array<T, 2> pair_{};
};

}  // namespace detail

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace angka::inline ANGKA_ISA {

namespace detail {

template <class T>
[[gnu::cold]] Evaluation evaluate_classes(std::span<const T> probabilities, const DataView& data,
                                          std::vector<std::string> class_names) {
  if (!data.labels) raise(SettingError("evaluate_probabilities: the data has no labels"));
  ClassProbabilities<T> rows(probabilities, data.size());
  Evaluation evaluation(rows.classes(), std::move(class_names));
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::span<const T> row = rows[i];
    const int label = data.label(i);
    double loss = 0;
    if (label >= 0 && label < rows.classes())  // else `add` says so
      loss = -std::log(static_cast<double>(
          std::max(row[static_cast<std::size_t>(label)], std::numeric_limits<T>::min())));
    evaluation.add(label, row, loss);
  }
  return evaluation;
}

}  // namespace detail

ANGKA_INLINE Evaluation evaluate_probabilities(std::span<const float> probabilities,
                                               const DataView& data,
                                               std::vector<std::string> class_names) {
  return detail::evaluate_classes(probabilities, data, std::move(class_names));
}

ANGKA_INLINE Evaluation evaluate_probabilities(std::span<const double> probabilities,
                                               const DataView& data,
                                               std::vector<std::string> class_names) {
  return detail::evaluate_classes(probabilities, data, std::move(class_names));
}

}  // namespace angka::inline ANGKA_ISA

#endif
