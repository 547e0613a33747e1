#pragma once

// The kernels of convolution, forward and backward, for any stride, padding and dilation.
//
// One kernel serves forward and backward by input: both gather, for a row of outputs, products of
// weights and input pixels. Kernel rows that fall outside the image are left out of the list of
// rows, kernel columns outside are cut at compile time, so no zero is ever multiplied.

#include <angka/core/lanes.hpp>
#include <angka/layers/modifiers.hpp>
#include <array>

namespace angka::detail {

/// The columns from `from` to before `to`.
struct Run {
  int from = 0;
  int to = 0;
};

/// The kernel columns that reach a run of output columns: tap t multiplies input column
/// j * step + offset[t] into output column j.
template <int Max>
struct Taps {
  int count = 0;
  int step = 1;
  std::array<int, Max> kernel{};
  std::array<int, Max> offset{};

  /// Whether column j reads input column j * step + offset[t] within an image `width` wide.
  constexpr bool reaches(int t, int j, int width) const {
    const int column = j * step + offset[static_cast<std::size_t>(t)];
    return column >= 0 && column < width;
  }
  constexpr bool all_reach(int j, int width) const {
    for (int t = 0; t < count; ++t)
      if (!reaches(t, j, width)) return false;
    return true;
  }
  /// Those of `columns` output columns that all taps reach.
  constexpr Run inner(int columns, int width) const {
    Run run{0, columns};
    while (run.from < columns && !all_reach(run.from, width)) ++run.from;
    while (run.to > run.from && !all_reach(run.to - 1, width)) --run.to;
    return run;
  }
};

/// A kernel row and the input row that it meets.
struct KernelRow {
  int kernel = 0;
  int input = 0;
};

/// What the blocked kernel runs over: planes of lanes and how weights lie between them.
template <class T>
struct Convolution {
  const Lanes<T>* input = nullptr;
  const T* weights = nullptr;
  int channels = 1;      ///< input channels to sum over
  int input_plane = 0;   ///< pixels from one input channel to the next
  int output_plane = 0;  ///< pixels from one output channel to the next
  int channel_step = 0;  ///< weights from one input channel to the next
  int row_step = 0;      ///< weights from one kernel row to the next
  int column_step = 0;   ///< weights from one kernel column to the next
};

/// The register block for `outputs` channels and `columns` columns: as many accumulators as the
/// registers allow, in the shape that loads least.
struct Block {
  int outputs = 1;
  int columns = 1;
};
constexpr Block choose_block(int outputs, int columns, int registers) {
  Block best{};
  double best_cost = 1e30;
  for (int o = 1; o <= outputs && o <= registers; ++o) {
    for (int c = 1; c <= columns && o * c <= registers; ++c) {
      const int blocks = ((outputs + o - 1) / o) * ((columns + c - 1) / c);
      const double arithmetic = 0.5 * o * c;
      const double loads = 0.5 * (o + c);
      constexpr double latency = 4;
      const double cost =
          blocks * (0.6 + (arithmetic > loads ? (arithmetic > latency ? arithmetic : latency)
                                              : (loads > latency ? loads : latency)));
      if (cost < best_cost) {
        best_cost = cost;
        best = {o, c};
      }
    }
  }
  return best;
}

/// One register block of outputs: `Outputs` channels, `Columns` columns from `first` on. With
/// `Edge` >= 0 the first column is known to be `Edge`, and taps outside the image are cut.
/// `OutputStep` weights lie between two output channels, `ColumnStride` pixels between two columns.
template <class T, auto taps, int Width, int Edge, int Outputs, int Columns, int OutputStep,
          int ColumnStride>
#if defined(__GNUC__)
__attribute__((noinline))
#endif
void convolve_block(const Convolution<T>& c, const T* weights, const T* bias, Lanes<T>* output,
                    const KernelRow* rows, int row_count, int first) {
  Lanes<T> sum[Outputs][Columns];
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) {
    const Lanes<T> start(bias ? bias[o] : T(0));
    ANGKA_UNROLL
    for (int j = 0; j < Columns; ++j) sum[o][j] = start;
  }
  const int from = (Edge >= 0 ? Edge : first) * taps.step;
  for (int i = 0; i < c.channels; ++i) {
    for (int r = 0; r < row_count; ++r) {
      const Lanes<T>* x = c.input + i * c.input_plane + rows[r].input * Width + from;
      const T* row = weights + i * c.channel_step + rows[r].kernel * c.row_step;
      ANGKA_UNROLL
      for (int t = 0; t < taps.count; ++t) {
        const auto tap = static_cast<std::size_t>(t);
        Lanes<T> weight[Outputs];
        ANGKA_UNROLL
        for (int o = 0; o < Outputs; ++o)
          weight[o] = Lanes<T>(row[taps.kernel[tap] * c.column_step + o * OutputStep]);
        ANGKA_UNROLL
        for (int j = 0; j < Columns; ++j) {
          if (Edge >= 0 && !taps.reaches(t, Edge + j, Width)) continue;
          const Lanes<T> value = x[j * taps.step + taps.offset[tap]];
          ANGKA_UNROLL
          for (int o = 0; o < Outputs; ++o) sum[o][j] = fma(weight[o], value, sum[o][j]);
        }
      }
    }
  }
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) {
    ANGKA_UNROLL
    for (int j = 0; j < Columns; ++j)
      output[o * c.output_plane + (first + j) * ColumnStride] = sum[o][j];
  }
}

/// `Count` columns of one output row, for `Outputs` channels, cut into blocks of equal width.
template <class T, auto taps, int Width, int Count, int Outputs, int BlockColumns, int OutputStep,
          int ColumnStride>
void convolve_row(const Convolution<T>& c, const T* weights, const T* bias, Lanes<T>* output,
                  const KernelRow* rows, int row_count) {
  constexpr int blocks = (Count + BlockColumns - 1) / BlockColumns;
  [&]<std::size_t... B>(std::index_sequence<B...>) {
    (
        [&] {
          constexpr int first = static_cast<int>(B) * Count / blocks;
          constexpr int columns = (static_cast<int>(B) + 1) * Count / blocks - first;
          constexpr bool inner =
              taps.all_reach(first, Width) && taps.all_reach(first + columns - 1, Width);
          convolve_block<T, taps, Width, (inner ? -1 : first), Outputs, columns, OutputStep,
                         ColumnStride>(c, weights, bias, output, rows, row_count, first);
        }(),
        ...);
  }
  (std::make_index_sequence<static_cast<std::size_t>(blocks)>{});
}

/// Calls part.template operator()<n>(first) for runs of n outputs: as many runs of `Block` as fit,
/// then the rest.
template <int Total, int Block, class Part>
void in_blocks(Part&& part) {
  for (int first = 0; first + Block <= Total; first += Block)
    part.template operator()<Block>(first);
  if constexpr (Total % Block != 0) part.template operator()<Total % Block>(Total - Total % Block);
}

/// The taps of forward convolution along a row.
template <Window W, int Width>
constexpr auto forward_taps() {
  Taps<W.kernel> taps{.count = W.kernel, .step = W.stride};
  for (int k = 0; k < W.kernel; ++k) {
    taps.kernel[static_cast<std::size_t>(k)] = k;
    taps.offset[static_cast<std::size_t>(k)] = k * W.dilation - W.padding_before(Width);
  }
  return taps;
}

/// The taps of backward convolution for input columns residue, residue + stride, ...: those kernel
/// columns that an output column meets there.
template <Window W, int Width, int Residue>
constexpr auto backward_taps() {
  Taps<W.kernel> taps{};
  for (int k = 0; k < W.kernel; ++k) {
    const int position = Residue + W.padding_before(Width) - k * W.dilation;
    if (position % W.stride != 0) continue;
    taps.kernel[static_cast<std::size_t>(taps.count)] = k;
    taps.offset[static_cast<std::size_t>(taps.count)] = position / W.stride;
    ++taps.count;
  }
  return taps;
}

/// The shape of a convolution, of one group of its channels.
struct ConvolutionShape {
  Window window{};
  int height = 1, width = 1;                ///< of the input
  int group_inputs = 1, group_outputs = 1;  ///< channels of one group

  constexpr int output_height() const { return window.output(height); }
  constexpr int output_width() const { return window.output(width); }
  constexpr int outputs() const { return group_outputs * window.groups; }
};

/// Output = bias + weights * input. Weights lie as kernel row, kernel column, input, output.
template <ConvolutionShape S, class T>
void convolve(const Lanes<T>* input, const T* weights, const T* bias, Lanes<T>* output) {
  constexpr Window w = S.window;
  constexpr int columns = S.output_width(), pixels = S.output_height() * columns;
  constexpr auto taps = forward_taps<w, S.width>();
  constexpr Block block = choose_block(S.group_outputs, columns, register_block);
  for (int group = 0; group < w.groups; ++group) {
    const Convolution<T> c{.input = input + group * S.group_inputs * S.height * S.width,
                           .channels = S.group_inputs,
                           .input_plane = S.height * S.width,
                           .output_plane = pixels,
                           .channel_step = S.outputs(),
                           .row_step = w.kernel * S.group_inputs * S.outputs(),
                           .column_step = S.group_inputs * S.outputs()};
    in_blocks<S.group_outputs, block.outputs>([&]<int Outputs>(int first) {
      const int channel = group * S.group_outputs + first;
      for (int y = 0; y < S.output_height(); ++y) {
        KernelRow rows[w.kernel];
        int count = 0;
        for (int k = 0; k < w.kernel; ++k) {
          const int row = y * w.stride - w.padding_before(S.height) + k * w.dilation;
          if (row >= 0 && row < S.height) rows[count++] = {k, row};
        }
        convolve_row<T, taps, S.width, columns, Outputs, block.columns, 1, 1>(
            c, weights + channel, bias ? bias + channel : nullptr,
            output + channel * pixels + y * columns, rows, count);
      }
    });
  }
}

/// Input gradient = weights, transposed, * output gradient.
template <ConvolutionShape S, class T>
void convolve_backward_input(const Lanes<T>* output_gradient, const T* weights,
                             Lanes<T>* input_gradient) {
  constexpr Window w = S.window;
  constexpr int columns = S.output_width(), pixels = S.output_height() * columns;
  constexpr Block block =
      choose_block(S.group_inputs, (S.width + w.stride - 1) / w.stride, register_block);
  for (int group = 0; group < w.groups; ++group) {
    const Convolution<T> c{.input = output_gradient + group * S.group_outputs * pixels,
                           .channels = S.group_outputs,
                           .input_plane = pixels,
                           .output_plane = S.height * S.width,
                           .channel_step = 1,
                           .row_step = w.kernel * S.group_inputs * S.outputs(),
                           .column_step = S.group_inputs * S.outputs()};
    in_blocks<S.group_inputs, block.outputs>([&]<int Outputs>(int first) {
      const T* from = weights + first * S.outputs() + group * S.group_outputs;
      for (int y = 0; y < S.height; ++y) {
        KernelRow rows[w.kernel];
        int row_count = 0;
        for (int k = 0; k < w.kernel; ++k) {
          const int position = y + w.padding_before(S.height) - k * w.dilation;
          if (position >= 0 && position % w.stride == 0 && position / w.stride < S.output_height())
            rows[row_count++] = {k, position / w.stride};
        }
        Lanes<T>* row =
            input_gradient + (group * S.group_inputs + first) * S.height * S.width + y * S.width;
        [&]<std::size_t... R>(std::index_sequence<R...>) {
          (
              [&] {
                constexpr int residue = static_cast<int>(R);
                constexpr int count = (S.width - residue + w.stride - 1) / w.stride;
                constexpr auto taps = backward_taps<w, S.width, residue>();
                if constexpr (count > 0)
                  convolve_row<T, taps, columns, count, Outputs, block.columns, S.outputs(),
                               w.stride>(c, from, nullptr, row + residue, rows, row_count);
              }(),
              ...);
        }
        (std::make_index_sequence<static_cast<std::size_t>(w.stride)>{});
      }
    });
  }
}

/// Adds what output column j contributes to the gradient by `Outputs` x kernel-row weights. With
/// `Edge` >= 0 the column is known to be `Edge`, and taps outside the image are cut.
template <ConvolutionShape S, int Outputs, int Edge, class T>
[[gnu::always_inline]] inline void convolve_backward_column(
    Lanes<T> (&sum)[Outputs][S.window.kernel], const Lanes<T>* input,
    const Lanes<T>* output_gradient, int j) {
  constexpr auto taps = forward_taps<S.window, S.width>();
  constexpr int pixels = S.output_height() * S.output_width();
  Lanes<T> slope[Outputs];
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) slope[o] = output_gradient[o * pixels + j];
  ANGKA_UNROLL
  for (int k = 0; k < taps.count; ++k) {
    if (Edge >= 0 && !taps.reaches(k, Edge, S.width)) continue;
    const Lanes<T> value = input[j * taps.step + taps.offset[static_cast<std::size_t>(k)]];
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) sum[o][k] = fma(slope[o], value, sum[o][k]);
  }
}

/// The same for columns From .. To - 1 at the edge of the image.
template <ConvolutionShape S, int Outputs, int From, int To, class T>
[[gnu::always_inline]] inline void convolve_backward_edge(Lanes<T> (&sum)[Outputs][S.window.kernel],
                                                          const Lanes<T>* input,
                                                          const Lanes<T>* output_gradient) {
  if constexpr (From < To) {
    convolve_backward_column<S, Outputs, From>(sum, input, output_gradient, From);
    convolve_backward_edge<S, Outputs, From + 1, To>(sum, input, output_gradient);
  }
}

/// The gradient by `Outputs` x kernel-row weights of one input channel, over the whole image:
/// a register block of lane sums, added up across lanes at the end.
template <ConvolutionShape S, int Outputs, class T>
void convolve_backward_block(const Lanes<T>* input, const Lanes<T>* output_gradient, int kernel_row,
                             T* gradient) {
  constexpr Window w = S.window;
  constexpr auto taps = forward_taps<w, S.width>();
  constexpr int columns = S.output_width();
  constexpr Run inner = taps.inner(columns, S.width);
  Lanes<T> sum[Outputs][w.kernel];
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) {
    ANGKA_UNROLL
    for (int k = 0; k < w.kernel; ++k) sum[o][k] = Lanes<T>(T(0));
  }
  for (int y = 0; y < S.output_height(); ++y) {
    const int row = y * w.stride - w.padding_before(S.height) + kernel_row * w.dilation;
    if (row < 0 || row >= S.height) continue;
    const Lanes<T>* x = input + row * S.width;
    const Lanes<T>* g = output_gradient + y * columns;
    convolve_backward_edge<S, Outputs, 0, inner.from>(sum, x, g);
    for (int j = inner.from; j < inner.to; ++j)
      convolve_backward_column<S, Outputs, -1>(sum, x, g, j);
    convolve_backward_edge<S, Outputs, inner.to, columns>(sum, x, g);
  }
  ANGKA_UNROLL
  for (int o = 0; o < Outputs; ++o) {
    ANGKA_UNROLL
    for (int k = 0; k < w.kernel; ++k)
      gradient[k * S.group_inputs * S.outputs() + o] += sum[o][k].sum();
  }
}

/// Adds the gradient by weights, and by bias where `bias_gradient` is given.
template <ConvolutionShape S, class T>
void convolve_backward_weights(const Lanes<T>* input, const Lanes<T>* output_gradient,
                               T* weight_gradient, T* bias_gradient) {
  constexpr Window w = S.window;
  constexpr int pixels = S.output_height() * S.output_width();
  constexpr int block =
      choose_block(S.group_outputs, w.kernel, register_block < w.kernel ? w.kernel : register_block)
          .outputs;
  if (bias_gradient) {
    for (int o = 0; o < S.outputs(); ++o) {
      Lanes<T> sum[4] = {T(0), T(0), T(0), T(0)};
      for (int p = 0; p < pixels; ++p) sum[p % 4] += output_gradient[o * pixels + p];
      bias_gradient[o] += ((sum[0] + sum[1]) + (sum[2] + sum[3])).sum();
    }
  }
  for (int group = 0; group < w.groups; ++group) {
    in_blocks<S.group_outputs, block>([&]<int Outputs>(int first) {
      const int channel = group * S.group_outputs + first;
      for (int i = 0; i < S.group_inputs; ++i) {
        const Lanes<T>* plane = input + (group * S.group_inputs + i) * S.height * S.width;
        for (int k = 0; k < w.kernel; ++k)
          convolve_backward_block<S, Outputs>(
              plane, output_gradient + channel * pixels, k,
              weight_gradient + (k * w.kernel * S.group_inputs + i) * S.outputs() + channel);
      }
    });
  }
}

}  // namespace angka::detail
