#pragma once

// The kernels of convolution, forward and backward, for any stride, padding and dilation.
//
// One kernel serves forward and backward by input: both gather, for a row of outputs, products of
// weights and input pixels. Kernel rows that fall outside the image are left out of the list of
// rows, kernel columns outside are cut at compile time, so no zero is ever multiplied.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/layers/modifiers.hpp>
#include <array>
#include <numeric>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

/// The columns from `from` to before `to`.
struct Run {
  int from = 0;
  int to = 0;
};

/// The kernel columns that reach a run of output columns, and how kernel rows and weights follow
/// each other: all that shapes the blocked kernel. Tap t multiplies input column
/// j * step + offset[t] into output column j.
template <int Max>
struct Taps {
  int count = 0;
  int step = 1;
  std::array<int, Max> kernel{};
  std::array<int, Max> offset{};
  int width = 1;          ///< of the input
  int column_stride = 1;  ///< pixels from one output column of the run to the next
  int kernel_row_step = 1, input_row_step = 1;  ///< from one kernel row to the next that counts
  int channel_step = 0, row_step = 0, column_step = 0, output_step = 0;  ///< between weights

  /// Whether column j reads input column j * step + offset[t] within the image.
  constexpr bool reaches(int t, int j) const {
    const int column = j * step + offset[static_cast<std::size_t>(t)];
    return column >= 0 && column < width;
  }
  constexpr bool all_reach(int j) const {
    for (int t = 0; t < count; ++t)
      if (!reaches(t, j)) return false;
    return true;
  }
  /// Those of `columns` output columns that all taps reach.
  constexpr Run inner(int columns) const {
    Run run{0, columns};
    while (run.from < columns && !all_reach(run.from)) ++run.from;
    while (run.to > run.from && !all_reach(run.to - 1)) --run.to;
    return run;
  }
};

/// The kernel rows that reach one output row: the first of them, and the input row that it meets.
struct KernelRows {
  int count = 0;
  int kernel = 0;
  int input = 0;
};

/// What the blocked kernel runs over.
template <class T>
struct Operands {
  const Lanes<T>* input = nullptr;
  int channels = 1;      ///< input channels to sum over
  int input_plane = 0;   ///< pixels from one input channel to the next
  int output_plane = 0;  ///< pixels from one output channel to the next
};

/// The register block for `outputs` channels and `columns` columns: as many accumulators as the
/// registers allow, in the shape that loads least; at least `least_columns` columns.
struct Block {
  int outputs = 1;
  int columns = 1;
};
constexpr Block choose_block(int outputs, int columns, int registers, int least_columns = 1) {
  Block best{};
  double best_cost = 1e30;
  for (int o = 1; o <= outputs && o <= registers; ++o) {
    for (int c = least_columns; c <= columns && o * c <= registers; ++c) {
      const int blocks = ((outputs + o - 1) / o) * ((columns + c - 1) / c);
      constexpr double latency = 4, overhead = 0.6;
      const double arithmetic = 0.5 * o * c, loads = 0.5 * (o + c);
      const double cost = blocks * (overhead + std::max({arithmetic, loads, latency}));
      if (cost < best_cost) {
        best_cost = cost;
        best = {o, c};
      }
    }
  }
  return best;
}

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
    constexpr int most_rows = taps.count <= 3 ? taps.count : 0;
    if (most_rows > 0 && rows.count == most_rows)
      convolve_block<T, taps, edge, most_rows, Outputs, columns>(c, weights, bias, output, rows,
                                                                 first);
    else
      convolve_block<T, taps, edge, 0, Outputs, columns>(c, weights, bias, output, rows, first);
  };
  [&]<int... B>(std::integer_sequence<int, B...>) { (block.template operator()<B>(), ...); }
  (std::make_integer_sequence<int, blocks>{});
}

/// Calls part.template operator()<n>(first) for runs of n outputs: as many runs of `Block` as fit,
/// then the rest.
template <int Total, int Block, class Part>
void in_blocks(Part&& part) {
  for (int first = 0; first + Block <= Total; first += Block)
    part.template operator()<Block>(first);
  if constexpr (Total % Block != 0) part.template operator()<Total % Block>(Total - Total % Block);
}

/// The shape of a convolution. Weights lie as kernel row, kernel column, input, output.
struct ConvolutionShape {
  Window window{};
  int height = 1, width = 1;                ///< of the input
  int group_inputs = 1, group_outputs = 1;  ///< channels of one group

  constexpr int output_height() const { return window.output(height); }
  constexpr int output_width() const { return window.output(width); }
  constexpr int input_pixels() const { return height * width; }
  constexpr int output_pixels() const { return output_height() * output_width(); }
  constexpr int outputs() const { return group_outputs * window.groups; }
  /// The input row that the first kernel row meets for output row y; may lie outside the image.
  constexpr int first_row(int y) const { return y * window.stride - window.padding_before(height); }
  /// The output rows for which all kernel rows lie within the image.
  constexpr Run inner_rows() const {
    Run run{0, output_height()};
    while (run.from < run.to && first_row(run.from) < 0) ++run.from;
    while (run.to > run.from && first_row(run.to - 1) + window.extent() > height) --run.to;
    return run;
  }
  constexpr int column_step() const { return group_inputs * outputs(); }
  constexpr int row_step() const { return window.kernel * column_step(); }
};

/// The taps of forward convolution along a row.
template <ConvolutionShape S>
constexpr auto forward_taps() {
  constexpr Window w = S.window;
  Taps<w.kernel> taps{.count = w.kernel,
                      .step = w.stride,
                      .width = S.width,
                      .input_row_step = w.dilation,
                      .channel_step = S.outputs(),
                      .row_step = S.row_step(),
                      .column_step = S.column_step(),
                      .output_step = 1};
  for (int k = 0; k < w.kernel; ++k) {
    taps.kernel[static_cast<std::size_t>(k)] = k;
    taps.offset[static_cast<std::size_t>(k)] = k * w.dilation - w.padding_before(S.width);
  }
  return taps;
}

/// The taps of backward convolution for input columns residue, residue + stride, ...: those kernel
/// columns that an output column meets there.
template <ConvolutionShape S, int Residue>
constexpr auto backward_taps() {
  constexpr Window w = S.window;
  constexpr int step = w.stride / std::gcd(w.stride, w.dilation);
  Taps<w.kernel> taps{.width = S.output_width(),
                      .column_stride = w.stride,
                      .kernel_row_step = step,
                      .input_row_step = -step * w.dilation / w.stride,
                      .channel_step = 1,
                      .row_step = S.row_step(),
                      .column_step = S.column_step(),
                      .output_step = S.outputs()};
  for (int k = 0; k < w.kernel; ++k) {
    const int position = Residue + w.padding_before(S.width) - k * w.dilation;
    if (position % w.stride != 0) continue;
    taps.kernel[static_cast<std::size_t>(taps.count)] = k;
    taps.offset[static_cast<std::size_t>(taps.count)] = position / w.stride;
    ++taps.count;
  }
  return taps;
}

/// The kernel rows that output row `y` of forward convolution meets.
template <ConvolutionShape S>
KernelRows forward_rows(int y) {
  constexpr Window w = S.window;
  KernelRows rows;
  for (int k = 0; k < w.kernel; ++k) {
    const int input = S.first_row(y) + k * w.dilation;
    if (input < 0 || input >= S.height) continue;
    if (rows.count++ == 0) rows = {1, k, input};
  }
  return rows;
}

/// The kernel rows that input row `y` meets, and the output rows in which it does.
template <ConvolutionShape S>
KernelRows backward_rows(int y) {
  constexpr Window w = S.window;
  KernelRows rows;
  for (int k = 0; k < w.kernel; ++k) {
    const int position = y + w.padding_before(S.height) - k * w.dilation;
    if (position < 0 || position % w.stride != 0 || position / w.stride >= S.output_height())
      continue;
    if (rows.count++ == 0) rows = {1, k, position / w.stride};
  }
  return rows;
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

/// Input gradient = weights, transposed, * output gradient.
template <ConvolutionShape S, class T>
void convolve_backward_input(const Lanes<T>* output_gradient, const T* weights,
                             Lanes<T>* input_gradient) {
  constexpr int stride = S.window.stride;
  constexpr Block block =
      choose_block(S.group_inputs, (S.width + stride - 1) / stride, register_block);
  for (int group = 0; group < S.window.groups; ++group) {
    const Operands<T> c{.input = output_gradient + group * S.group_outputs * S.output_pixels(),
                        .channels = S.group_outputs,
                        .input_plane = S.output_pixels(),
                        .output_plane = S.input_pixels()};
    in_blocks<S.group_inputs, block.outputs>([&]<int Outputs>(int first) {
      const T* from = weights + first * S.outputs() + group * S.group_outputs;
      Lanes<T>* plane = input_gradient + (group * S.group_inputs + first) * S.input_pixels();
      for (int y = 0; y < S.height; ++y) {
        const auto residue_class = [&]<int Residue>() {
          constexpr int count = (S.width - Residue + stride - 1) / stride;
          if constexpr (count > 0)
            convolve_row<T, backward_taps<S, Residue>(), count, Outputs, block.columns>(
                c, from, nullptr, plane + y * S.width + Residue, backward_rows<S>(y));
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
