#pragma once

#include <angka/optimizers/adam.hpp>

namespace angka::inline ANGKA_ISA {

/// Rectified Adam: while too few squares are known to divide by, momentum alone; then steps that
/// grow to Adam's, which makes a warm-up needless.
///
///     g = gradient + weight_decay p
///     m = beta1 m + (1 - beta1) g
///     v = beta2 v + (1 - beta2) g^2
///     n = 2 / (1 - beta2) - 1, k = n - 2 step beta2^step / (1 - beta2^step)
///     r = sqrt((k - 4) (k - 2) n / ((n - 4) (n - 2) k))
///     p = p - rate m / (1 - beta1^step) (k > 5 ? r sqrt(1 - beta2^step) / (sqrt(v) + epsilon) : 1)
///
/// Source: Liu et al. 2019 (arXiv 1908.03265); as torch.optim.RAdam of PyTorch 2.13.
/// Example: `Model<Net, CrossEntropy, RAdam> model{seed(1), {}, RAdam{.learning_rate = 2e-3f}};`
struct RAdam {
  float learning_rate = 1e-3f;  ///< above 0
  float beta1 = 0.9f;           ///< in [0, 1)
  float beta2 = 0.999f;         ///< in [0, 1)
  float epsilon = 1e-8f;        ///< above 0
  float weight_decay = 0;       ///< 0 or above

  static constexpr int slots = 2;  ///< m, v
  static constexpr const char* name = "RAdam";

  /// Raises a SettingError if a setting is out of its range.
  void check() const { detail::check_adam(*this); }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    using Pack = Lanes<T>;
    const double b1 = beta1, b2 = beta2, count = static_cast<double>(step);
    const double power = std::pow(b2, count), correction2 = 1 - power;
    const double most = 2 / (1 - b2) - 1, known = most - 2 * count * power / correction2;
    const bool adapts = known > 5;
    const double rectified = adapts ? std::sqrt((known - 4) * (known - 2) * most /
                                                ((most - 4) * (most - 2) * known) * correction2)
                                    : 1;
    const Pack minus_rate(
        static_cast<T>(-static_cast<double>(rate) / (1 - std::pow(b1, count)) * rectified));
    const Pack old1(static_cast<T>(b1)), new1(static_cast<T>(1 - b1));
    const Pack old2(static_cast<T>(b2)), new2(static_cast<T>(1 - b2));
    const Pack decay(static_cast<T>(weight_decay)), offset(static_cast<T>(epsilon));
    for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
      const Pack p = Pack::load(&parameters[i]);
      const Pack g = fma(decay, p, Pack::load(&gradients[i]));
      const Pack m = fma(old1, Pack::load(state[0] + i), new1 * g);
      const Pack v = fma(old2, Pack::load(state[1] + i), new2 * (g * g));
      m.store(state[0] + i);
      v.store(state[1] + i);
      fma(minus_rate, adapts ? m / (sqrt(v) + offset) : m, p).store(&parameters[i]);
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
