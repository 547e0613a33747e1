#pragma once

// Convolution of a single image, where lanes can't be different images: they run over the columns
// or the output channels of one image, whichever fills a register better. Sums are made in the same
// order as in a pack, so an image gets the same output, bit by bit, alone and in a batch, but for
// convolutions by Winograd's algorithm.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Convolution of one image.
template <ConvolutionShape S, class T>
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
  static constexpr int width = std::max(S.width + left, (columns - 1) * across.stride + across.extent());
  static constexpr bool padded = height != S.height || width != S.width;
  static constexpr int inputs = S.group_inputs * groups;
  static constexpr int workspace = padded ? inputs * height * width + lanes : 0;

  /// The image with its padding, in `to` if there is any.
  static const T* pad(const T* input, T* to) {
    if constexpr (!padded) return input;
    std::fill_n(to, inputs * height * width, T(0));
    for (int i = 0; i < inputs; ++i)
      for (int y = 0; y < S.height; ++y)
        std::copy_n(input + (i * S.height + y) * S.width, S.width,
                    to + (i * height + y + top) * width + left);
    return to;
  }

  /// Output row y of all channels; `plane` numbers lie between two channels of `output`.
  static void row(const T* image, const T* weights, const T* bias, int y, T* output, int plane) {
    for (int group = 0; group < groups; ++group) {
      const T* x = image + (group * S.group_inputs * height + y * down.stride) * width;
      const int channel = group * S.group_outputs;
      const T* b = bias ? bias + channel : nullptr;
      if constexpr (over_columns) {
        constexpr int vectors = round_up(columns, lanes) / lanes;
        constexpr Block block = choose_block(S.group_outputs, vectors, register_block);
        in_blocks<S.group_outputs, block.outputs>([&]<int Outputs>(int o) {
          in_blocks<vectors, block.columns>([&]<int Vectors>(int v) {
            columns_block<Outputs, Vectors>(x + v * lanes, weights + channel + o,
                                            b ? b + o : nullptr, v * lanes,
                                            output + (channel + o) * plane, plane);
          });
        });
      } else {
        constexpr int vectors = round_up(S.group_outputs, lanes) / lanes;
        constexpr Block block = choose_block(vectors, columns, register_block);
        in_blocks<vectors, block.outputs>([&]<int Vectors>(int v) {
          in_blocks<columns, block.columns>([&]<int Pixels>(int p) {
            channels_block<Pixels, Vectors>(
                x + p * across.stride, weights + channel + v * lanes, b ? b + v * lanes : nullptr,
                S.group_outputs - v * lanes, output + (channel + v * lanes) * plane + p, plane);
          });
        });
      }
    }
  }

 private:
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

  template <int Outputs, int Vectors>
  static void columns_block(const T* x, const T* weights, const T* bias, int first, T* output,
                            int plane) {
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
        T* to = output + o * plane + first + v * lanes;
        if (first + (v + 1) * lanes <= columns)
          sum[o][v].store_unaligned(to);
        else
          store_first(sum[o][v], columns - first - v * lanes, to);
      }
    }
  }

  template <int Pixels, int Vectors>
  static void channels_block(const T* x, const T* weights, const T* bias, int channels, T* output,
                             int plane) {
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
      for (int v = 0; v < Vectors; ++v) {
        alignas(64) T values[lanes];
        sum[p][v].store(values);
        for (int c = 0; c < std::min(lanes, channels - v * lanes); ++c)
          output[(v * lanes + c) * plane + p] = values[c];
      }
    }
  }

  static void store_first(Lanes<T> from, int count, T* to) {
    alignas(64) T values[lanes];
    from.store(values);
    for (int i = 0; i < count; ++i) to[i] = values[i];
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
