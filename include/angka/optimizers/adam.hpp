#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>

namespace angka::inline ANGKA_ISA {
namespace detail {

/// What Adam and AdamW share. The gradient becomes gradient + decay p after p became keep p.
template <class T, class Settings>
void adam_update(const Settings& settings, std::int64_t step, T rate, T decay, T keep,
                 std::span<T> parameters, std::span<const T> gradients, std::array<T*, 2> state) {
  using Pack = Lanes<T>;
  const double beta1 = settings.beta1, beta2 = settings.beta2;
  const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
  const double correction2 = 1 - std::pow(beta2, static_cast<double>(step));
  const Pack old1(static_cast<T>(beta1)), new1(static_cast<T>(1 - beta1));
  const Pack old2(static_cast<T>(beta2)), new2(static_cast<T>(1 - beta2));
  const Pack scale(static_cast<T>(1 / std::sqrt(correction2)));
  const Pack epsilon(static_cast<T>(settings.epsilon));
  const Pack minus_rate(static_cast<T>(-static_cast<double>(rate) / correction1));
  for (std::size_t i = 0; i < parameters.size(); i += Pack::count) {
    const Pack p = Pack(keep) * Pack::load(&parameters[i]);
    const Pack g = fma(Pack(decay), p, Pack::load(&gradients[i]));
    const Pack m = fma(old1, Pack::load(state[0] + i), new1 * g);
    const Pack v = fma(old2, Pack::load(state[1] + i), new2 * (g * g));
    m.store(state[0] + i);
    v.store(state[1] + i);
    fma(minus_rate, m / fma(scale, sqrt(v), epsilon), p).store(&parameters[i]);
  }
}

template <class Settings>
void check_adam(const Settings& s) {
  expect_setting(s.learning_rate > 0, s.name, "learning_rate", "above 0", s.learning_rate);
  expect_setting(s.beta1 >= 0 && s.beta1 < 1, s.name, "beta1", "in [0, 1)", s.beta1);
  expect_setting(s.beta2 >= 0 && s.beta2 < 1, s.name, "beta2", "in [0, 1)", s.beta2);
  expect_setting(s.epsilon > 0, s.name, "epsilon", "above 0", s.epsilon);
  expect_setting(s.weight_decay >= 0, s.name, "weight_decay", "0 or above", s.weight_decay);
}

}  // namespace detail

/// Adam: steps scaled by running means of the gradient and of its square. Weight decay is L2, added
/// to the gradient; for decoupled weight decay see AdamW.
///
///     g = gradient + weight_decay p
///     m = beta1 m + (1 - beta1) g
///     v = beta2 v + (1 - beta2) g^2
///     p = p - rate (m / (1 - beta1^step)) / (sqrt(v / (1 - beta2^step)) + epsilon)
///
/// Source: Kingma, Ba: Adam (ICLR 2015); as torch.optim.Adam of PyTorch 1.13.
/// Example: `Model<Net, CrossEntropy, Adam> model{seed(1), {}, Adam{.learning_rate = 2e-3f}};`
struct Adam {
  float learning_rate = 1e-3f;  ///< above 0
  float beta1 = 0.9f;           ///< in [0, 1)
  float beta2 = 0.999f;         ///< in [0, 1)
  float epsilon = 1e-8f;        ///< above 0
  float weight_decay = 0;       ///< 0 or above

  static constexpr int slots = 2;  ///< m, v
  static constexpr const char* name = "Adam";

  /// Raises a SettingError if a setting is out of its range.
  void check() const { detail::check_adam(*this); }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, slots> state) const {
    detail::adam_update(*this, step, rate, static_cast<T>(weight_decay), T(1), parameters,
                        gradients, state);
  }
};

}  // namespace angka::inline ANGKA_ISA
