#pragma once

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace angka::inline ANGKA_ISA {

/// Adagrad: gradients divided by the root of the sum of all their squares so far.
///
///     g = gradient + weight_decay p
///     v = v + g^2
///     p = p - rate / (1 + (step - 1) rate_decay) g / (sqrt(v) + epsilon)
///
/// Source: Duchi, Hazan, Singer 2011 (JMLR 12); as torch.optim.Adagrad of PyTorch 2.13.
/// Example: `Model<Net, CrossEntropy, Adagrad> model{seed(1), {}, Adagrad{.learning_rate =
/// 0.05f}};`
struct Adagrad {
  float learning_rate = 1e-2f;  ///< above 0
  float rate_decay = 0;         ///< 0 or above
  float epsilon = 1e-10f;       ///< above 0
  float weight_decay = 0;       ///< 0 or above

  static constexpr int slots = 1;  ///< v
  static constexpr const char* name = "Adagrad";

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    expect_setting(learning_rate > 0, name, "learning_rate", "above 0", learning_rate);
    expect_setting(rate_decay >= 0, name, "rate_decay", "0 or above", rate_decay);
    expect_setting(epsilon > 0, name, "epsilon", "above 0", epsilon);
    expect_setting(weight_decay >= 0, name, "weight_decay", "0 or above", weight_decay);
  }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    using Pack = Lanes<T>;
    const double falling = 1 + static_cast<double>(step - 1) * static_cast<double>(rate_decay);
    const Pack minus_rate(static_cast<T>(-static_cast<double>(rate) / falling));
    const Pack decay(static_cast<T>(weight_decay)), offset(static_cast<T>(epsilon));
    for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
      const Pack p = Pack::load(&parameters[i]);
      const Pack g = fma(decay, p, Pack::load(&gradients[i]));
      const Pack v = fma(g, g, Pack::load(state[0] + i));
      v.store(state[0] + i);
      fma(minus_rate, g / (sqrt(v) + offset), p).store(&parameters[i]);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
