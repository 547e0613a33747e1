#pragma once

#include <angka/losses/loss.hpp>

namespace angka::inline ANGKA_ISA {

/// l = mean over outputs of (y - t)^2, over a batch the mean of l. Targets are values, or
/// labels: with one output label 0 or 1 itself, with several 1 at the label and 0 elsewhere.
/// Same as torch.nn.MSELoss.
/// Example: `Model<Net, MeanSquaredError, Adam> model;`
struct MeanSquaredError {
  static constexpr bool regression = true;
  void check(int) const {}
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> used = lanes_in_use(truth);
    Lanes<T> loss(T(0));
    for (int o = 0; o < outputs; ++o) {
      const Lanes<T> error = output[o] - loss_target(truth, o, outputs);
      loss = fma(error, error, loss);
      if (to) to[o] = Lanes<T>(T(2) * scale / T(outputs)) * used * error;
    }
    return sum_of_lanes(loss, truth.count) / outputs;
  }

  template <class T>
  void activate(Lanes<T>*, int) const {}
};

}  // namespace angka::inline ANGKA_ISA
