#pragma once

#include <angka/core/lanes.hpp>
#include <angka/core/packing.hpp>
#include <concepts>

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
/// that
///   a network which ends in Softmax or Sigmoid is a mistake.
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
