#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/packing.hpp>
#include <concepts>
#include <cstddef>
#include <span>

namespace angka::inline ANGKA_ISA {

/// A loss is a plain struct of settings with these members, for one pack of images:
/// - `check(outputs)`: raises a SettingError where its settings don't fit that many outputs.
/// - `weight(label)`: how much an image counts in the batch's mean; label -1 where there is none.
/// - `gradient(output, outputs, truth, scale, to)`: returns the sum over the pack's images of
///   loss x weight, and writes `scale` times its gradient by output; 0 in unused lanes. `to` may be
///   null: then only the loss is wanted.
/// - `activate(output, outputs)`: turns outputs into what `predict` reports (probabilities). The
///   label follows from them: see `predicted_label`.
/// - `static constexpr bool regression = true`, if `evaluate` is to compare outputs with targets.
/// - `static constexpr bool takes_logits = true`, if `activate` makes probabilities of logits, so
///   that a network which ends in Softmax or Sigmoid is a mistake.
/// - `static constexpr int pixel_classes`, if outputs are so many classes of each pixel, whose
///   labels are the targets; with it `weight(targets)` of an image, and `check_truth(data, name,
///   output)`, which raises a SettingError where data don't fit: see EachPixel.
///
/// `check_loss` (angka/losses/check_loss.hpp) checks one of your own.
/// Example: `Loss<CrossEntropy> && !Loss<Adam>`
template <class L, class T = float>
concept Loss = requires(const L& loss, const Lanes<T>* output, Lanes<T>* to, const Truth<T>& truth,
                        T scale) {
  loss.check(1);
  { loss.weight(0) } -> std::convertible_to<double>;
  { loss.gradient(output, 1, truth, scale, to) } -> std::convertible_to<double>;
  loss.activate(to, 1);
};

namespace detail {

/// What a loss makes of outputs, compiled once for training, evaluation and prediction.
template <class L, class T>
ANGKA_APART void activate(const L& loss, Lanes<T>* output, int outputs) {
  loss.activate(output, outputs);
}

template <class L>
constexpr bool is_regression() {
  if constexpr (requires { L::regression; })
    return L::regression;
  else
    return false;
}

/// Whether a loss has a label for each pixel, and of how many places of an image, with so many
/// outputs, it has one.
template <class L>
inline constexpr bool is_of_pixels = requires {
  L::pixel_classes;
};
template <class L>
constexpr std::size_t places(std::size_t outputs) {
  if constexpr (is_of_pixels<L>)
    return outputs / std::size_t{L::pixel_classes};
  else
    return 1;
}

/// How much an image counts in the mean; `position`: in the arrays of `data`.
template <class L>
double weight_of(const L& loss, const DataView& data, std::size_t position) {
  if constexpr (is_of_pixels<L>)
    if (data.targets) {
      const auto size = static_cast<std::size_t>(data.target_size);
      return loss.weight(std::span<const float>(data.targets + position * size, size));
    }
  return loss.weight(data.labels ? data.labels[position] : -1);
}

}  // namespace detail

// What losses are made of.

/// The target value of an output; where there are labels, 1 in the lanes whose image has the label
/// that the output stands for, else 0. A single output stands for label 1.
template <class T>
Lanes<T> loss_target(const Truth<T>& truth, int output, int outputs) {
  if (truth.targets) return truth.targets[output];
  Lanes<T> value(T(0));
  for (int lane = 0; lane < truth.count; ++lane)
    if (truth.labels[lane] == output + (outputs == 1)) value.set(lane, T(1));
  return value;
}

/// 1 in the lanes in use, else 0.
template <class T>
Lanes<T> lanes_in_use(const Truth<T>& truth) {
  Lanes<T> value(T(0));
  for (int lane = 0; lane < truth.count; ++lane) value.set(lane, T(1));
  return value;
}

/// The sum over the lanes in use, in double.
template <class T>
double sum_of_lanes(Lanes<T> values, int count) {
  double total = 0;
  for (int lane = 0; lane < count; ++lane) total += static_cast<double>(values[lane]);
  return total;
}

}  // namespace angka::inline ANGKA_ISA
