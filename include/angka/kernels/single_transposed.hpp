#pragma once

// Transposed convolution of a single image: lanes run over those columns of the output that meet
// the same taps. Sums are made in the same order as in a pack.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/kernels/blocks.hpp>
#include <angka/kernels/convolution_shape.hpp>
#include <cstddef>
#include <utility>

namespace angka::inline ANGKA_ISA::detail {

/// From the outputs of a convolution of shape S to its inputs, for one image.
template <ConvolutionShape S, class T>
struct SingleTransposed {
  static constexpr int lanes = Lanes<T>::count;
  static constexpr int height = S.output_height(), width = S.output_width();  ///< of the input
  static constexpr int groups = S.window.groups, stride = S.window.columns.stride;

  /// Columns of the output that belong to a residue of the stride.
  static constexpr int columns(int residue) { return (S.width - residue + stride - 1) / stride; }
  /// How far taps reach beyond the input's columns, whole registers included.
  static constexpr Run reach = [] {
    Run run{0, width};
    const auto residue_class = [&]<int Residue>() {
      constexpr auto taps = backward_taps<S, Residue>();
      for (int t = 0; t < taps.count; ++t) {
        const int offset = taps.offset[static_cast<std::size_t>(t)];
        run.from = std::min(run.from, offset);
        run.to = std::max(run.to, offset + round_up(columns(Residue), lanes));
      }
    };
    [&]<int... R>(std::integer_sequence<int, R...>) {
      (residue_class.template operator()<R>(), ...);
    }
    (std::make_integer_sequence<int, stride>{});
    return run;
  }();
  static constexpr int pitch = reach.to - reach.from;
  static constexpr int workspace = S.outputs() * height * pitch;

  static void run(const T* input, const T* weights, const T* bias, T* output, T* padded) {
    std::fill_n(padded, workspace, T(0));
    for (int row = 0; row < S.outputs() * height; ++row)
      std::copy_n(input + row * width, width, padded + row * pitch - reach.from);
    const auto residue_class = [&]<int Residue>() {
      constexpr int vectors = round_up(std::max(columns(Residue), 0), lanes) / lanes;
      constexpr Block block = choose_block(S.group_inputs, std::max(vectors, 1), register_block);
      for (int group = 0; group < groups; ++group)
        in_blocks<S.group_inputs, block.outputs>([&]<int Outputs>(int o) {
          for (int y = 0; y < S.height; ++y)
            in_blocks<vectors, block.columns>([&]<int Vectors>(int v) {
              const int channel = group * S.group_inputs + o;
              add_taps<Residue, Outputs, Vectors>(
                  padded + group * S.group_outputs * height * pitch + v * lanes - reach.from,
                  weights + o * S.outputs() + group * S.group_outputs,
                  bias ? bias + channel : nullptr, y, v * lanes,
                  output + channel * S.input_pixels() + y * S.width + Residue);
            });
        });
    };
    [&]<int... R>(std::integer_sequence<int, R...>) {
      (residue_class.template operator()<R>(), ...);
    }
    (std::make_integer_sequence<int, std::min(stride, S.width)>{});
  }

 private:
  template <int Residue, int Outputs, int Vectors>
  static void add_taps(const T* image, const T* weights, const T* bias, int y, int first,
                       T* output) {
    constexpr auto taps = backward_taps<S, Residue>();
    Lanes<T> sum[Outputs][Vectors];
    ANGKA_UNROLL
    for (int o = 0; o < Outputs; ++o) {
      ANGKA_UNROLL
      for (int v = 0; v < Vectors; ++v) sum[o][v] = Lanes<T>(bias ? bias[o] : T(0));
    }
    const KernelRows rows = backward_rows<S>(y);
    for (int i = 0; i < S.group_outputs; ++i)
      for (int r = 0; r < rows.count; ++r) {
        const T* x = image + (i * height + rows.input + r * taps.input_row_step) * pitch;
        const T* row = weights + i + (rows.kernel + r * taps.kernel_row_step) * taps.row_step;
        ANGKA_UNROLL
        for (int t = 0; t < taps.count; ++t) {
          const auto tap = static_cast<std::size_t>(t);
          ANGKA_UNROLL
          for (int v = 0; v < Vectors; ++v) {
            const Lanes<T> value = Lanes<T>::load_unaligned(x + taps.offset[tap] + v * lanes);
            ANGKA_UNROLL
            for (int o = 0; o < Outputs; ++o)
              sum[o][v] =
                  fma(Lanes<T>(row[taps.kernel[tap] * taps.column_step + o * taps.output_step]),
                      value, sum[o][v]);
          }
        }
      }
    for (int o = 0; o < Outputs; ++o)
      for (int v = 0; v < Vectors; ++v) {
        alignas(64) T values[lanes];
        sum[o][v].store(values);
        for (int j = 0; j < std::min(lanes, columns(Residue) - first - v * lanes); ++j)
          output[o * S.input_pixels() + (first + v * lanes + j) * stride] = values[j];
      }
  }
};

}  // namespace angka::inline ANGKA_ISA::detail
