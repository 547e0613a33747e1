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
///
/// Distillation (Hinton et al. 2015, arXiv 1503.02531): targets beside labels are a teacher's
/// probabilities, at the same temperature T (`Temperature{T}.apply`). With a part a =
/// `target_weight` of them, l = a T^2 l(targets, z / T) + (1 - a) l(label, z). Labels alone count
/// wholly, with z as it is. `Mixing` mixes targets, not labels beside them: it wants a = 1.
/// Example: `Model<Net, CrossEntropy, Adam> model{seed(1), {.label_smoothing = 0.1f}};`
struct CrossEntropy {
  float label_smoothing = 0;           ///< in [0, 1)
  std::vector<float> class_weights{};  ///< above 0, one a class; empty: all 1
  float temperature = 1;    ///< above 0: logits are divided by it where they meet targets
  float target_weight = 1;  ///< in [0, 1]: of targets that have labels beside them

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
    if (!truth.targets) return part(output, outputs, truth, 1, 1, scale, to, false);
    double loss = part(output, outputs, {.targets = truth.targets, .count = truth.count},
                       temperature, truth.labels ? target_weight : 1, scale, to, false);
    if (truth.labels && target_weight < 1)
      loss += part(output, outputs, {.labels = truth.labels, .count = truth.count}, 1,
                   1 - target_weight, scale, to, true);
    return loss;
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    Lanes<T> top = output[0], sum(T(0));
    for (int c = 1; c < outputs; ++c) top = max(top, output[c]);
    for (int c = 0; c < outputs; ++c) sum += output[c] = exp(output[c] - top);
    for (int c = 0; c < outputs; ++c) output[c] = output[c] / sum;
  }

 private:
  /// A part of the loss, of logits divided by `softness`; its gradient is written, or added.
  template <class T>
  ANGKA_APART double part(const Lanes<T>* output, int outputs, const Truth<T>& truth,
                          float softness, float share_of_loss, T scale, Lanes<T>* to,
                          bool add) const {
    const Lanes<T> cool(1 / T(softness));
    Lanes<T> top = output[0];
    for (int c = 1; c < outputs; ++c) top = max(top, output[c]);
    Lanes<T> sum(T(0));
    for (int c = 0; c < outputs; ++c) sum += exp(cool * (output[c] - top));
    const Lanes<T> log_sum = log(sum), log_total = fma(cool, top, log_sum);
    const Lanes<T> used = lanes_in_use(truth);
    Lanes<T> loss(T(0)), total(T(0));
    for (int c = 0; c < outputs; ++c) {
      const Lanes<T> share = target_share(truth, outputs, c);
      // Without `top`, beside which a small loss would be rounded away.
      loss = fma(share, log_sum - cool * (output[c] - top), loss);
      total += share;
    }
    if (to) {
      const Lanes<T> scaled = Lanes<T>(scale * T(share_of_loss) * T(softness)) * used;
      for (int c = 0; c < outputs; ++c) {
        const Lanes<T> slope = scaled * (total * exp(fma(cool, output[c], -log_total)) -
                                         target_share(truth, outputs, c));
        to[c] = add ? to[c] + slope : slope;
      }
    }
    return double(share_of_loss) * double(softness) * double(softness) *
           sum_of_lanes(loss, truth.count);
  }

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
  expect_setting(temperature > 0, "CrossEntropy", "temperature", "above 0", double{temperature});
  expect_setting(target_weight >= 0 && target_weight <= 1, "CrossEntropy", "target_weight",
                 "in [0, 1]", double{target_weight});
  for (const float weight : class_weights)
    if (!(weight > 0 && finite(weight)))
      raise(SettingError("CrossEntropy: class_weights must be above 0, one is " +
                         std::to_string(weight)));
}

}  // namespace angka::inline ANGKA_ISA

#endif
