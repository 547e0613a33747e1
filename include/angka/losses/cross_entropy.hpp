#pragma once

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>
#include <angka/losses/loss.hpp>
#include <string>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Cross-entropy between a label and the softmax of logits.
///
/// l = sum over classes c of q[c] w[c] (log(sum over k of exp(z[k])) - z[c]); q is 1 at the label,
/// 0 elsewhere, mixed with the uniform distribution by label smoothing s: (1 - s) q + s / C. Over a
/// batch: sum of l divided by the sum of the labels' weights.
///
/// Takes logits (no Softmax in front) and labels 0 .. C-1, or target distributions.
/// Same as torch.nn.CrossEntropyLoss.
/// Example: `Model<Net, CrossEntropy, Adam> model{seed(1), {.label_smoothing = 0.1f}};`
struct CrossEntropy {
  float label_smoothing = 0;           ///< in [0, 1)
  std::vector<float> class_weights{};  ///< above 0, one a class; empty: all 1

  static constexpr bool takes_logits = true;

  [[gnu::cold]] void check(int outputs) const;

  double weight(int label) const {
    return class_weights.empty() || label < 0
               ? 1.0
               : static_cast<double>(class_weights[static_cast<std::size_t>(label)]);
  }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    Lanes<T> top = output[0];
    for (int c = 1; c < outputs; ++c) top = max(top, output[c]);
    Lanes<T> sum(T(0));
    for (int c = 0; c < outputs; ++c) sum += exp(output[c] - top);
    const Lanes<T> log_sum = log(sum), log_total = log_sum + top;
    const Lanes<T> used = lanes_in_use(truth);
    Lanes<T> loss(T(0)), total(T(0));
    for (int c = 0; c < outputs; ++c) {
      const Lanes<T> share = target_share(truth, outputs, c);
      // Without `top`, beside which a small loss would be rounded away.
      loss = fma(share, log_sum - (output[c] - top), loss);
      total += share;
    }
    if (to) {
      for (int c = 0; c < outputs; ++c)
        to[c] = Lanes<T>(scale) * used *
                (total * exp(output[c] - log_total) - target_share(truth, outputs, c));
    }
    return sum_of_lanes(loss, truth.count);
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    Lanes<T> top = output[0], sum(T(0));
    for (int c = 1; c < outputs; ++c) top = max(top, output[c]);
    for (int c = 0; c < outputs; ++c) sum += output[c] = exp(output[c] - top);
    for (int c = 0; c < outputs; ++c) output[c] = output[c] / sum;
  }

 private:
  template <class T>
  Lanes<T> target_share(const Truth<T>& truth, int outputs, int c) const {
    const T smoothing = T(label_smoothing);
    const Lanes<T> share = fma(loss_target(truth, c, outputs), Lanes<T>(T(1) - smoothing),
                               Lanes<T>(smoothing / T(outputs)));
    return share * Lanes<T>(static_cast<T>(weight(c)));
  }
};

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE void CrossEntropy::check(int outputs) const {
  if (outputs < 2)
    raise(SettingError("CrossEntropy: needs at least 2 outputs, the network has " +
                       std::to_string(outputs)));
  if (!finite(label_smoothing) || !(label_smoothing >= 0 && label_smoothing < 1))
    raise(SettingError("CrossEntropy: label_smoothing must be in [0, 1), is " +
                       std::to_string(label_smoothing)));
  if (!class_weights.empty() && class_weights.size() != static_cast<std::size_t>(outputs))
    raise(SettingError("CrossEntropy: class_weights must have " + std::to_string(outputs) +
                       " values, has " + std::to_string(class_weights.size())));
  for (const float weight : class_weights)
    if (!(weight > 0 && finite(weight)))
      raise(SettingError("CrossEntropy: class_weights must be above 0, one is " +
                         std::to_string(weight)));
}

}  // namespace angka::inline ANGKA_ISA

#endif
