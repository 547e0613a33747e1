#pragma once

// The transforms of Winograd's convolution F(4 x 4, 3 x 3), between a tile's pixels and its points.

#include <angka/core/lanes.hpp>

namespace angka::inline ANGKA_ISA::detail {

inline constexpr int winograd_tile = 4;    ///< outputs on a side
inline constexpr int winograd_window = 6;  ///< inputs on a side
inline constexpr int winograd_points = winograd_window * winograd_window;

/// y = B^T x, for inputs.
template <class V>
[[gnu::always_inline]] inline void winograd_input(const V (&x)[6], V (&y)[6]) {
  using T = typename V::Scalar;
  const V two(T(2)), four(T(4)), five(T(5));
  const V even = x[4] - four * x[2], odd = x[3] - four * x[1];
  const V near = x[4] - x[2], far = two * (x[3] - x[1]);
  y[0] = fma(four, x[0], fma(-five, x[2], x[4]));
  y[1] = even + odd;
  y[2] = even - odd;
  y[3] = near + far;
  y[4] = near - far;
  y[5] = fma(four, x[1], fma(-five, x[3], x[5]));
}

/// y = A^T x, for outputs.
template <class V>
[[gnu::always_inline]] inline void winograd_output(const V (&x)[6], V (&y)[4]) {
  using T = typename V::Scalar;
  const V one_sum = x[1] + x[2], one_difference = x[1] - x[2];
  const V two_sum = x[3] + x[4], two_difference = x[3] - x[4];
  y[0] = x[0] + one_sum + two_sum;
  y[1] = fma(V(T(2)), two_difference, one_difference);
  y[2] = fma(V(T(4)), two_sum, one_sum);
  y[3] = fma(V(T(8)), two_difference, one_difference) + x[5];
}

/// y = A x, for output gradients.
template <class V>
[[gnu::always_inline]] inline void winograd_output_gradient(const V (&x)[4], V (&y)[6]) {
  using T = typename V::Scalar;
  const V even = x[0] + x[2], odd = x[1] + x[3];
  const V even4 = fma(V(T(4)), x[2], x[0]), odd4 = V(T(2)) * fma(V(T(4)), x[3], x[1]);
  y[0] = x[0];
  y[1] = even + odd;
  y[2] = even - odd;
  y[3] = even4 + odd4;
  y[4] = even4 - odd4;
  y[5] = x[3];
}

/// y = G x, for weights.
template <class V>
[[gnu::always_inline]] inline void winograd_weights(const V (&x)[3], V (&y)[6]) {
  using T = typename V::Scalar;
  const V sixth(T(1) / T(6)), twelfth(T(1) / T(12)), half(T(0.5));
  const V outer = -sixth * (x[0] + x[2]), middle = sixth * x[1];
  const V spread = fma(V(T(4)), x[2], x[0]) * (half * twelfth), inner = twelfth * x[1];
  y[0] = V(T(0.25)) * x[0];
  y[1] = outer - middle;
  y[2] = outer + middle;
  y[3] = spread + inner;
  y[4] = spread - inner;
  y[5] = x[2];
}

/// y = G^T x, for weight gradients.
template <class V>
[[gnu::always_inline]] inline void winograd_weight_gradient(const V (&x)[6], V (&y)[3]) {
  using T = typename V::Scalar;
  const V sixth(T(1) / T(6)), twelfth(T(1) / T(12)), half(T(0.5));
  const V one_sum = -sixth * (x[1] + x[2]), two_sum = x[3] + x[4];
  y[0] = fma(V(T(0.25)), x[0], fma(half * twelfth, two_sum, one_sum));
  y[1] = fma(twelfth, x[3] - x[4], sixth * (x[2] - x[1]));
  y[2] = fma(sixth, two_sum, one_sum) + x[5];
}

/// Applies a one-dimensional transform to the columns of a tile, then to its rows.
template <int From, int To, class V, class Transform>
[[gnu::always_inline]] inline void winograd_both(const V (&x)[From][From], V (&y)[To][To],
                                                 Transform&& transform) {
  V half[To][From];
  for (int c = 0; c < From; ++c) {
    V column[From], result[To];
    ANGKA_UNROLL
    for (int r = 0; r < From; ++r) column[r] = x[r][c];
    transform(column, result);
    ANGKA_UNROLL
    for (int r = 0; r < To; ++r) half[r][c] = result[r];
  }
  for (int r = 0; r < To; ++r) transform(half[r], y[r]);
}

}  // namespace angka::inline ANGKA_ISA::detail
