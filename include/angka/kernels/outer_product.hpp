#pragma once

#include <angka/core/lanes.hpp>
#include <angka/kernels/blocks.hpp>
#include <cstddef>

namespace angka::inline ANGKA_ISA::detail {

/// gradient[r, v] = sum over images of inputs[r, image] slopes[image, v], for `Rows` inputs and
/// `Vectors` registers of outputs, over all packs; with `Add` added to what is there.
template <int Rows, int Vectors, bool Add, class T>
ANGKA_APART void outer_product_block(const T* inputs, std::size_t input_step,
                                     const Lanes<T>* slopes, int slope_vectors,
                                     std::size_t slope_step, int packs, T* gradient, int outputs,
                                     int output_count) {
  constexpr int lanes = Lanes<T>::count;
  Lanes<T> sum[Rows][Vectors];
  ANGKA_UNROLL
  for (int r = 0; r < Rows; ++r) {
    ANGKA_UNROLL
    for (int v = 0; v < Vectors; ++v) sum[r][v] = Lanes<T>(T(0));
  }
  for (int pack = 0; pack < packs; ++pack) {
    const T* x = inputs + static_cast<std::size_t>(pack) * input_step;
    const Lanes<T>* g = slopes + static_cast<std::size_t>(pack) * slope_step;
    for (int lane = 0; lane < lanes; ++lane) {
      Lanes<T> slope[Vectors];
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v) slope[v] = g[lane * slope_vectors + v];
      ANGKA_UNROLL
      for (int r = 0; r < Rows; ++r) {
        const Lanes<T> input(x[r * lanes + lane]);
        ANGKA_UNROLL
        for (int v = 0; v < Vectors; ++v) sum[r][v] = fma(input, slope[v], sum[r][v]);
      }
    }
  }
  T* to = gradient;
  if (output_count >= Vectors * lanes) {
    ANGKA_UNROLL
    for (int r = 0; r < Rows; ++r, to += outputs) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v)
        (Add ? Lanes<T>::load_unaligned(to + v * lanes) + sum[r][v] : sum[r][v])
            .store_unaligned(to + v * lanes);
    }
  } else {
    for (const auto& row : sum) {
      for (int o = 0; o < output_count; ++o) {
        const T value = row[o / lanes][o % lanes];
        to[o] = Add ? to[o] + value : value;
      }
      to += outputs;
    }
  }
}

/// The same for rows `from` to before `to` and all `Outputs`. Slopes lie image by image, padded to
/// whole registers.
template <int Inputs, int Outputs, bool Add, class T>
void outer_products(const T* inputs, std::size_t input_step, const Lanes<T>* slopes,
                    std::size_t slope_step, int packs, T* gradient, int from, int to) {
  constexpr int lanes = Lanes<T>::count;
  constexpr int vectors = (Outputs + lanes - 1) / lanes;
  constexpr int block = vectors < 4 ? vectors : 4;
  constexpr int rows = register_block / block < 12 ? register_block / block : 12;
  in_blocks<vectors, block>([&]<int Vectors>(int v) {
    const auto run = [&]<int Rows>(int row) {
      outer_product_block<Rows, Vectors, Add>(
          inputs + row * lanes, input_step, slopes + v, vectors, slope_step, packs,
          gradient + row * Outputs + v * lanes, Outputs, Outputs - v * lanes);
    };
    const int whole = from + (to - from) / rows * rows;
    for (int row = from; row < whole; row += rows) run.template operator()<rows>(row);
    for (int row = whole; row < to; ++row) run.template operator()<1>(row);
  });
}

}  // namespace angka::inline ANGKA_ISA::detail
