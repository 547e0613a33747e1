#pragma once

#include <angka/layers/activation.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// min(max(x + 3, 0), 6) / 6.
template <class T>
Lanes<T> hard_sigmoid(Lanes<T> x) {
  const Lanes<T> six(T(6));
  return min(max(x + Lanes<T>(T(3)), Lanes<T>(T(0))), six) / six;
}

}  // namespace detail

/// y = min(max(x, 0), 6). Shape kept. Same as torch.nn.ReLU6.
///
/// Source: Krizhevsky 2010 (Convolutional deep belief networks on CIFAR-10).
/// Example: `Network<Input<1, 8, 8>, Conv2D<4, 3>, ReLU6, Dense<3>> net;`
struct ReLU6 {
  static constexpr const char* kind = "relu6";
  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<ReLU6, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return min(max(x, Lanes<T>(T(0))), Lanes<T>(T(6)));
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    const Lanes<T> zero(T(0));
    return where_less(zero, y, where_less(y, Lanes<T>(T(6)), Lanes<T>(T(1)), zero), zero);
  }
};

/// y = min(max(x + 3, 0), 6) / 6. Shape kept. Same as torch.nn.Hardsigmoid.
///
/// Source: Howard et al. 2019 (arXiv 1905.02244).
struct HardSigmoid {
  static constexpr const char* kind = "hard_sigmoid";
  static constexpr bool monotone = true;
  static constexpr bool slope_from_output = true;
  template <Shape In>
  using Bind = Elementwise<HardSigmoid, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return detail::hard_sigmoid(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T>, Lanes<T> y) const {
    const Lanes<T> zero(T(0)), one(T(1));
    return where_less(zero, y, where_less(y, one, Lanes<T>(T(1) / T(6)), zero), zero);
  }
};

/// y = x min(max(x + 3, 0), 6) / 6. Shape kept. Same as torch.nn.Hardswish.
///
/// Source: Howard et al. 2019 (arXiv 1905.02244).
struct HardSwish {
  static constexpr const char* kind = "hard_swish";
  static constexpr bool slope_from_output = false;
  template <Shape In>
  using Bind = Elementwise<HardSwish, In>;

  template <class T>
  Lanes<T> value(Lanes<T> x) const {
    return max(x, Lanes<T>(T(-3))) * detail::hard_sigmoid(x);
  }
  template <class T>
  Lanes<T> slope(Lanes<T> x, Lanes<T>) const {
    const Lanes<T> zero(T(0)), three(T(3));
    const Lanes<T> inside = fma(x, Lanes<T>(T(1) / T(3)), Lanes<T>(T(0.5)));
    return where_less(-three, x, where_less(x, three, inside, Lanes<T>(T(1))), zero);
  }
};

}  // namespace angka::inline ANGKA_ISA
