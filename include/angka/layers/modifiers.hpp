#pragma once

#include <angka/kernels/window.hpp>
#include <cstddef>

namespace angka::inline ANGKA_ISA {

/// Output of ceil(size / stride) pixels: zeros around the image, the odd one at the end (Keras).
/// Example: `Network<Input<1, 9, 9>, Conv2D<2, 3, Same, Stride<2>>>::output == Shape{2, 5, 5}`
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

/// What a modifier is about. A layer names those that mean something to it, as a sum.
enum About : unsigned { padding = 1, stride = 2, dilation = 4, groups = 8, bias = 16, sums = 32 };
inline constexpr unsigned about_windows = padding | stride | dilation;

constexpr About modify(Window& window, Same) { return window.same = true, padding; }
constexpr About modify(Window&, Valid) { return padding; }
constexpr About modify(Window& window, NoBias) { return window.bias = false, bias; }
constexpr About modify(Window& window, Direct) { return window.winograd = false, sums; }
template <int P>
constexpr About modify(Window& window, Padding<P>) {
  return window.padding = P, padding;
}
template <int S>
constexpr About modify(Window& window, Stride<S>) {
  return window.stride = S, stride;
}
template <int D>
constexpr About modify(Window& window, Dilation<D>) {
  return window.dilation = D, dilation;
}
template <int G>
constexpr About modify(Window& window, Groups<G>) {
  return window.groups = G, groups;
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
                "NoBias and Direct");
  static_assert((about<Modifier> & ~Known) == 0,
                "angka: this modifier does nothing here (see Modifier): Conv2D takes all of them, "
                "pooling Same, Valid, Padding<P>, Stride<S> and Dilation<D>, Dense NoBias");
};

/// The modifiers of a layer for which those in `Known` mean something.
template <unsigned Known, class... Modifiers>
constexpr Window window(int kernel, int stride) {
  Window result{.kernel = kernel, .stride = stride};
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
