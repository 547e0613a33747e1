#pragma once

#include <algorithm>
#include <angka/augment/picture.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA::detail {

/// A Gaussian up to three standard deviations, whose weights add up to 1.
struct Gaussian {
  static constexpr int greatest_sigma = 32, greatest_radius = 3 * greatest_sigma;
  static constexpr int block = 4;  ///< rows that are smoothed at once

  int radius;
  float weights[2 * (greatest_radius + block) + 1];

  explicit Gaussian(double sigma) : radius(static_cast<int>(std::ceil(3 * sigma))) {
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) sum += std::exp(-0.5 * i * i / (sigma * sigma));
    const int reach = radius + block;
    for (int i = 0; i <= reach; ++i) {
      const double weight = i > radius ? 0 : std::exp(-0.5 * i * i / (sigma * sigma)) / sum;
      weights[reach - i] = weights[reach + i] = static_cast<float>(weight);
    }
  }
  /// center()[i] is the weight at distance i, also negative; 0 in the `block` beyond the radius.
  const float* center() const { return weights + radius + block; }
};

/// Smooths scratch.framed, by rows and then by columns; beyond it are zeros. Calls
/// take(y, x, values) with what becomes of the register of values at row y and column x.
template <class Take>
void smooth(const Scratch& scratch, const Gaussian& gaussian, Take&& take) {
  using Pack = FloatLanes;
  constexpr int block = Gaussian::block;
  const Rows &plain = scratch.plain, &framed = scratch.framed;
  const float* const weight = gaussian.center();
  scratch.close_frame();
  const int radius = std::min(gaussian.radius, plain.width - 1);
  for (int y = 0; y < plain.height; ++y)
    for (int x = 0; x < plain.width; x += Pack::count) {
      const float* at = framed.row(y) + x;
      Pack sum = weight[0] * Pack::load(at);
      for (int i = 1; i <= radius; ++i)
        sum = fma(weight[i], Pack::load_unaligned(at - i) + Pack::load_unaligned(at + i), sum);
      sum.store(plain.row(y) + x);
    }
  for (int y = 0; y < plain.height; y += block) {
    const int top = std::max(0, y - gaussian.radius);
    const int bottom = std::min(plain.height, y + block + gaussian.radius);
    for (int x = 0; x < plain.width; x += Pack::count) {
      Pack sum[block] = {0.0f, 0.0f, 0.0f, 0.0f};
      for (int from = top; from < bottom; ++from) {
        const Pack value = Pack::load(plain.row(from) + x);
        ANGKA_UNROLL
        for (int k = 0; k < block; ++k) sum[k] = fma(weight[from - y - k], value, sum[k]);
      }
      for (int k = 0; k < std::min(block, plain.height - y); ++k) take(y + k, x, sum[k]);
    }
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
