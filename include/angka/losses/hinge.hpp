#pragma once

#include <angka/core/errors.hpp>
#include <angka/losses/cross_entropy.hpp>

namespace angka::inline ANGKA_ISA {

/// The label's score is to be larger than all others by a margin, and no more.
///
/// l = sum over classes c of (1 - t[c]) max(0, margin - s + z[c]) / C, with t 1 at the label, else
/// 0, and s the label's score z; over a batch the mean of l. With one output l = max(0, margin - z)
/// for label 1, max(0, margin + z) for label 0. Of target distributions s is the mean of z.
///
/// `predict` reports the softmax of the scores (of one score the sigmoid), which are no
/// probabilities that the loss has fitted. Same as torch.nn.MultiMarginLoss.
/// Source: Crammer, Singer 2001 (JMLR 2).
/// Example: `Model<Net, Hinge, SGD> model{seed(1), {.margin = 1}};`
struct Hinge {
  float margin = 1;  ///< above 0

  static constexpr bool takes_logits = true;
  void check(int) const { expect_setting(margin > 0, "Hinge", "margin", "above 0", margin); }
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> zero(T(0)), one(T(1)), room{T(margin)}, used = lanes_in_use(truth);
    if (outputs == 1) {
      const Lanes<T> sign = fma(Lanes<T>(T(2)), loss_target(truth, 0, 1), -one);
      const Lanes<T> missing = room - sign * output[0];
      if (to) to[0] = Lanes<T>(-scale) * used * where_less(zero, missing, sign, zero);
      return sum_of_lanes(max(missing, zero), truth.count);
    }
    Lanes<T> score = zero, loss = zero, pull = zero;
    for (int c = 0; c < outputs; ++c) score = fma(loss_target(truth, c, outputs), output[c], score);
    const auto other = [&](int c) { return one - loss_target(truth, c, outputs); };
    const auto missing = [&](int c) { return room - score + output[c]; };
    for (int c = 0; c < outputs; ++c) {
      loss = fma(other(c), max(missing(c), zero), loss);
      pull += where_less(zero, missing(c), other(c), zero);
    }
    if (to) {
      const Lanes<T> factor = Lanes<T>(scale / T(outputs)) * used;
      for (int c = 0; c < outputs; ++c)
        to[c] = factor * (where_less(zero, missing(c), other(c), zero) -
                          loss_target(truth, c, outputs) * pull);
    }
    return sum_of_lanes(loss, truth.count) / outputs;
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    if (outputs == 1)
      output[0] = sigmoid(output[0]);
    else
      CrossEntropy{}.activate(output, outputs);
  }
};

}  // namespace angka::inline ANGKA_ISA
