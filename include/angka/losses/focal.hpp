#pragma once

#include <angka/core/errors.hpp>
#include <angka/losses/cross_entropy.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// log(softmax(z)[c]) is output[c] - the value.
template <class T>
Lanes<T> log_sum_exp(const Lanes<T>* output, int outputs) {
  Lanes<T> top = output[0], sum(T(0));
  for (int c = 1; c < outputs; ++c) top = max(top, output[c]);
  for (int c = 0; c < outputs; ++c) sum += exp(output[c] - top);
  return top + log(sum);
}

inline void check_classes(const char* loss, int outputs) {
  expect_setting(outputs >= 2, loss, "outputs", "2 or above", outputs);
}

}  // namespace detail

/// The cross-entropy of labels, in which images that are read rightly and surely count little.
///
/// l = sum over classes c of t[c] (1 - p[c])^gamma (-log p[c]), with p the softmax of logits and t
/// 1 at the label, or target distributions; over a batch the mean of l. Takes logits (no Softmax in
/// front). With gamma 0 the CrossEntropy; keras.losses.CategoricalFocalCrossentropy has a factor
/// alpha, too.
///
/// Source: Lin et al. 2017 (arXiv 1708.02002).
/// Example: `Model<Net, Focal, Adam> model{seed(1), {.gamma = 1.5f}};`
struct Focal {
  float gamma = 2;  ///< 0 or above

  static constexpr bool takes_logits = true;
  void check(int outputs) const {
    detail::check_classes("Focal", outputs);
    expect_setting(gamma >= 0, "Focal", "gamma", "0 or above", gamma);
  }
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> total = detail::log_sum_exp(output, outputs);
    const Lanes<T> power{T(gamma)}, one(T(1)), least(T(1e-12));
    Lanes<T> loss(T(0)), sum(T(0));
    /// The slope of l by log p[c].
    const auto slope = [&](int c, Lanes<T>* value) {
      const Lanes<T> target = loss_target(truth, c, outputs), log_p = output[c] - total;
      const Lanes<T> p = exp(log_p), rest = max(one - p, least);
      const Lanes<T> factor = exp(power * log(rest));
      if (value) *value -= target * factor * log_p;
      return target * (power * factor / rest * p * log_p - factor);
    };
    for (int c = 0; c < outputs; ++c) sum += slope(c, &loss);
    if (to) {
      const Lanes<T> scaled = Lanes<T>(scale) * lanes_in_use(truth);
      for (int c = 0; c < outputs; ++c)
        to[c] = scaled * (slope(c, nullptr) - exp(output[c] - total) * sum);
    }
    return sum_of_lanes(loss, truth.count);
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    CrossEntropy{}.activate(output, outputs);
  }
};

/// The divergence of the softmax of logits from a target distribution.
///
/// l = sum over classes c of t[c] (log t[c] - log p[c]), with p the softmax of logits; over a batch
/// the mean of l. Takes logits (no Softmax in front) and target distributions, or labels, for which
/// it is the CrossEntropy. Same as torch.nn.KLDivLoss(reduction="batchmean") behind a log-softmax.
///
/// Source: Kullback, Leibler 1951 (On information and sufficiency).
/// Example: `Model<Net, KLDivergence, Adam> model;`
struct KLDivergence {
  static constexpr bool takes_logits = true;
  void check(int outputs) const { detail::check_classes("KLDivergence", outputs); }
  double weight(int) const { return 1; }

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const Lanes<T> log_sum = detail::log_sum_exp(output, outputs), least(T(1e-30));
    Lanes<T> loss(T(0)), total(T(0));
    for (int c = 0; c < outputs; ++c) {
      const Lanes<T> target = loss_target(truth, c, outputs);
      loss = fma(target, log(max(target, least)) - (output[c] - log_sum), loss);
      total += target;
    }
    if (to) {
      const Lanes<T> scaled = Lanes<T>(scale) * lanes_in_use(truth);
      for (int c = 0; c < outputs; ++c)
        to[c] = scaled * (total * exp(output[c] - log_sum) - loss_target(truth, c, outputs));
    }
    return sum_of_lanes(loss, truth.count);
  }

  template <class T>
  void activate(Lanes<T>* output, int outputs) const {
    CrossEntropy{}.activate(output, outputs);
  }
};

}  // namespace angka::inline ANGKA_ISA
