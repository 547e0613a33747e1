#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>

namespace angka::inline ANGKA_ISA {

/// RMSprop: gradients divided by a running root mean square (or, centered, by the running standard
/// deviation), with momentum and L2 weight decay.
///
///     g = gradient + weight_decay p
///     v = alpha v + (1 - alpha) g^2
///     m = alpha m + (1 - alpha) g                                    centered only, else 0
///     b = momentum b + g / (sqrt(v - m^2) + epsilon)
///     p = p - rate b
///
/// Source: Hinton's lecture 6e (2012), centered: Graves (2013); as torch.optim.RMSprop of PyTorch
/// 1.13, but v - m^2 is never taken below 0.
/// Example: `Model<Net, CrossEntropy, RMSprop> model{seed(1), {}, RMSprop{.momentum = 0.9f}};`
struct RMSprop {
  float learning_rate = 1e-2f;  ///< above 0
  float alpha = 0.99f;          ///< in [0, 1)
  float epsilon = 1e-8f;        ///< above 0
  float momentum = 0;           ///< in [0, 1)
  float weight_decay = 0;       ///< 0 or above
  bool centered = false;

  static constexpr int slots = 3;  ///< v, b, m
  static constexpr const char* name = "RMSprop";

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    expect_setting(learning_rate > 0, name, "learning_rate", "above 0", learning_rate);
    expect_setting(alpha >= 0 && alpha < 1, name, "alpha", "in [0, 1)", alpha);
    expect_setting(epsilon > 0, name, "epsilon", "above 0", epsilon);
    expect_setting(momentum >= 0 && momentum < 1, name, "momentum", "in [0, 1)", momentum);
    expect_setting(weight_decay >= 0, name, "weight_decay", "0 or above", weight_decay);
  }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    using Pack = Lanes<T>;
    const Pack decay(static_cast<T>(weight_decay)), mu(static_cast<T>(momentum)), minus_rate(-rate);
    const Pack keep(static_cast<T>(alpha)), fresh(static_cast<T>(1 - static_cast<double>(alpha)));
    const Pack zero(T(0)), offset(static_cast<T>(epsilon));
    for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
      const Pack p = Pack::load(&parameters[i]);
      const Pack g = fma(decay, p, Pack::load(&gradients[i]));
      const Pack v = fma(keep, Pack::load(state[0] + i), fresh * (g * g));
      v.store(state[0] + i);
      Pack variance = v;
      if (centered) {
        const Pack m = fma(keep, Pack::load(state[2] + i), fresh * g);
        m.store(state[2] + i);
        variance = max(fma(-m, m, v), zero);
      }
      Pack direction = g / (sqrt(variance) + offset);
      if (momentum != 0) {
        direction = fma(mu, Pack::load(state[1] + i), direction);
        direction.store(state[1] + i);
      }
      fma(minus_rate, direction, p).store(&parameters[i]);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
