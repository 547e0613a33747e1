#pragma once

#include <angka/optimizers/adam.hpp>

namespace angka::inline ANGKA_ISA {

/// Adam with decoupled weight decay: parameters shrink by rate x weight_decay each step, apart from
/// the gradient.
///
///     p = p - rate weight_decay p
///     then as Adam without weight decay
///
/// Source: Loshchilov, Hutter: Decoupled weight decay regularization (ICLR 2019); as
/// torch.optim.AdamW of PyTorch 1.13.
/// Example: `Model<Net, CrossEntropy, AdamW> model{seed(1), {}, AdamW{.weight_decay = 0.05f}};`
struct AdamW {
  float learning_rate = 1e-3f;  ///< above 0
  float beta1 = 0.9f;           ///< in [0, 1)
  float beta2 = 0.999f;         ///< in [0, 1)
  float epsilon = 1e-8f;        ///< above 0
  float weight_decay = 1e-2f;   ///< 0 or above

  static constexpr int slots = 2;  ///< m, v
  static constexpr const char* name = "AdamW";

  /// Raises a SettingError if a setting is out of its range.
  void check() const { detail::check_adam(*this); }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    const double keep = 1 - static_cast<double>(rate) * static_cast<double>(weight_decay);
    detail::adam_update(*this, step, rate, T(0), static_cast<T>(keep), parameters, gradients,
                        state);
  }
};

}  // namespace angka::inline ANGKA_ISA
