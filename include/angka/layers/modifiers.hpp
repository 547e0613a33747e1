#pragma once

#include <angka/kernels/window.hpp>
#include <concepts>
#include <cstddef>

namespace angka::inline ANGKA_ISA {

/// A window that isn't square: `Conv2D<16, Kernel{1, 5}>`, `MaxPool2D<Kernel{2, 1}>`.
struct Kernel {
  int height = 1;
  int width = 1;
};

/// Output of ceil(size / stride) pixels: zeros around the image, the odd one at the end (Keras).
/// Example: `Network<Input<1, 9, 9>, Conv2D<2, 3, Same, Stride<2>>>::output == Shape{2, 5, 5}`
struct Same {};
/// No padding: the window stays within the image. The default.
struct Valid {};
/// `P` zeros on each side: one number, or one above and below and one left and right.
template <int... P>
struct Padding {};
/// The window moves by `S` pixels: one number, or one down and one across.
template <int... S>
struct Stride {};
/// A pool's last windows may end beyond the image, where others would leave out a rest.
struct CeilMode {};
/// A transposed convolution makes its image larger by `E` pixels at its end: one number, or one
/// below and one to the right.
template <int... E>
struct OutputPadding {};
/// The kernel's taps are `D` pixels apart: one number, or one down and one across.
template <int... D>
struct Dilation {};
/// Channels fall into `G` groups, each convolved on its own; as many groups as channels: depthwise.
template <int G>
struct Groups {};
/// Each channel of a depthwise convolution has `M` outputs.
template <int M>
struct DepthMultiplier {};
/// No bias is added.
struct NoBias {};
/// Sums are made directly, never by Winograd's algorithm, which is faster but rounds more.
struct Direct {};

namespace detail {

/// How a layer's size is given: as one number, or as a `Kernel`.
template <class Size>
concept KernelSize = std::integral<Size> || std::same_as<Size, Kernel>;
constexpr Kernel sides(Kernel size) { return size; }
constexpr Kernel sides(int size) { return {size, size}; }
constexpr Kernel sides(int height, int width) { return {height, width}; }

template <int... Numbers>
concept OneOrTwo = sizeof...(Numbers) == 1 || sizeof...(Numbers) == 2;

/// What a modifier is about. A layer names those that mean something to it, as a sum.
enum About : unsigned {
  padding = 1,
  stride = 2,
  dilation = 4,
  groups = 8,
  bias = 16,
  sums = 32,
  depth = 64,
  enlarged = 128,
  ceil = 256
};
inline constexpr unsigned about_windows = padding | stride | dilation;
inline constexpr unsigned about_pools = about_windows | ceil;
inline constexpr unsigned about_convolutions = about_windows | groups | bias | sums;

/// Sets one of the numbers of a window, for both axes or down and across.
template <class Number>
constexpr void set(Window& window, Number WindowAxis::*number, Number down, Number across) {
  window.rows.*number = down;
  window.columns.*number = across;
}
template <class Number>
constexpr void set(Window& window, Number WindowAxis::*number, Number both) {
  set(window, number, both, both);
}

constexpr About modify(Window& window, Same) { return set(window, &WindowAxis::same, true), padding; }
constexpr About modify(Window&, Valid) { return padding; }
constexpr About modify(Window& window, CeilMode) {
  return set(window, &WindowAxis::ceil, true), ceil;
}
constexpr About modify(Window& window, NoBias) { return window.bias = false, bias; }
constexpr About modify(Window& window, Direct) { return window.winograd = false, sums; }
template <int... P>
requires OneOrTwo<P...>
constexpr About modify(Window& window, Padding<P...>) {
  return set(window, &WindowAxis::padding, P...), padding;
}
template <int... E>
requires OneOrTwo<E...>
constexpr About modify(Window& window, OutputPadding<E...>) {
  return set(window, &WindowAxis::output_padding, E...), enlarged;
}
template <int... S>
requires OneOrTwo<S...>
constexpr About modify(Window& window, Stride<S...>) {
  return set(window, &WindowAxis::stride, S...), stride;
}
template <int... D>
requires OneOrTwo<D...>
constexpr About modify(Window& window, Dilation<D...>) {
  return set(window, &WindowAxis::dilation, D...), dilation;
}
template <int G>
constexpr About modify(Window& window, Groups<G>) {
  return window.groups = G, groups;
}

template <int M>
constexpr About modify(Window& window, DepthMultiplier<M>) {
  return window.multiplier = M, depth;
}

template <class Modifier>
concept KnownModifier = requires(Window& window) {
  modify(window, Modifier{});
};
template <class Modifier>
inline constexpr unsigned about = [] {
  Window window;
  if constexpr (KnownModifier<Modifier>)
    return unsigned{modify(window, Modifier{})};
  else
    return 0u;
}();

template <unsigned Known, class Modifier>
struct CheckModifier {
  static_assert(KnownModifier<Modifier>,
                "angka: modifiers are Same, Valid, Padding<P>, Stride<S>, Dilation<D>, Groups<G>, "
                "NoBias, Direct, DepthMultiplier<M>, OutputPadding<E> and CeilMode; P, S, D and E "
                "are one number or two");
  static_assert((about<Modifier> & ~Known) == 0,
                "angka: this modifier does nothing here (see Modifier): Conv2D takes all but "
                "DepthMultiplier<M>, OutputPadding<E> and CeilMode, ConvTranspose2D all but "
                "DepthMultiplier<M>, CeilMode and Direct, DepthwiseConv2D all but Groups<G>, "
                "OutputPadding<E>, CeilMode and Direct, pooling Same, Valid, "
                "Padding<P>, Stride<S> and Dilation<D>, and CeilMode, Dense NoBias");
};

/// The modifiers of a layer for which those in `Known` mean something.
template <unsigned Known, class... Modifiers>
constexpr Window window(Kernel kernel, Kernel stride) {
  Window result{.rows = {.kernel = kernel.height, .stride = stride.height},
                .columns = {.kernel = kernel.width, .stride = stride.width}};
  [[maybe_unused]] constexpr std::size_t checked = (sizeof(CheckModifier<Known, Modifiers>) + ... +
                                                    0);
  static_assert((about<Modifiers> + ... + 0u) == (about<Modifiers> | ... | 0u),
                "angka: two modifiers say the same thing differently, and one would do nothing: "
                "Same, Valid and Padding<P> exclude each other, and each other one comes once");
  [[maybe_unused]] const auto apply = [&]<class Modifier>(Modifier modifier) {
    if constexpr (KnownModifier<Modifier>) modify(result, modifier);
  };
  (apply(Modifiers{}), ...);
  return result;
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
