#pragma once

#include <angka/core/errors.hpp>
#include <angka/losses/loss.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The mean over outputs of a function of each error y - t; its slope is written. `each(error)`
/// returns loss and slope.
template <class T, class Each>
double mean_of_errors(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                      Lanes<T>* to, Each&& each) {
  const Lanes<T> factor = Lanes<T>(scale / T(outputs)) * lanes_in_use(truth);
  Lanes<T> loss(T(0));
  for (int o = 0; o < outputs; ++o) {
    const auto [value, slope] = each(output[o] - loss_target(truth, o, outputs));
    loss += value;
    if (to) to[o] = factor * slope;
  }
  return sum_of_lanes(loss, truth.count) / outputs;
}

template <class T>
struct ErrorLoss {
  Lanes<T> value, slope;
};

}  // namespace detail

/// l = mean over outputs of e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2), with e = y -
/// t; over a batch the mean of l: outliers pull no harder than delta. Targets are values, or labels
/// as for MeanSquaredError. Same as torch.nn.HuberLoss.
///
/// Source: Huber 1964 (Robust estimation of a location parameter).
/// Example: `Model<Net, Huber, Adam> model{seed(1), {.delta = 0.5f}};`
struct Huber {
  float delta = 1;  ///< above 0

  static constexpr bool regression = true;
  void check(int) const { expect_setting(delta > 0, "Huber", "delta", "above 0", delta); }
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> limit{T(delta)};
    return detail::mean_of_errors(output, outputs, truth, scale, to, [&](Lanes<T> error) {
      // With the error cut to the limit: cut e - cut^2 / 2.
      const Lanes<T> cut = max(min(error, limit), -limit);
      return detail::ErrorLoss<T>{cut * (error - Lanes<T>(T(0.5)) * cut), cut};
    });
  }

  template <class T>
  void activate(Lanes<T>*, int) const {}
};

/// l = mean over outputs of |y - t|; over a batch the mean of l. Targets are values, or labels as
/// for MeanSquaredError. Same as torch.nn.L1Loss. Example: `Model<Net, MeanAbsoluteError, Adam>
/// model;`
struct MeanAbsoluteError {
  static constexpr bool regression = true;
  void check(int) const {}
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> zero(T(0)), one(T(1));
    return detail::mean_of_errors(output, outputs, truth, scale, to, [&](Lanes<T> error) {
      return detail::ErrorLoss<T>{
          abs(error), where_less(zero, error, one, where_less(error, zero, -one, zero))};
    });
  }

  template <class T>
  void activate(Lanes<T>*, int) const {}
};

}  // namespace angka::inline ANGKA_ISA
