#pragma once

#include <algorithm>
#include <type_traits>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// Output of ceil(size / stride) pixels: zeros around the image, the odd one at the end (Keras).
struct Same {};
/// No padding: the window stays within the image. The default.
struct Valid {};
/// `P` zeros on each side.
template <int P>
struct Padding {};
/// The window moves by `S` pixels.
template <int S>
struct Stride {};
/// The kernel's taps are `D` pixels apart.
template <int D>
struct Dilation {};
/// Channels fall into `G` groups, each convolved on its own; as many groups as channels: depthwise.
template <int G>
struct Groups {};
/// No bias is added.
struct NoBias {};
/// Sums are made directly, never by Winograd's algorithm, which is faster but rounds more.
struct Direct {};

namespace detail {

/// The modifiers of a layer, read into numbers.
struct Window {
  int kernel = 1;
  int stride = 1;
  int dilation = 1;
  int padding = 0;
  bool same = false;
  int groups = 1;
  bool bias = true;
  bool winograd = true;

  constexpr int extent() const { return dilation * (kernel - 1) + 1; }
  constexpr int output(int size) const {
    if (same) return (size + stride - 1) / stride;
    return (size + 2 * padding - extent()) / stride + 1;
  }
  constexpr int padding_before(int size) const {
    if (!same) return padding;
    return std::max(0, (output(size) - 1) * stride + extent() - size) / 2;
  }
  /// The smallest image that leaves so many outputs.
  constexpr int smallest(int outputs = 1) const {
    const int reach = (outputs - 1) * stride;
    return same ? reach + 1 : std::max(1, reach + extent() - 2 * padding);
  }
  constexpr bool valid() const {
    return kernel > 0 && stride > 0 && dilation > 0 && padding >= 0 && groups > 0;
  }
};

template <class Modifier>
inline constexpr bool unknown_modifier = false;

constexpr void modify(Window& window, Same) { window.same = true; }
constexpr void modify(Window&, Valid) {}
constexpr void modify(Window& window, NoBias) { window.bias = false; }
constexpr void modify(Window& window, Direct) { window.winograd = false; }
template <int P>
constexpr void modify(Window& window, Padding<P>) {
  window.padding = P;
}
template <int S>
constexpr void modify(Window& window, Stride<S>) {
  window.stride = S;
}
template <int D>
constexpr void modify(Window& window, Dilation<D>) {
  window.dilation = D;
}
template <int G>
constexpr void modify(Window& window, Groups<G>) {
  window.groups = G;
}
template <class Modifier>
constexpr void modify(Window&, Modifier) {
  static_assert(unknown_modifier<Modifier>,
                "angka: modifiers are Same, Valid, Padding<P>, Stride<S>, Dilation<D>, Groups<G>, "
                "NoBias and Direct");
}

template <class... Modifiers>
constexpr Window window(int kernel, int stride) {
  Window result{.kernel = kernel, .stride = stride};
  (modify(result, Modifiers{}), ...);
  return result;
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
