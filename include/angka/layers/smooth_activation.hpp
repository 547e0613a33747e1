#pragma once

#include <angka/layers/activation.hpp>

namespace angka::inline ANGKA_ISA {

/// y = log(1 + exp(x)). Shape kept. Same as torch.nn.Softplus.
/// Example: `Network<Input<1, 8, 8>, Dense<4>, Softplus, Dense<3>> net;`
struct Softplus {
  static constexpr const char* kind = "softplus";
  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<Softplus, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return max(x, Lanes<T>(T(0))) + log(Lanes<T>(T(1)) + exp(min(x, -x)));
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    return Lanes<T>(T(1)) - exp(-y);
  }
};

/// y = x tanh(log(1 + exp(x))). Shape kept. Same as torch.nn.Mish.
///
/// Source: Misra 2019 (arXiv 1908.08681).
struct Mish {
  static constexpr const char* kind = "mish";
  static constexpr bool slope_from_output = false;
  template <Shape In>
  using Bind = Elementwise<Mish, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return max(x, Lanes<T>(T(-80))) * gate(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T> x, Lanes<T>) const {
    const Lanes<T> bound(T(80)), one(T(1)), tanh_of = gate(x);
    const Lanes<T> within = max(min(x, bound), -bound);
    return fma(within * sigmoid(x), fma(-tanh_of, tanh_of, one), tanh_of);
  }

 private:
  /// tanh(log(1 + e)) = e (e + 2) / (e (e + 2) + 2) with e = exp(x).
  template <class T>
  static Lanes<T> gate(Lanes<T> x) {
    const Lanes<T> two(T(2)), e = exp(min(x, Lanes<T>(T(20))));
    const Lanes<T> product = e * (e + two);
    return product / (product + two);
  }
};

}  // namespace angka::inline ANGKA_ISA
