#pragma once

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/lanes.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace angka::inline ANGKA_ISA {

/// Another optimizer with a penalty on the size of parameters, which is added to the loss: l1 times
/// the sum of |p|, which makes many of them 0 or nearly so, and l2 / 2 times the sum of p^2. (The
/// loss that is reported is without it.)
///
///     g = gradient + l1 sign(p) + l2 p
///
/// Source: Zou, Hastie 2005 (Regularization and variable selection via the elastic net).
/// Example: `Model<Net, CrossEntropy, ElasticNet<Adam>> model{seed(1), {}, {Adam{}, 1e-5f, 1e-4f}};`
template <class Optimizer>
struct ElasticNet : Optimizer {
  float l1 = 0;  ///< 0 or above
  float l2 = 0;  ///< 0 or above

  /// Raises a SettingError if a setting is out of its range.
  void check() const {
    Optimizer::check();
    expect_setting(l1 >= 0, "ElasticNet", "l1", "0 or above", l1);
    expect_setting(l2 >= 0, "ElasticNet", "l2", "0 or above", l2);
  }

  /// One step; see the concept Optimizer.
  template <class T>
  void update(std::int64_t step, T rate, std::span<T> parameters, std::span<const T> gradients,
              std::array<T*, Optimizer::slots> state) const {
    if (l1 == 0 && l2 == 0)
      return Optimizer::template update<T>(step, rate, parameters, gradients, state);
    using Pack = Lanes<T>;
    constexpr std::size_t most = 512;
    const Pack zero(T(0)), one(T(1)), first{T(l1)}, second{T(l2)};
    alignas(64) T penalised[most];
    for (std::size_t begin = 0; begin < parameters.size(); begin += most) {
      const std::size_t count = std::min(most, parameters.size() - begin);
      for (std::size_t i = 0; i < count; i += Pack::count) {
        const Pack p = Pack::load(&parameters[begin + i]);
        const Pack sign = where_less(zero, p, one, where_less(p, zero, -one, zero));
        fma(first, sign, fma(second, p, Pack::load(&gradients[begin + i]))).store(penalised + i);
      }
      Optimizer::template update<T>(step, rate, parameters.subspan(begin, count),
                                    std::span<const T>(penalised, count), state);
      for (T*& slot : state) slot += count;
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
