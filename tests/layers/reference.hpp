#pragma once

// Slow, obvious twins of convolution and pooling, in whole numbers.

#include <angka/core/shape.hpp>
#include <angka/layers/modifiers.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace reference {

using angka::Shape;
using Numbers = std::vector<std::int64_t>;

/// Where a window of kernel x kernel pixels lands. `same`: as Keras places it.
struct Window {
  Shape input{};
  int kernel = 1, stride = 1, dilation = 1, padding = 0, groups = 1;
  bool same = false, bias = true;

  int output(int size) const {
    int count = 0;
    if (same) {
      while (count * stride < size) ++count;
    } else {
      while (count * stride + (kernel - 1) * dilation < size + 2 * padding) ++count;
    }
    return count;
  }
  int before(int size) const {
    if (!same) return padding;
    int missing = (output(size) - 1) * stride + (kernel - 1) * dilation + 1 - size;
    if (missing < 0) missing = 0;
    return missing / 2;
  }
  int height() const { return output(input.height); }
  int width() const { return output(input.width); }

  /// Calls visit(y, x, u, v, row, column) for each output pixel and each pixel of its window that
  /// lies within the image.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (int y = 0; y < height(); ++y)
      for (int x = 0; x < width(); ++x)
        for (int u = 0; u < kernel; ++u)
          for (int v = 0; v < kernel; ++v) {
            const int row = y * stride + u * dilation - before(input.height);
            const int column = x * stride + v * dilation - before(input.width);
            if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
            visit(y, x, u, v, row, column);
          }
  }
};

template <int S>
void read(Window& window, angka::Stride<S>) {
  window.stride = S;
}
template <int P>
void read(Window& window, angka::Padding<P>) {
  window.padding = P;
}
template <int D>
void read(Window& window, angka::Dilation<D>) {
  window.dilation = D;
}
template <int G>
void read(Window& window, angka::Groups<G>) {
  window.groups = G;
}
inline void read(Window& window, angka::Same) { window.same = true; }
inline void read(Window&, angka::Valid) {}
inline void read(Window& window, angka::NoBias) { window.bias = false; }

template <class... Modifiers>
Window window(Shape input, int kernel, int stride) {
  Window result{.input = input, .kernel = kernel, .stride = stride};
  (read(result, Modifiers{}), ...);
  return result;
}

/// Calls visit(output, weight, input) for each product that a convolution adds up.
template <class Visit>
void for_each_product(const Window& w, int filters, Visit&& visit) {
  const int group_inputs = w.input.channels / w.groups, group_filters = filters / w.groups;
  w.for_each([&](int y, int x, int u, int v, int row, int column) {
    for (int o = 0; o < filters; ++o)
      for (int i = 0; i < group_inputs; ++i) {
        const int channel = o / group_filters * group_inputs + i;
        visit((o * w.height() + y) * w.width() + x,
              ((u * w.kernel + v) * group_inputs + i) * filters + o,
              (channel * w.input.height + row) * w.input.width + column);
      }
  });
}

}  // namespace reference
