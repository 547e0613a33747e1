#pragma once

// Winograd's convolution F(4 x 4, 3 x 3): a tile of 4 x 4 outputs takes 36 multiplications for each
// pair of channels instead of 144. Transforms are additions within lanes. Rounding errors are a few
// times those of the direct sum (docs/kernels.md).
//
// Source: Lavin, Gray: Fast algorithms for convolutional neural networks (2015, arXiv 1509.09308).

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>
#include <angka/kernels/outer_product.hpp>
#include <angka/kernels/winograd_transforms.hpp>
#include <cstddef>

namespace angka::inline ANGKA_ISA::detail {

/// Whether Winograd's convolution is worth its transforms: 3 x 3, side by side, many channels.
constexpr bool winograd_pays(const ConvolutionShape& s) {
  const Window& w = s.window;
  return w.winograd && w.rows == w.columns && w.rows.kernel == 3 && w.rows.stride == 1 &&
         w.rows.dilation == 1 && w.groups == 1 && s.group_inputs >= 16 && s.group_outputs >= 16 &&
         s.output_height() >= 4 && s.output_width() >= 4 && w.rows.padding_before(s.height) <= 2;
}

/// Winograd's convolution from `Inputs` channels of Height x Width pixels with `Padding` zeros
/// around them to `Outputs` channels. With `Transposed` it runs from a layer's outputs back to its
/// inputs: weights are read the other way round.
template <int Inputs, int Outputs, int Height, int Width, int Padding, bool Transposed, class T>
struct WinogradConvolution {
  static constexpr int lanes = Lanes<T>::count;
  static constexpr int output_height = Height + 2 * Padding - 2;
  static constexpr int output_width = Width + 2 * Padding - 2;
  static constexpr int tile_rows = (output_height + winograd_tile - 1) / winograd_tile;
  // A row of tiles is cut into segments of like length, whose points lie in a core's own cache.
  static constexpr int row_tiles = (output_width + winograd_tile - 1) / winograd_tile;
  static constexpr int segments = (row_tiles + 7) / 8;
  static constexpr int tiles =
      (row_tiles + segments - 1) / segments;  ///< in a segment; beyond a row: zeros
  // Weights lie with the layer's outputs side by side.
  static constexpr int rows = Transposed ? Outputs : Inputs;
  static constexpr int columns = Transposed ? Inputs : Outputs;
  static constexpr int vectors = (columns + lanes - 1) / lanes;
  static constexpr int pitch = vectors * lanes;

  // From one point to the next: one more than needed, since a power of two would put all points of
  // a tile into the same few lines of the cache.
  static constexpr int weight_step = rows * vectors + 1;
  static constexpr int input_step = tiles * Inputs + 1;
  static constexpr int output_step = tiles * Outputs + 1;
  static constexpr int weight_lanes = winograd_points * weight_step;
  static constexpr int input_lanes = winograd_points * input_step;
  static constexpr int output_lanes = winograd_points * output_step;
  static constexpr int workspace = weight_lanes + input_lanes + output_lanes;

  /// The weights, transformed: point, row, column.
  static void transform_weights(const T* weights, T* to) {
    for (int r = 0; r < rows; ++r) {
      for (int v = 0; v < vectors; ++v) {
        Lanes<T> tap[3][3], point[6][6];
        for (int k = 0; k < 9; ++k) {
          const T* from = weights + ((Transposed ? 8 - k : k) * rows + r) * columns + v * lanes;
          tap[k / 3][k % 3] = load_first(from, columns - v * lanes);
        }
        winograd_both<3, 6>(
            tap, point,
            [](const auto& x, auto& y) __attribute__((always_inline)) { winograd_weights(x, y); });
        for (int p = 0; p < winograd_points; ++p)
          point[p / 6][p % 6].store(to + p * weight_step * lanes + r * pitch + v * lanes);
      }
    }
  }

  /// Segment `segment` of a row of tiles of the image, transformed: point, tile, channel.
  static void transform_input(const Lanes<T>* input, int tile_row, int segment, Lanes<T>* to) {
    for (int tile = 0; tile < tiles; ++tile) {
      const int top = tile_row * winograd_tile - Padding;
      const int left = (segment * tiles + tile) * winograd_tile - Padding;
      for (int i = 0; i < Inputs; ++i) {
        Lanes<T> window[6][6], point[6][6];
        for (int r = 0; r < 6; ++r)
          for (int c = 0; c < 6; ++c)
            window[r][c] = top + r >= 0 && top + r < Height && left + c >= 0 && left + c < Width
                               ? input[(i * Height + top + r) * Width + left + c]
                               : Lanes<T>(T(0));
        winograd_both<6, 6>(
            window, point,
            [](const auto& x, auto& y) __attribute__((always_inline)) { winograd_input(x, y); });
        for (int p = 0; p < winograd_points; ++p)
          to[p * input_step + tile * Inputs + i] = point[p / 6][p % 6];
      }
    }
  }

  /// At each point: products of weights and input, summed over input channels; point, tile, output.
  static void multiply(const T* weights, const Lanes<T>* input, Lanes<T>* to) {
    constexpr int in_step = Transposed ? 1 : pitch, out_step = Transposed ? pitch : 1;
    constexpr Block block{std::min(Outputs, std::max(1, register_block / 4)), std::min(tiles, 4)};
    for (int p = 0; p < winograd_points; ++p) {
      in_blocks<Outputs, block.outputs>([&]<int Count>(int o) {
        in_blocks<tiles, block.columns>([&]<int Tiles>(int tile) {
          const Lanes<T>* x = input + p * input_step + tile * Inputs;
          const T* w = weights + p * weight_step * lanes + o * out_step;
          Lanes<T> sum[Count][Tiles];
          ANGKA_UNROLL
          for (int n = 0; n < Count; ++n) {
            ANGKA_UNROLL
            for (int t = 0; t < Tiles; ++t) sum[n][t] = Lanes<T>(T(0));
          }
          for (int i = 0; i < Inputs; ++i) {
            ANGKA_UNROLL
            for (int n = 0; n < Count; ++n) {
              const Lanes<T> weight(w[i * in_step + n * out_step]);
              ANGKA_UNROLL
              for (int t = 0; t < Tiles; ++t) sum[n][t] = fma(weight, x[t * Inputs + i], sum[n][t]);
            }
          }
          ANGKA_UNROLL
          for (int t = 0; t < Tiles; ++t) {
            ANGKA_UNROLL
            for (int n = 0; n < Count; ++n)
              to[p * output_step + (tile + t) * Outputs + o + n] = sum[n][t];
          }
        });
      });
    }
  }

  /// Segment `segment` of a row of tiles of the output; `plane` pixels lie between two channels of
  /// `output`, whose first row is the tiles' first.
  static void transform_output(const Lanes<T>* from, const T* bias, int tile_row, int segment,
                               Lanes<T>* output, int plane) {
    const int height = std::min(winograd_tile, output_height - tile_row * winograd_tile);
    for (int tile = 0; tile < tiles; ++tile) {
      const int left = (segment * tiles + tile) * winograd_tile;
      const int width = std::min(winograd_tile, output_width - left);
      for (int o = 0; o < Outputs; ++o) {
        Lanes<T> point[6][6], half[4][6];
        for (int p = 0; p < winograd_points; ++p)
          point[p / 6][p % 6] = from[p * output_step + tile * Outputs + o];
        for (int c = 0; c < 6; ++c) {
          Lanes<T> column[6], result[4];
          ANGKA_UNROLL
          for (int r = 0; r < 6; ++r) column[r] = point[r][c];
          winograd_output(column, result);
          ANGKA_UNROLL
          for (int r = 0; r < 4; ++r) half[r][c] = result[r];
        }
        const Lanes<T> shift(bias ? bias[o] : T(0));
        for (int r = 0; r < height; ++r) {
          Lanes<T> result[4];
          winograd_output(half[r], result);
          for (int c = 0; c < width; ++c)
            output[o * plane + r * output_width + left + c] = result[c] + shift;
        }
      }
    }
  }

  /// The whole image, a segment at a time: use(tile row, segment, output of the multiplications).
  template <class Use>
  static void run(const Lanes<T>* input, const T* weights, Lanes<T>* memory, Use&& use) {
    T* transformed = scalars(memory);
    Lanes<T>* points = memory + weight_lanes;
    Lanes<T>* products = points + input_lanes;
    transform_weights(weights, transformed);
    for (int tile_row = 0; tile_row < tile_rows; ++tile_row)
      for (int segment = 0; segment < segments; ++segment) {
        transform_input(input, tile_row, segment, points);
        multiply(transformed, points, products);
        use(tile_row, segment, products);
      }
  }

 private:
  static Lanes<T> load_first(const T* from, int count) {
    if (count >= lanes) return Lanes<T>::load_unaligned(from);
    Lanes<T> values(T(0));
    for (int i = 0; i < count; ++i) values.set(i, from[i]);
    return values;
  }
};

/// The gradient by weights, through the same transforms: at each point a sum of outer products over
/// tiles and images, with output channels in lanes.
template <ConvolutionShape S, class T>
struct WinogradWeightGradient {
  static constexpr int inputs = S.group_inputs, outputs = S.group_outputs;
  static constexpr int padding = S.window.rows.padding_before(S.height);
  using Forward = WinogradConvolution<inputs, outputs, S.height, S.width, padding, false, T>;
  static constexpr int lanes = Lanes<T>::count, tiles = Forward::tiles;
  static constexpr int vectors = Forward::vectors, pitch = Forward::pitch;
  static constexpr int slope_lanes = winograd_points * tiles * lanes * vectors;
  static constexpr int tile_step = pitch + 1;
  static constexpr int workspace =
      Forward::weight_lanes + Forward::input_lanes + slope_lanes + winograd_points * tile_step;

  static void run(const Lanes<T>* input, const Lanes<T>* output_gradient, T* weight_gradient,
                  Lanes<T>* memory) {
    Lanes<T>* sums = memory;
    Lanes<T>* points = sums + Forward::weight_lanes;
    Lanes<T>* slopes = points + Forward::input_lanes;
    Lanes<T>* tile_points = slopes + slope_lanes;
    std::fill_n(sums, Forward::weight_lanes, Lanes<T>(T(0)));
    std::fill_n(tile_points, winograd_points * tile_step, Lanes<T>(T(0)));
    for (int tile_row = 0; tile_row < Forward::tile_rows; ++tile_row)
      for (int segment = 0; segment < Forward::segments; ++segment) {
        Forward::transform_input(input, tile_row, segment, points);
        for (int tile = 0; tile < tiles; ++tile) {
          transform_gradient(output_gradient, tile_row, segment * tiles + tile, tile_points);
          transpose(tile_points, tile, slopes);
        }
        for (int p = 0; p < winograd_points; ++p)
          outer_products<inputs, pitch, true>(
              scalars(points + p * Forward::input_step), static_cast<std::size_t>(inputs) * lanes,
              slopes + p * tiles * lanes * vectors, static_cast<std::size_t>(lanes * vectors),
              tiles, scalars(sums + p * Forward::weight_step), 0, inputs);
      }
    finish(scalars(sums), weight_gradient);
  }

 private:
  static void transform_gradient(const Lanes<T>* gradient, int tile_row, int tile, Lanes<T>* to) {
    const int top = tile_row * winograd_tile, left = tile * winograd_tile;
    for (int o = 0; o < outputs; ++o) {
      Lanes<T> slope[4][4], point[6][6];
      for (int r = 0; r < 4; ++r)
        for (int c = 0; c < 4; ++c)
          slope[r][c] =
              top + r < S.output_height() && left + c < S.output_width()
                  ? gradient[(o * S.output_height() + top + r) * S.output_width() + left + c]
                  : Lanes<T>(T(0));
      winograd_both<4, 6>(
          slope, point, [](const auto& x, auto& y) __attribute__((always_inline)) {
            winograd_output_gradient(x, y);
          });
      for (int p = 0; p < winograd_points; ++p) to[p * tile_step + o] = point[p / 6][p % 6];
    }
  }

  /// From lanes of images to lanes of output channels: point, tile, image, output.
  static void transpose(const Lanes<T>* from, int tile, Lanes<T>* to) {
    for (int p = 0; p < winograd_points; ++p) {
      for (int v = 0; v < vectors; ++v) {
        Lanes<T> block[lanes];
        std::copy_n(from + p * tile_step + v * lanes, lanes, block);
        Lanes<T>::transpose(block);
        for (int image = 0; image < lanes; ++image)
          to[((p * tiles + tile) * lanes + image) * vectors + v] = block[image];
      }
    }
  }

  /// Back from points to taps, added to the gradient.
  static void finish(const T* sums, T* weight_gradient) {
    for (int i = 0; i < inputs; ++i) {
      for (int v = 0; v < vectors; ++v) {
        Lanes<T> point[6][6], tap[3][3], half[3][6];
        for (int p = 0; p < winograd_points; ++p)
          point[p / 6][p % 6] =
              Lanes<T>::load(sums + p * Forward::weight_step * lanes + i * pitch + v * lanes);
        for (int c = 0; c < 6; ++c) {
          Lanes<T> column[6], result[3];
          for (int r = 0; r < 6; ++r) column[r] = point[r][c];
          winograd_weight_gradient(column, result);
          for (int r = 0; r < 3; ++r) half[r][c] = result[r];
        }
        for (int r = 0; r < 3; ++r) winograd_weight_gradient(half[r], tap[r]);
        for (int k = 0; k < 9; ++k) {
          T* to = weight_gradient + (k * inputs + i) * outputs + v * lanes;
          for (int lane = 0; lane < std::min(lanes, outputs - v * lanes); ++lane)
            to[lane] += tap[k / 3][k % 3][lane];
        }
      }
    }
  }
};

/// What a convolution layer runs where Winograd's algorithm pays, and the memory it needs.
template <ConvolutionShape S, class T, bool Pays = winograd_pays(S)>
struct Winograd {
  static constexpr bool pays = false;
  static constexpr int forward_workspace = 0;
  static constexpr int backward_workspace = 0;
};
template <ConvolutionShape S, class T>
struct Winograd<S, T, true> {
  static constexpr int padding = S.window.rows.padding_before(S.height);
  using ToOutput =
      WinogradConvolution<S.group_inputs, S.group_outputs, S.height, S.width, padding, false, T>;
  using ToInput = WinogradConvolution<S.group_outputs, S.group_inputs, S.output_height(),
                                      S.output_width(), 2 - padding, true, T>;
  using ToWeights = WinogradWeightGradient<S, T>;
  static constexpr bool pays = true;
  static constexpr int forward_workspace = ToOutput::workspace;
  static constexpr int backward_workspace = std::max(ToInput::workspace, ToWeights::workspace);

  static void forward(const Lanes<T>* input, const T* weights, const T* bias, Lanes<T>* output,
                      Lanes<T>* workspace) {
    ToOutput::run(input, weights, workspace,
                  [&](int tile_row, int segment, const Lanes<T>* products) {
                    ToOutput::transform_output(products, bias, tile_row, segment,
                                               output + tile_row * winograd_tile * S.output_width(),
                                               S.output_pixels());
                  });
  }
  static void backward_input(const Lanes<T>* output_gradient, const T* weights,
                             Lanes<T>* input_gradient, Lanes<T>* workspace) {
    ToInput::run(output_gradient, weights, workspace,
                 [&](int tile_row, int segment, const Lanes<T>* products) {
                   ToInput::transform_output(
                       products, static_cast<const T*>(nullptr), tile_row, segment,
                       input_gradient + tile_row * winograd_tile * S.width, S.input_pixels());
                 });
  }
  static void backward_weights(const Lanes<T>* input, const Lanes<T>* output_gradient,
                               T* weight_gradient, Lanes<T>* workspace) {
    ToWeights::run(input, output_gradient, weight_gradient, workspace);
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
