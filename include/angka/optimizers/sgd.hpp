#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>

namespace angka::inline ANGKA_ISA {

/// Stochastic gradient descent, with momentum (heavy ball or Nesterov) and L2 weight decay.
///
///     g = gradient + weight_decay p
///     b = momentum b + g
///     p = p - rate (nesterov ? g + momentum b : b)
///
/// Source: as torch.optim.SGD of PyTorch 1.13 with dampening 0.
/// Example: `Model<Net, CrossEntropy, SGD> model{seed(1), {}, SGD{.momentum = 0.9f}};`
struct SGD {
  float learning_rate = 1e-2f;  ///< above 0
  float momentum = 0;           ///< in [0, 1)
  float weight_decay = 0;       ///< 0 or above
  bool nesterov = false;        ///< wants momentum above 0

  static constexpr int slots = 1;  ///< b
  static constexpr const char* name = "SGD";

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    expect_setting(learning_rate > 0, name, "learning_rate", "above 0", learning_rate);
    expect_setting(momentum >= 0 && momentum < 1, name, "momentum", "in [0, 1)", momentum);
    expect_setting(weight_decay >= 0, name, "weight_decay", "0 or above", weight_decay);
    expect_setting(!nesterov || momentum > 0, name, "momentum", "above 0 for nesterov", momentum);
  }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    using Pack = Lanes<T>;
    const Pack decay(static_cast<T>(weight_decay)), mu(static_cast<T>(momentum)), minus_rate(-rate);
    for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
      const Pack p = Pack::load(&parameters[i]);
      const Pack g = fma(decay, p, Pack::load(&gradients[i]));
      Pack direction = g;
      if (momentum != 0) {
        const Pack b = fma(mu, Pack::load(state[0] + i), g);
        b.store(state[0] + i);
        direction = nesterov ? fma(mu, b, g) : b;
      }
      fma(minus_rate, direction, p).store(&parameters[i]);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
