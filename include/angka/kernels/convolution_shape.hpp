#pragma once

// Which pixels a convolution's kernel meets, known to the compiler: kernel rows that fall outside
// the image are left out of the list of rows, kernel columns outside are cut.

#include <angka/kernels/window.hpp>
#include <array>
#include <cstddef>
#include <numeric>

namespace angka::inline ANGKA_ISA::detail {

/// The columns from `from` to before `to`.
struct Run {
  int from = 0;
  int to = 0;
};

/// The shape of a convolution. Weights lie as kernel row, kernel column, input, output.
struct ConvolutionShape {
  Window window{};
  int height = 1, width = 1;                ///< of the input
  int group_inputs = 1, group_outputs = 1;  ///< channels of one group

  constexpr int output_height() const { return window.rows.output(height); }
  constexpr int output_width() const { return window.columns.output(width); }
  constexpr int input_pixels() const { return height * width; }
  constexpr int output_pixels() const { return output_height() * output_width(); }
  constexpr int outputs() const { return group_outputs * window.groups; }
  /// The input row that the first kernel row meets for output row y; may lie outside the image.
  constexpr int first_row(int y) const {
    return y * window.rows.stride - window.rows.padding_before(height);
  }
  /// The output rows for which all kernel rows lie within the image.
  constexpr Run inner_rows() const {
    Run run{0, output_height()};
    while (run.from < run.to && first_row(run.from) < 0) ++run.from;
    while (run.to > run.from && first_row(run.to - 1) + window.rows.extent() > height) --run.to;
    return run;
  }
  constexpr int column_step() const { return group_inputs * outputs(); }
  constexpr int row_step() const { return window.columns.kernel * column_step(); }
};

/// The kernel columns that reach a run of output columns, and how kernel rows and weights follow
/// each other: all that shapes the blocked kernel. Tap t multiplies input column
/// j * step + offset[t] into output column j.
template <int Max>
struct Taps {
  int count = 0;
  int rows = 0;  ///< kernel rows of which the blocked kernel unrolls the loop
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

/// The taps of forward convolution along a row.
template <ConvolutionShape S>
constexpr auto forward_taps() {
  constexpr WindowAxis w = S.window.columns;
  Taps<w.kernel> taps{.count = w.kernel,
                      .rows = S.window.rows.kernel,
                      .step = w.stride,
                      .width = S.width,
                      .input_row_step = S.window.rows.dilation,
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
  constexpr WindowAxis w = S.window.columns, rows = S.window.rows;
  constexpr int step = rows.stride / std::gcd(rows.stride, rows.dilation);
  Taps<w.kernel> taps{.width = S.output_width(),
                      .column_stride = w.stride,
                      .kernel_row_step = step,
                      .input_row_step = -step * rows.dilation / rows.stride,
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
  taps.rows = rows == w ? taps.count : (rows.kernel + step - 1) / step;
  return taps;
}

/// The kernel rows that output row `y` of forward convolution meets.
template <ConvolutionShape S>
KernelRows forward_rows(int y) {
  constexpr WindowAxis w = S.window.rows;
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
  constexpr WindowAxis w = S.window.rows;
  KernelRows rows;
  for (int k = 0; k < w.kernel; ++k) {
    const int position = y + w.padding_before(S.height) - k * w.dilation;
    if (position < 0 || position % w.stride != 0 || position / w.stride >= S.output_height())
      continue;
    if (rows.count++ == 0) rows = {1, k, position / w.stride};
  }
  return rows;
}

}  // namespace angka::inline ANGKA_ISA::detail
