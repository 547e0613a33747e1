#pragma once

// The kernels of a convolution's gradient by weights and bias: a register block of lane sums runs
// over all pixels of the pack, and is added up across lanes once at the end.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

/// Adds the sum of each channel's pixels to its bias gradient.
template <int Pixels, class T>
void add_bias_gradient(const Lanes<T>* output_gradient, int channels, T* bias_gradient) {
  for (int o = 0; o < channels; ++o) {
    Lanes<T> sum[4] = {T(0), T(0), T(0), T(0)};
    for (int p = 0; p < Pixels; ++p) sum[p % 4] += output_gradient[o * Pixels + p];
    bias_gradient[o] += ((sum[0] + sum[1]) + (sum[2] + sum[3])).sum();
  }
}

/// Adds what one output pixel contributes to a register block of the gradient by weights:
/// `Outputs` channels x `Rows` kernel rows x all kernel columns. With `EdgeRow` or `EdgeColumn` >=
/// 0 the pixel's row or column is known, and taps outside the image are cut.
template <ConvolutionShape S, int Rows, int EdgeRow, int EdgeColumn, int Outputs, class T>
[[gnu::always_inline]] inline void add_weight_gradient(
    Lanes<T> (&sum)[Outputs][Rows * S.window.columns.kernel], const Lanes<T>* input,
    const Lanes<T>* output_gradient, int column) {
  constexpr int kernel = S.window.columns.kernel, dilation = S.window.rows.dilation;
  constexpr auto taps = forward_taps<S>();
  Lanes<T> slope[Outputs];
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) slope[o] = output_gradient[o * S.output_pixels() + column];
  ANGKA_UNROLL
  for (int r = 0; r < Rows; ++r) {
    const int row = S.first_row(EdgeRow) + r * dilation;
    if (EdgeRow >= 0 && (row < 0 || row >= S.height)) continue;
    ANGKA_UNROLL
    for (int k = 0; k < kernel; ++k) {
      if (EdgeColumn >= 0 && !taps.reaches(k, EdgeColumn)) continue;
      const Lanes<T> value = input[r * dilation * S.width + column * taps.step +
                                   taps.offset[static_cast<std::size_t>(k)]];
      ANGKA_UNROLL
      for (int o = 0; o < Outputs; ++o)
        sum[o][r * kernel + k] = fma(slope[o], value, sum[o][r * kernel + k]);
    }
  }
}

/// The same for one row of output pixels; `input` is where the first kernel row meets it.
template <ConvolutionShape S, int Rows, int EdgeRow, int Outputs, class T>
[[gnu::always_inline]] inline void add_weight_gradient_row(
    Lanes<T> (&sum)[Outputs][Rows * S.window.columns.kernel], const Lanes<T>* input,
    const Lanes<T>* output_gradient) {
  constexpr int columns = S.output_width();
  constexpr Run inner = forward_taps<S>().inner(columns);
  const auto edge = [&]<int From, int... J>(std::integer_sequence<int, J...>)
      __attribute__((always_inline)) {
    (add_weight_gradient<S, Rows, EdgeRow, From + J>(sum, input, output_gradient, From + J), ...);
  };
  edge.template operator()<0>(std::make_integer_sequence<int, inner.from>{});
  for (int j = inner.from; j < inner.to; ++j)
    add_weight_gradient<S, Rows, EdgeRow, -1>(sum, input, output_gradient, j);
  edge.template operator()<inner.to>(std::make_integer_sequence<int, columns - inner.to>{});
}

/// Whether all rows of a kernel are summed at once, or one after the other.
constexpr bool whole_kernel(const Window& w) { return w.taps() <= register_block / 2 + 3; }

/// The gradient by weights of `Outputs` channels and one input channel, over the whole image: lane
/// sums in registers, added up across lanes at the end.
template <ConvolutionShape S, int Outputs, class T>
void add_weight_gradients(const Lanes<T>* input, const Lanes<T>* output_gradient, T* gradient) {
  constexpr int kernel = S.window.columns.kernel, kernel_rows = S.window.rows.kernel;
  constexpr int rows = whole_kernel(S.window) ? kernel_rows : 1;
  constexpr int height = S.output_height(), columns = S.output_width();
  for (int first = 0; first < kernel_rows; first += rows) {
    Lanes<T> sum[Outputs][rows * kernel];
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) {
      ANGKA_UNROLL
      for (int k = 0; k < rows * kernel; ++k) sum[o][k] = Lanes<T>(T(0));
    }
    if constexpr (rows == 1) {
      for (int y = 0; y < height; ++y) {
        const int row = S.first_row(y) + first * S.window.rows.dilation;
        if (row >= 0 && row < S.height)
          add_weight_gradient_row<S, 1, -1>(sum, input + row * S.width,
                                            output_gradient + y * columns);
      }
    } else {
      constexpr Run inner = S.inner_rows();
      const auto edge = [&]<int From, int... Y>(std::integer_sequence<int, Y...>)
          __attribute__((always_inline)) {
        (add_weight_gradient_row<S, rows, From + Y>(sum, input + S.first_row(From + Y) * S.width,
                                                    output_gradient + (From + Y) * columns),
         ...);
      };
      edge.template operator()<0>(std::make_integer_sequence<int, inner.from>{});
      for (int y = inner.from; y < inner.to; ++y)
        add_weight_gradient_row<S, rows, -1>(sum, input + S.first_row(y) * S.width,
                                             output_gradient + y * columns);
      edge.template operator()<inner.to>(std::make_integer_sequence<int, height - inner.to>{});
    }
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) {
      ANGKA_UNROLL
      for (int k = 0; k < rows * kernel; ++k)
        gradient[(first * kernel + k) * S.column_step() + o] += sum[o][k].sum();
    }
  }
}

/// How many output channels a register block of the gradient by weights has.
template <ConvolutionShape S>
constexpr int weight_gradient_block() {
  constexpr int taps = whole_kernel(S.window) ? S.window.taps() : S.window.columns.kernel;
  return choose_block(S.group_outputs, taps, std::max(register_block, taps), taps).outputs;
}

/// Adds the gradient by weights of output channels first .. first + Outputs - 1.
template <ConvolutionShape S, int Outputs, class T>
void convolve_backward_channels(const Lanes<T>* input, const Lanes<T>* output_gradient, int first,
                                T* weight_gradient) {
  const int group = first / S.group_outputs;
  for (int i = 0; i < S.group_inputs; ++i)
    add_weight_gradients<S, Outputs>(input + (group * S.group_inputs + i) * S.input_pixels(),
                                     output_gradient, weight_gradient + i * S.outputs() + first);
}

/// Whether each output pixel sees the input's pixel in its place and no other.
constexpr bool pointwise(const ConvolutionShape& s) {
  return s.window.taps() == 1 && s.output_height() == s.height && s.output_width() == s.width &&
         s.window.rows.padding_before(s.height) == 0 &&
         s.window.columns.padding_before(s.width) == 0;
}

/// The gradient by weights of `Outputs` x `Inputs` channels of a pointwise convolution; `step`
/// numbers lie between two inputs of `gradient`.
template <int Pixels, int Outputs, int Inputs, class T>
void add_pointwise_gradients(const Lanes<T>* input, const Lanes<T>* output_gradient, int step,
                             T* gradient) {
  Lanes<T> sum[Inputs][Outputs];
  ANGKA_UNROLL
  for (int i = 0; i < Inputs; ++i) {
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) sum[i][o] = Lanes<T>(T(0));
  }
  for (int p = 0; p < Pixels; ++p) {
    Lanes<T> slope[Outputs];
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) slope[o] = output_gradient[o * Pixels + p];
    ANGKA_UNROLL
    for (int i = 0; i < Inputs; ++i) {
      const Lanes<T> value = input[i * Pixels + p];
      ANGKA_UNROLL
      for (int o = 0; o < Outputs; ++o) sum[i][o] = fma(slope[o], value, sum[i][o]);
    }
  }
  ANGKA_UNROLL
  for (int i = 0; i < Inputs; ++i) {
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) gradient[i * step + o] += sum[i][o].sum();
  }
}

/// Adds the gradient by weights.
template <ConvolutionShape S, class T>
void convolve_backward_weights(const Lanes<T>* input, const Lanes<T>* output_gradient,
                               T* weight_gradient) {
  if constexpr (pointwise(S) && S.group_inputs > 1) {
    // Nearly square, so that a pixel's channels are read from far memory as seldom as can be.
    constexpr Block block{std::min(S.group_outputs, 4),
                          std::min(S.group_inputs, register_block / 4)};
    constexpr int pixels = S.input_pixels();
    for (int group = 0; group < S.window.groups; ++group)
      in_blocks<S.group_outputs, block.outputs>([&]<int Outputs>(int channel) {
        const int o = group * S.group_outputs + channel;
        in_blocks<S.group_inputs, block.columns>([&]<int Inputs>(int i) {
          add_pointwise_gradients<pixels, Outputs, Inputs>(
              input + (group * S.group_inputs + i) * pixels, output_gradient + o * pixels,
              S.outputs(), weight_gradient + i * S.outputs() + o);
        });
      });
  } else {
    for (int group = 0; group < S.window.groups; ++group)
      in_blocks<S.group_outputs, weight_gradient_block<S>()>([&]<int Outputs>(int channel) {
        const int first = group * S.group_outputs + channel;
        convolve_backward_channels<S, Outputs>(input, output_gradient + first * S.output_pixels(),
                                               first, weight_gradient);
      });
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
