#pragma once

#include <algorithm>
#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// A window's height or its width as it slides down or across an image.
struct WindowAxis {
  int kernel = 1;
  int stride = 1;
  int dilation = 1;
  int padding = 0;
  int output_padding = 0;  ///< of a transposed convolution
  bool same = false;
  bool ceil = false;  ///< a last window may lie partly beyond the image

  constexpr bool operator==(const WindowAxis&) const = default;

  constexpr int extent() const { return dilation * (kernel - 1) + 1; }
  constexpr int output(int size) const {
    if (same) return (size + stride - 1) / stride;
    const int steps = size + 2 * padding - extent();
    if (!ceil) return steps / stride + 1;
    const int last = (steps + stride - 1) / stride;
    return last * stride < size + padding ? last + 1 : last;  // none begins beyond the image
  }
  constexpr int padding_before(int size) const {
    if (!same) return padding;
    return std::max(0, (output(size) - 1) * stride + extent() - size) / 2;
  }
  /// What a transposed convolution makes of a size.
  constexpr int enlarged(int size) const {
    return same ? size * stride : (size - 1) * stride - 2 * padding + extent() + output_padding;
  }
  /// The smallest image that leaves so many outputs.
  constexpr int smallest(int outputs = 1) const {
    const int reach = (outputs - 1) * stride;
    return same ? reach + 1 : std::max(1, reach + extent() - 2 * padding);
  }
  constexpr bool valid() const {
    return kernel > 0 && stride > 0 && dilation > 0 && padding >= 0 && output_padding >= 0 &&
           output_padding < stride && (output_padding == 0 || !same) && !(ceil && same);
  }
};

/// A window that slides over an image: how a convolution or pooling is modified, in numbers.
struct Window {
  WindowAxis rows{};
  WindowAxis columns{};
  int groups = 1;
  int multiplier = 1;  ///< filters of each channel where groups are not yet known
  bool bias = true;
  bool winograd = true;

  constexpr int taps() const { return rows.kernel * columns.kernel; }
  constexpr bool valid() const { return rows.valid() && columns.valid() && groups > 0 && multiplier > 0; }
};

}  // namespace angka::inline ANGKA_ISA::detail
