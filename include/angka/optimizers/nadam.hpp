#pragma once

#include <angka/optimizers/adam.hpp>

namespace angka::inline ANGKA_ISA {

/// Adam with Nesterov's momentum, which grows with the steps.
///
///     g = gradient + weight_decay p
///     m = beta1 m + (1 - beta1) g
///     v = beta2 v + (1 - beta2) g^2
///     u(i) = beta1 (1 - 0.96^(i momentum_decay) / 2), U = u(1) u(2) ... u(step)
///     p = p - rate ((1 - u(step)) / (1 - U) g + u(step + 1) / (1 - U u(step + 1)) m)
///             / (sqrt(v / (1 - beta2^step)) + epsilon)
///
/// Source: Dozat 2016 (Incorporating Nesterov momentum into Adam); as torch.optim.NAdam of
/// PyTorch 2.13.
/// Example: `Model<Net, CrossEntropy, Nadam> model{seed(1), {}, Nadam{.learning_rate = 1e-3f}};`
struct Nadam {
  float learning_rate = 2e-3f;   ///< above 0
  float beta1 = 0.9f;            ///< in [0, 1)
  float beta2 = 0.999f;          ///< in [0, 1)
  float epsilon = 1e-8f;         ///< above 0
  float weight_decay = 0;        ///< 0 or above
  float momentum_decay = 4e-3f;  ///< 0 or above

  static constexpr int slots = 2;  ///< m, v
  static constexpr const char* name = "Nadam";

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    detail::check_adam(*this);
    expect_setting(momentum_decay >= 0, name, "momentum_decay", "0 or above", momentum_decay);
  }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    using Pack = Lanes<T>;
    const double b1 = beta1, b2 = beta2, speed = rate;
    const auto momentum = [&](std::int64_t i) {
      return b1 * (1 - std::pow(0.96, static_cast<double>(i) * double{momentum_decay}) / 2);
    };
    double product = 1;  // soon too small to matter
    for (std::int64_t i = 1; i <= step && product > 1e-20; ++i) product *= momentum(i);
    const double now = momentum(step), next = momentum(step + 1);
    const Pack of_gradient(static_cast<T>(-speed * (1 - now) / (1 - product)));
    const Pack of_mean(static_cast<T>(-speed * next / (1 - product * next)));
    const Pack old1(static_cast<T>(b1)), new1(static_cast<T>(1 - b1));
    const Pack old2(static_cast<T>(b2)), new2(static_cast<T>(1 - b2));
    const double correction = 1 - std::pow(b2, static_cast<double>(step));
    const Pack scale(static_cast<T>(1 / std::sqrt(correction))), offset(static_cast<T>(epsilon));
    const Pack decay(static_cast<T>(weight_decay));
    for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
      const Pack p = Pack::load(&parameters[i]);
      const Pack g = fma(decay, p, Pack::load(&gradients[i]));
      const Pack m = fma(old1, Pack::load(state[0] + i), new1 * g);
      const Pack v = fma(old2, Pack::load(state[1] + i), new2 * (g * g));
      m.store(state[0] + i);
      v.store(state[1] + i);
      const Pack direction = fma(of_mean, m, of_gradient * g);
      (p + direction / fma(scale, sqrt(v), offset)).store(&parameters[i]);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
