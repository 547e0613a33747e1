#pragma once

// Slow, obvious twins of convolution and pooling, in whole numbers.

#include <angka/core/shape.hpp>
#include <angka/layers/modifiers.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace reference {

using angka::Shape;
using Numbers = std::vector<std::int64_t>;

/// Where a window lands; numbers are down and across. `same`: as Keras places it.
struct Window {
  Shape input{};
  using Two = std::array<int, 2>;
  Two kernel{1, 1}, stride{1, 1}, dilation{1, 1}, padding{};
  int groups = 1;
  bool same = false, bias = true;

  int output(std::size_t axis) const {
    const int size = axis == 0 ? input.height : input.width;
    int count = 0;
    if (same) {
      while (count * stride[axis] < size) ++count;
    } else {
      while (count * stride[axis] + (kernel[axis] - 1) * dilation[axis] < size + 2 * padding[axis])
        ++count;
    }
    return count;
  }
  int before(std::size_t axis) const {
    if (!same) return padding[axis];
    int missing = (output(axis) - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1 -
                  (axis == 0 ? input.height : input.width);
    if (missing < 0) missing = 0;
    return missing / 2;
  }
  int height() const { return output(0); }
  int width() const { return output(1); }
  int taps() const { return kernel[0] * kernel[1]; }

  /// Calls visit(y, x, u, v, row, column) for each output pixel and each pixel of its window that
  /// lies within the image.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (int y = 0; y < height(); ++y)
      for (int x = 0; x < width(); ++x)
        for (int u = 0; u < kernel[0]; ++u)
          for (int v = 0; v < kernel[1]; ++v) {
            const int row = y * stride[0] + u * dilation[0] - before(0);
            const int column = x * stride[1] + v * dilation[1] - before(1);
            if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
            visit(y, x, u, v, row, column);
          }
  }
};

inline Window::Two two(int both) { return {both, both}; }
inline Window::Two two(int down, int across) { return {down, across}; }
inline Window::Two two(angka::Kernel kernel) { return {kernel.height, kernel.width}; }

template <int... S>
void read(Window& window, angka::Stride<S...>) {
  window.stride = two(S...);
}
template <int... P>
void read(Window& window, angka::Padding<P...>) {
  window.padding = two(P...);
}
template <int... D>
void read(Window& window, angka::Dilation<D...>) {
  window.dilation = two(D...);
}
template <int G>
void read(Window& window, angka::Groups<G>) {
  window.groups = G;
}
inline void read(Window& window, angka::Same) { window.same = true; }
inline void read(Window&, angka::Valid) {}
inline void read(Window& window, angka::NoBias) { window.bias = false; }

template <class... Modifiers>
Window window(Shape input, Window::Two kernel, Window::Two stride) {
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
              ((u * w.kernel[1] + v) * group_inputs + i) * filters + o,
              (channel * w.input.height + row) * w.input.width + column);
      }
  });
}

}  // namespace reference
