#pragma once

// Winograd's convolution F(4 x 4, 3 x 3) of a single image: lanes are channels, inputs before the
// product and outputs behind it.
//
// Source: Lavin, Gray: Fast algorithms for convolutional neural networks (2015, arXiv 1509.09308).

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/share.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>
#include <angka/kernels/single_rows.hpp>
#include <angka/kernels/winograd.hpp>
#include <type_traits>

namespace angka::inline ANGKA_ISA::detail {

/// Winograd's convolution of one image, a register of output channels after the other.
template <ConvolutionShape S, class T>
struct SingleWinograd {
  static constexpr int lanes = Lanes<T>::count;
  static constexpr int inputs = S.group_inputs, outputs = S.group_outputs;
  static constexpr int padding = S.window.rows.padding_before(S.height);
  static constexpr int rows = S.output_height(), columns = S.output_width();
  static constexpr int tile_rows = round_up(rows, winograd_tile) / winograd_tile;
  static constexpr int tile_columns = round_up(columns, winograd_tile) / winograd_tile;
  static constexpr int tiles = tile_rows * tile_columns;

  /// Whether it is worth transforming the weights for one image alone, which takes as long as some
  /// 150 products of each.
  static constexpr bool pays = winograd_pays(S) && lanes > 1 &&
                               2 * 9 * rows* columns > 3 * (winograd_points * tiles + 150);

  // The image with its zeros around it, pixel by pixel.
  static constexpr int height = winograd_tile * tile_rows + 2;
  static constexpr int width = winograd_tile * tile_columns + 2;
  static constexpr int pitch = round_up(inputs, lanes);
  static constexpr int image_size = height * width * pitch;

  // From one point to the next: a register more than needed, since a power of two would put all
  // points of a tile into the same few lines of the cache.
  static constexpr int input_step = tiles * pitch + lanes;    ///< point, tile, input
  static constexpr int weight_step = inputs * lanes + lanes;  ///< point, input, output
  static constexpr int product_step = tiles * lanes + lanes;  ///< point, tile, output
  static constexpr int band_size = winograd_tile * columns * lanes;
  static constexpr int workspace =
      image_size + winograd_points * (input_step + weight_step + product_step) + band_size;

  /// The convolution of all rows of tiles or a share of them, then P x P max pooling with windows
  /// side by side; P divides a tile's side.
  template <int P, class Part>
  static void run(const T* input, const T* weights, const T* bias, T* output, T* memory,
                  Part part) {
    constexpr int plane = (rows / P) * (columns / P);
    T* points = memory + image_size;
    T* factors = points + winograd_points * input_step;
    T* products = factors + winograd_points * weight_step;
    auto* band = reinterpret_cast<Lanes<T>*>(products + winograd_points * product_step);
    const int first = part.begin(tile_rows), last = part.end(tile_rows);
    spread(input, memory, first, last);
    transform_input(memory, points, first * tile_columns, last * tile_columns);
    for (int o = 0; o < outputs; o += lanes) {
      transform_weights(weights + o, factors);
      multiply(points, factors, products, part);
      const Lanes<T> start = bias ? Lanes<T>::load_unaligned(bias + o) : Lanes<T>(T(0));
      for (int tile_row = first; tile_row < last; ++tile_row) {
        transform_output(products + tile_row * tile_columns * lanes, start, band);
        const int y = tile_row * winograd_tile / P;
        for (int r = 0; r < winograd_tile / P && y + r < rows / P; ++r)
          pool_channels<P, columns>(band + r * P * columns, outputs - o,
                                    output + o * plane + (y + r) * (columns / P), plane);
      }
    }
  }

 private:
  // Transforms stand apart, so that the whole and its shares are rounded alike.

  /// The channels of each pixel side by side, of what rows of tiles read.
  static void spread(const T* input, T* to, int first, int last) {
    const int begin = first * winograd_tile, end = last * winograd_tile + 2;
    std::fill_n(to + begin * width * pitch, (end - begin) * width * pitch, T(0));
    for (int y = std::max(0, begin - padding); y < std::min(S.height, end - padding); ++y)
      for (int x = 0; x < S.width; ++x)
        for (int i = 0; i < inputs; ++i)
          to[((y + padding) * width + x + padding) * pitch + i] =
              input[(i * S.height + y) * S.width + x];
  }

  ANGKA_APART static void transform_input(const T* image, T* to, int first, int last) {
    for (int tile = first; tile < last; ++tile) {
      const int top = tile / tile_columns * winograd_tile;
      const int left = tile % tile_columns * winograd_tile;
      for (int i = 0; i < inputs; i += lanes) {
        Lanes<T> window[6][6], point[6][6];
        for (int k = 0; k < winograd_points; ++k)
          window[k / 6][k % 6] =
              Lanes<T>::load(image + ((top + k / 6) * width + left + k % 6) * pitch + i);
        winograd_both<6, 6>(
            window, point,
            [](const auto& x, auto& y) __attribute__((always_inline)) { winograd_input(x, y); });
        for (int p = 0; p < winograd_points; ++p)
          point[p / 6][p % 6].store(to + p * input_step + tile * pitch + i);
      }
    }
  }

  ANGKA_APART static void transform_weights(const T* weights, T* to) {
    for (int i = 0; i < inputs; ++i) {
      Lanes<T> tap[3][3], point[6][6];
      for (int k = 0; k < 9; ++k)
        tap[k / 3][k % 3] = Lanes<T>::load_unaligned(weights + (k * inputs + i) * outputs);
      winograd_both<3, 6>(
          tap, point,
          [](const auto& x, auto& y) __attribute__((always_inline)) { winograd_weights(x, y); });
      for (int p = 0; p < winograd_points; ++p)
        point[p / 6][p % 6].store(to + p * weight_step + i * lanes);
    }
  }

  template <class Part>
  static void multiply(const T* points, const T* factors, T* to, Part part) {
    for (int p = 0; p < winograd_points; ++p) {
      const auto run = [&]<int Tiles>(int tile) {
        multiply_block<Tiles>(points + p * input_step + tile * pitch, factors + p * weight_step,
                              to + p * product_step + tile * lanes);
      };
      if constexpr (std::is_same_v<Part, Whole>)
        in_blocks<tiles, choose_block(1, tiles, register_block).columns>(run);
      else
        in_blocks<(register_block > 16 ? 16 : 8)>(part.begin(tile_rows) * tile_columns,
                                                  part.end(tile_rows) * tile_columns, run);
    }
  }

  template <int Tiles>
  [[gnu::always_inline]] static inline void multiply_block(const T* x, const T* factor, T* to) {
    Lanes<T> sum[Tiles];
    ANGKA_UNROLL
    for (int t = 0; t < Tiles; ++t) sum[t] = Lanes<T>(T(0));
    for (int i = 0; i < inputs; ++i) {
      const Lanes<T> weight = Lanes<T>::load(factor + i * lanes);
      ANGKA_UNROLL
      for (int t = 0; t < Tiles; ++t) sum[t] = fma(weight, Lanes<T>(x[t * pitch + i]), sum[t]);
    }
    ANGKA_UNROLL
    for (int t = 0; t < Tiles; ++t) sum[t].store(to + t * lanes);
  }

  /// A row of tiles.
  ANGKA_APART static void transform_output(const T* products, Lanes<T> bias, Lanes<T>* band) {
    for (int tile = 0; tile < tile_columns; ++tile) {
      Lanes<T> point[6][6], pixel[4][4];
      for (int p = 0; p < winograd_points; ++p)
        point[p / 6][p % 6] = Lanes<T>::load(products + p * product_step + tile * lanes);
      winograd_both<6, 4>(
          point, pixel,
          [](const auto& x, auto& y) __attribute__((always_inline)) { winograd_output(x, y); });
      for (int k = 0; k < winograd_tile * winograd_tile; ++k)
        if (tile * winograd_tile + k % 4 < columns)
          band[k / 4 * columns + tile * winograd_tile + k % 4] = pixel[k / 4][k % 4] + bias;
    }
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
