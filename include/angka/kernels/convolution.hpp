#pragma once

// The kernels of convolution, forward and backward, for any stride, padding and dilation.
//
// One kernel serves forward and backward by input: both gather, for a row of outputs, products of
// weights and input pixels, and no zero is ever multiplied.

#include <angka/core/lanes.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>
#include <cstddef>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

/// What the blocked kernel runs over.
template <class T>
struct Operands {
  const Lanes<T>* input = nullptr;
  int channels = 1;      ///< input channels to sum over
  int input_plane = 0;   ///< pixels from one input channel to the next
  int output_plane = 0;  ///< pixels from one output channel to the next
};

/// Adds the products of kernel row `r` to a register block of outputs.
template <class T, auto taps, int Edge, int Outputs, int Columns>
[[gnu::always_inline]] inline void add_kernel_row(Lanes<T> (&sum)[Outputs][Columns],
                                                  const Lanes<T>* input, const T* weights, int r) {
  const Lanes<T>* x = input + r * taps.input_row_step * taps.width;
  const T* row = weights + r * taps.kernel_row_step * taps.row_step;
  ANGKA_UNROLL
  for (int t = 0; t < taps.count; ++t) {
    const auto tap = static_cast<std::size_t>(t);
    Lanes<T> weight[Outputs];
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o)
      weight[o] = Lanes<T>(row[taps.kernel[tap] * taps.column_step + o * taps.output_step]);
    ANGKA_UNROLL
    for (int j = 0; j < Columns; ++j) {
      if (Edge >= 0 && !taps.reaches(t, Edge + j)) continue;
      const Lanes<T> value = x[j * taps.step + taps.offset[tap]];
      ANGKA_UNROLL
      for (int o = 0; o < Outputs; ++o) sum[o][j] = fma(weight[o], value, sum[o][j]);
    }
  }
}

/// One register block of outputs: `Outputs` channels, `Columns` columns from `first` on. With
/// `Edge` >= 0 the first column is known to be `Edge`, and taps outside the image are cut. With
/// `Rows` > 0 that many kernel rows count, and their loop is unrolled.
template <class T, auto taps, int Edge, int Rows, int Outputs, int Columns>
[[gnu::noinline]] void convolve_block(const Operands<T>& c, const T* weights, const T* bias,
                                      Lanes<T>* output, KernelRows rows, int first) {
  Lanes<T> sum[Outputs][Columns];
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) {
    const Lanes<T> start(bias ? bias[o] : T(0));
    ANGKA_UNROLL
    for (int j = 0; j < Columns; ++j) sum[o][j] = start;
  }
  const Lanes<T>* input =
      c.input + rows.input * taps.width + (Edge >= 0 ? Edge : first) * taps.step;
  const T* from = weights + rows.kernel * taps.row_step;
  for (int i = 0; i < c.channels; ++i, input += c.input_plane, from += taps.channel_step) {
    if constexpr (Rows > 0) {
      ANGKA_UNROLL
      for (int r = 0; r < Rows; ++r) add_kernel_row<T, taps, Edge>(sum, input, from, r);
    } else {
      for (int r = 0; r < rows.count; ++r) add_kernel_row<T, taps, Edge>(sum, input, from, r);
    }
  }
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) {
    ANGKA_UNROLL
    for (int j = 0; j < Columns; ++j)
      output[o * c.output_plane + (first + j) * taps.column_stride] = sum[o][j];
  }
}

/// `Count` columns of one output row, for `Outputs` channels, cut into blocks of equal width.
template <class T, auto taps, int Count, int Outputs, int BlockColumns>
void convolve_row(const Operands<T>& c, const T* weights, const T* bias, Lanes<T>* output,
                  KernelRows rows) {
  constexpr int blocks = (Count + BlockColumns - 1) / BlockColumns;
  const auto block = [&]<int B>() {
    constexpr int first = B * Count / blocks;
    constexpr int columns = (B + 1) * Count / blocks - first;
    constexpr bool inner = taps.all_reach(first) && taps.all_reach(first + columns - 1);
    constexpr int edge = inner ? -1 : first;
    // Few taps a row are too little work between two turns of the loop over rows.
    constexpr int most_rows = taps.count <= 3 && taps.rows <= 3 ? taps.rows : 0;
    if (most_rows > 0 && rows.count == most_rows)
      convolve_block<T, taps, edge, most_rows, Outputs, columns>(c, weights, bias, output, rows,
                                                                 first);
    else
      convolve_block<T, taps, edge, 0, Outputs, columns>(c, weights, bias, output, rows, first);
  };
  [&]<int... B>(std::integer_sequence<int, B...>) { (block.template operator()<B>(), ...); }
  (std::make_integer_sequence<int, blocks>{});
}

/// Output = bias + weights * input.
template <ConvolutionShape S, class T>
void convolve(const Lanes<T>* input, const T* weights, const T* bias, Lanes<T>* output) {
  constexpr int columns = S.output_width();
  constexpr auto taps = forward_taps<S>();
  constexpr Block block = choose_block(S.group_outputs, columns, register_block);
  for (int group = 0; group < S.window.groups; ++group) {
    const Operands<T> c{.input = input + group * S.group_inputs * S.input_pixels(),
                        .channels = S.group_inputs,
                        .input_plane = S.input_pixels(),
                        .output_plane = S.output_pixels()};
    in_blocks<S.group_outputs, block.outputs>([&]<int Outputs>(int first) {
      const int channel = group * S.group_outputs + first;
      for (int y = 0; y < S.output_height(); ++y)
        convolve_row<T, taps, columns, Outputs, block.columns>(
            c, weights + channel, bias ? bias + channel : nullptr,
            output + channel * S.output_pixels() + y * columns, forward_rows<S>(y));
    });
  }
}

/// Input gradient = weights, transposed, * output gradient (+ bias, where this is a layer of its
/// own).
template <ConvolutionShape S, class T>
void convolve_backward_input(const Lanes<T>* output_gradient, const T* weights,
                             Lanes<T>* input_gradient, const T* bias = nullptr) {
  constexpr int stride = S.window.columns.stride;
  constexpr Block block =
      choose_block(S.group_inputs, (S.width + stride - 1) / stride, register_block);
  for (int group = 0; group < S.window.groups; ++group) {
    const Operands<T> c{.input = output_gradient + group * S.group_outputs * S.output_pixels(),
                        .channels = S.group_outputs,
                        .input_plane = S.output_pixels(),
                        .output_plane = S.input_pixels()};
    in_blocks<S.group_inputs, block.outputs>([&]<int Outputs>(int first) {
      const T* from = weights + first * S.outputs() + group * S.group_outputs;
      const int channel = group * S.group_inputs + first;
      Lanes<T>* plane = input_gradient + channel * S.input_pixels();
      for (int y = 0; y < S.height; ++y) {
        const auto residue_class = [&]<int Residue>() {
          constexpr int count = (S.width - Residue + stride - 1) / stride;
          if constexpr (count > 0)
            convolve_row<T, backward_taps<S, Residue>(), count, Outputs, block.columns>(
                c, from, bias ? bias + channel : nullptr, plane + y * S.width + Residue,
                backward_rows<S>(y));
        };
        [&]<int... R>(std::integer_sequence<int, R...>) {
          (residue_class.template operator()<R>(), ...);
        }
        (std::make_integer_sequence<int, stride>{});
      }
    });
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
