#pragma once

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace angka::inline ANGKA_ISA {

/// Lion: steps of one length, by the sign of a mixture of gradient and its running mean, with
/// decoupled weight decay. Its learning rate is a third to a tenth of Adam's.
///
///     p = p - rate (sign(beta1 m + (1 - beta1) gradient) + weight_decay p)
///     m = beta2 m + (1 - beta2) gradient
///
/// Source: Chen et al. 2023 (arXiv 2302.06675), algorithm 2.
/// Example: `Model<Net, CrossEntropy, Lion> model{seed(1), {}, Lion{.weight_decay = 0.1f}};`
struct Lion {
  float learning_rate = 1e-4f;  ///< above 0
  float beta1 = 0.9f;           ///< in [0, 1)
  float beta2 = 0.99f;          ///< in [0, 1)
  float weight_decay = 0;       ///< 0 or above

  static constexpr int slots = 1;  ///< m
  static constexpr const char* name = "Lion";

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    expect_setting(learning_rate > 0, name, "learning_rate", "above 0", learning_rate);
    expect_setting(beta1 >= 0 && beta1 < 1, name, "beta1", "in [0, 1)", beta1);
    expect_setting(beta2 >= 0 && beta2 < 1, name, "beta2", "in [0, 1)", beta2);
    expect_setting(weight_decay >= 0, name, "weight_decay", "0 or above", weight_decay);
  }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    using Pack = Lanes<T>;
    const double b1 = beta1, b2 = beta2;
    const Pack old1(static_cast<T>(b1)), new1(static_cast<T>(1 - b1));
    const Pack old2(static_cast<T>(b2)), new2(static_cast<T>(1 - b2));
    const Pack keep(static_cast<T>(1 - static_cast<double>(rate) * double{weight_decay}));
    const Pack zero(T(0)), forward(-rate), back(rate);
    for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
      const Pack g = Pack::load(&gradients[i]), m = Pack::load(state[0] + i);
      const Pack mixed = fma(old1, m, new1 * g);
      const Pack move = where_less(zero, mixed, forward, where_less(mixed, zero, back, zero));
      fma(keep, Pack::load(&parameters[i]), move).store(&parameters[i]);
      fma(old2, m, new2 * g).store(state[0] + i);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
