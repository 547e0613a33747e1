#pragma once

// Convolution of a single image, where lanes can't be different images: they run over the columns
// or the output channels of one image, whichever fills a register better. Sums are made in the same
// order as in a pack, so an image gets the same output, bit by bit, alone and in a batch, but for
// convolutions by Winograd's algorithm.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/share.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>
#include <angka/kernels/pooling.hpp>
#include <angka/kernels/single_rows.hpp>
#include <angka/kernels/single_winograd.hpp>
#include <cstdint>

namespace angka::inline ANGKA_ISA::detail {

/// Convolution of one image, then P x P max pooling with windows side by side (1: none).
template <ConvolutionShape S, int P, class T>
struct SingleConvolution {
  static constexpr int lanes = Lanes<T>::count;
  static constexpr WindowAxis across = S.window.columns, down = S.window.rows;
  static constexpr int groups = S.window.groups;
  static constexpr int columns = S.output_width();
  static constexpr bool over_columns = across.stride == 1 &&
                                       columns * round_up(S.group_outputs, lanes) >
                                           S.group_outputs* round_up(columns, lanes);

  // The image with its zeros around it, so that no tap needs a question.
  static constexpr int top = down.padding_before(S.height), left = across.padding_before(S.width);
  static constexpr int height =
      std::max(S.height + top, (S.output_height() - 1) * down.stride + down.extent());
  static constexpr int width =
      std::max(S.width + left, (columns - 1) * across.stride + across.extent());
  static constexpr bool padded = height != S.height || width != S.width;
  static constexpr int inputs = S.group_inputs * groups;

  // Rows that wait to be pooled, and rows whose lanes are channels, lie behind it.
  static constexpr int vectors = round_up(over_columns ? columns : S.group_outputs, lanes) / lanes;
  static constexpr Block block = over_columns
                                     ? choose_block(S.group_outputs, vectors, register_block)
                                     : choose_block(vectors, columns, register_block);
  static constexpr int pitch = vectors * lanes;  ///< of a row of `over_columns`
  static constexpr int image_size = padded ? round_up(inputs * height * width + lanes, lanes) : 0;
  static constexpr int band_size = !over_columns ? block.outputs * P * columns * lanes
                                   : P > 1       ? block.outputs* P* pitch
                                                 : 0;
  static constexpr bool winograd = SingleWinograd<S, T>::pays && winograd_tile % P == 0;
  static constexpr int workspace =
      winograd ? SingleWinograd<S, T>::workspace : image_size + band_size;

  /// Into how many shares it may be cut, of rows of the output.
  static constexpr int shares =
      std::min(winograd ? SingleWinograd<S, T>::tile_rows : S.output_height() / P,
               shares_for(std::int64_t{S.window.taps()} * S.group_inputs * S.outputs() *
                          S.output_height() * columns));

  /// `workspace`: so many numbers, aligned to a register.
  template <class Part>
  static void run(const T* input, const T* weights, const T* bias, T* output, T* memory,
                  Part part) {
    if constexpr (winograd) {
      SingleWinograd<S, T>::template run<P>(input, weights, bias, output, memory, part);
    } else {
      const T* image = pad(input, memory, part);
      for (int group = 0; group < groups; ++group) {
        const int channel = group * S.group_outputs;
        run_group(image + group * S.group_inputs * height * width, weights + channel,
                  bias ? bias + channel : nullptr, output + channel * plane, memory + image_size,
                  part);
      }
    }
  }

 private:
  static constexpr int pooled_rows = S.output_height() / P, pooled_columns = columns / P;
  static constexpr int plane = pooled_rows * pooled_columns;

  /// The image with its padding, in `to` if there is any; of a share, the rows that it reads.
  template <class Part>
  static const T* pad(const T* input, T* to, Part part) {
    if constexpr (!padded) return input;
    const int begin = part.begin(pooled_rows) * P * down.stride;
    const int end = std::min(height, (part.end(pooled_rows) * P - 1) * down.stride + down.extent());
    for (int i = 0; i < inputs; ++i) {
      T* channel = to + i * height * width;
      // Lanes behind a row may be the next channel's first ones.
      std::fill_n(channel + begin * width, (end - begin) * width + lanes, T(0));
      for (int y = std::max(0, begin - top); y < std::min(S.height, end - top); ++y)
        std::copy_n(input + (i * S.height + y) * S.width, S.width,
                    channel + (y + top) * width + left);
    }
    return to;
  }

  /// The rows of the output, or a share of them.
  template <class Part>
  static void run_group(const T* x, const T* weights, const T* bias, T* output, T* band,
                        Part part) {
    constexpr int step = down.stride * width;
    const int first = part.begin(pooled_rows), last = part.end(pooled_rows);
    if constexpr (over_columns) {
      in_blocks<S.group_outputs, block.outputs>([&]<int Outputs>(int o) {
        const T* b = bias ? bias + o : nullptr;
        T* to = output + o * plane + first * pooled_columns;
        for (int y = first; y < last; ++y, to += pooled_columns) {
          for (int r = 0; r < P; ++r)
            in_blocks<vectors, block.columns>([&]<int Vectors>(int v) {
              const T* from = x + (y * P + r) * step + v * lanes;
              if constexpr (P > 1)
                columns_block<Outputs, Vectors, vectors * lanes>(
                    from, weights + o, b, band + r * pitch + v * lanes, P * pitch);
              else
                columns_block<Outputs, Vectors, columns>(from, weights + o, b, to + v * lanes,
                                                         plane, v * lanes);
            });
          if constexpr (P > 1)
            for (int c = 0; c < Outputs; ++c)
              pool_single<P, pooled_columns>(band + c * P * pitch, pitch, to + c * plane);
        }
      });
    } else {
      in_blocks<vectors, block.outputs>([&]<int Vectors>(int v) {
        const T* b = bias ? bias + v * lanes : nullptr;
        Lanes<T>* rows = reinterpret_cast<Lanes<T>*>(band);
        for (int y = first; y < last; ++y) {
          for (int r = 0; r < P; ++r)
            in_blocks<columns, block.columns>([&]<int Pixels>(int p) {
              channels_block<Pixels, Vectors>(x + (y * P + r) * step + p * across.stride,
                                              weights + v * lanes, b, rows + r * columns + p);
            });
          for (int k = 0; k < Vectors; ++k)
            pool_channels<P, columns>(rows + k * P * columns, S.group_outputs - (v + k) * lanes,
                                      output + (v + k) * lanes * plane + y * pooled_columns, plane);
        }
      });
    }
  }

  /// Calls tap(input offset, weight offset) for all taps of a group, in the order of packs.
  template <class Tap>
  [[gnu::always_inline]] static inline void for_each_tap(Tap&& tap) {
    for (int i = 0; i < S.group_inputs; ++i)
      for (int u = 0; u < down.kernel; ++u) {
        const int input = (i * height + u * down.dilation) * width;
        const int weight = u * S.row_step() + i * S.outputs();
        ANGKA_UNROLL
        for (int k = 0; k < across.kernel; ++k)
          tap(input + k * across.dilation, weight + k * S.column_step());
      }
  }

  /// Vectors of the first `Columns` columns of a row, `step` numbers between two channels.
  template <int Outputs, int Vectors, int Columns>
  static void columns_block(const T* x, const T* weights, const T* bias, T* output, int step,
                            int first = 0) {
    Lanes<T> sum[Outputs][Vectors];
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v) sum[o][v] = Lanes<T>(bias ? bias[o] : T(0));
    }
    for_each_tap([&](int input, int weight) __attribute__((always_inline)) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v) {
        const Lanes<T> value = Lanes<T>::load_unaligned(x + input + v * lanes);
        ANGKA_UNROLL
        for (int o = 0; o < Outputs; ++o)
          sum[o][v] = fma(Lanes<T>(weights[weight + o]), value, sum[o][v]);
      }
    });
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v) {
        T* to = output + o * step + v * lanes;
        if (first + (v + 1) * lanes <= Columns)
          sum[o][v].store_unaligned(to);
        else
          store_first(sum[o][v], Columns - first - v * lanes, to);
      }
    }
  }

  /// Pixels of a row; P rows lie between two vectors of channels.
  template <int Pixels, int Vectors>
  static void channels_block(const T* x, const T* weights, const T* bias, Lanes<T>* output) {
    Lanes<T> sum[Pixels][Vectors];
    ANGKA_UNROLL
    for (int p = 0; p < Pixels; ++p) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v)
        sum[p][v] = bias ? Lanes<T>::load_unaligned(bias + v * lanes) : Lanes<T>(T(0));
    }
    for_each_tap([&](int input, int weight) __attribute__((always_inline)) {
      Lanes<T> factor[Vectors];
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v)
        factor[v] = Lanes<T>::load_unaligned(weights + weight + v * lanes);
      ANGKA_UNROLL
      for (int p = 0; p < Pixels; ++p) {
        const Lanes<T> value(x[input + p * across.stride]);
        ANGKA_UNROLL
        for (int v = 0; v < Vectors; ++v) sum[p][v] = fma(factor[v], value, sum[p][v]);
      }
    });
    ANGKA_UNROLL
    for (int p = 0; p < Pixels; ++p) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v) output[v * P * columns + p] = sum[p][v];
    }
  }

  static void store_first(Lanes<T> from, int count, T* to) {
    alignas(64) T values[lanes];
    from.store(values);
    for (int i = 0; i < count; ++i) to[i] = values[i];
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
