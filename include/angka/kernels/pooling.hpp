#pragma once

// The kernels of pooling, in lanes and of a single image.

#include <algorithm>
#include <angka/core/lanes.hpp>
#include <angka/core/shape.hpp>
#include <angka/kernels/window.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Calls visit(output, k, input) for each output pixel of a pooling window and each of the window's
/// pixels that lies within the image; k counts the window's pixels.
template <Window W, Shape In, Shape Out, class Visit>
void for_each_window(Visit&& visit) {
  constexpr WindowAxis down = W.rows, across = W.columns;
  constexpr int top = down.padding_before(In.height), left = across.padding_before(In.width);
  for (int c = 0; c < In.channels; ++c) {
    for (int y = 0; y < Out.height; ++y) {
      for (int x = 0; x < Out.width; ++x) {
        const int output = (c * Out.height + y) * Out.width + x;
        for (int k = 0; k < W.taps(); ++k) {
          const int row = y * down.stride - top + k / across.kernel * down.dilation;
          const int column = x * across.stride - left + k % across.kernel * across.dilation;
          if (row >= 0 && row < In.height && column >= 0 && column < In.width)
            visit(output, k, (c * In.height + row) * In.width + column);
        }
      }
    }
  }
}

/// The largest of each P x P window of a band of P rows, and which of the window's pixels it is.
template <int P, int Columns, class T>
void pool_band(const Lanes<T>* band, Lanes<T>* output, Lanes<T>* which) {
  for (int x = 0; x < Columns / P; ++x) {
    Lanes<T> top = band[x * P], index(T(0));
    ANGKA_UNROLL
    for (int k = 1; k < P * P; ++k) {
      const Lanes<T> value = band[k / P * Columns + x * P + k % P];
      index = where_less(top, value, Lanes<T>(T(k)), index);
      top = max(top, value);
    }
    output[x] = top;
    if (which) which[x] = index;
  }
}

/// The gradient in front of P x P max pooling: each window's gradient at the pixel that was
/// largest.
template <int P, Shape In, class T>
void unpool(const Lanes<T>* gradient, const Lanes<T>* which, int channels, Lanes<T>* to) {
  constexpr int height = In.height / P, width = In.width / P;
  const Lanes<T> zero(T(0));
  for (int c = 0; c < channels; ++c, to += In.pixels()) {
    for (int y = 0; y < height; ++y, gradient += width, which += width) {
      for (int x = 0; x < width; ++x) {
        ANGKA_UNROLL
        for (int k = 0; k < P * P; ++k)
          to[(y * P + k / P) * In.width + x * P + k % P] =
              where_equal(which[x], Lanes<T>(T(k)), gradient[x], zero);
      }
      for (int r = 0; r < P; ++r)
        for (int x = width * P; x < In.width; ++x) to[(y * P + r) * In.width + x] = zero;
    }
    for (int p = height * P * In.width; p < In.pixels(); ++p) to[p] = zero;
  }
}

/// Max pooling of a single image.
template <Window W, Shape In, Shape Out, class T>
void max_pool_single(const T* input, T* output) {
  constexpr WindowAxis down = W.rows, across = W.columns;
  constexpr int top = down.padding_before(In.height), left = across.padding_before(In.width);
  constexpr bool within = top == 0 && left == 0 &&
                          (Out.height - 1) * down.stride + down.extent() <= In.height &&
                          (Out.width - 1) * across.stride + across.extent() <= In.width;
  for (int c = 0; c < In.channels; ++c, input += In.pixels())
    for (int y = 0; y < Out.height; ++y)
      for (int x = 0; x < Out.width; ++x) {
        T largest{};
        bool any = false;
        for (int k = 0; k < W.taps(); ++k) {
          const int row = y * down.stride - top + k / across.kernel * down.dilation;
          const int column = x * across.stride - left + k % across.kernel * across.dilation;
          if (within || (row >= 0 && row < In.height && column >= 0 && column < In.width)) {
            const T value = input[row * In.width + column];
            largest = any ? std::max(largest, value) : value;
            any = true;
          }
        }
        *output++ = largest;
      }
}

/// P x P max pooling of a band of P rows of a single image, to `Columns` pixels.
template <int P, int Columns, class T>
void pool_single(const T* band, int pitch, T* output) {
  for (int x = 0; x < Columns; ++x) {
    const T* window = band + x * P;
    T top = window[0];
    for (int k = 1; k < P * P; ++k) top = std::max(top, window[k / P * pitch + k % P]);
    output[x] = top;
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
