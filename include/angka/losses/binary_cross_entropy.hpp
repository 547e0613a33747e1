#pragma once

#include <angka/losses/loss.hpp>

namespace angka::inline ANGKA_ISA {

/// l = mean over outputs of log(1 + exp(z)) - t z, the cross-entropy of sigmoid(z) with target t in
/// [0, 1]; over a batch the mean of l. Takes logits (no Sigmoid in front). Targets are values, or
/// labels: with one output label 0 or 1 itself, with several 1 at the label and 0 elsewhere.
/// Same as torch.nn.BCEWithLogitsLoss.
/// Example: `Model<Net, BinaryCrossEntropy, Adam> model;`
struct BinaryCrossEntropy {
  static constexpr bool takes_logits = true;

  void check(int) const {}
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> used = lanes_in_use(truth);
    const Lanes<T> zero(T(0)), one(T(1));
    Lanes<T> loss(zero);
    for (int o = 0; o < outputs; ++o) {
      const Lanes<T> z = output[o];
      const Lanes<T> target = loss_target(truth, o, outputs);
      loss += max(z, zero) - z * target + log(one + exp(-abs(z)));
      if (to) to[o] = Lanes<T>(scale / T(outputs)) * used * (sigmoid(z) - target);
    }
    return sum_of_lanes(loss, truth.count) / outputs;
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    for (int o = 0; o < outputs; ++o) output[o] = sigmoid(output[o]);
  }
};

}  // namespace angka::inline ANGKA_ISA
