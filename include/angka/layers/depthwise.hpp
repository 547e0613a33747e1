#pragma once

#include <angka/layers/conv.hpp>
#include <angka/layers/residual.hpp>
#include <type_traits>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The window of a convolution in as many groups as channels.
constexpr Window each_channel(Window window, int channels) {
  window.groups = channels;
  window.multiplier = 1;
  return window;
}

}  // namespace detail

/// A convolution of each channel on its own: `Conv2D` with as many groups as channels.
///
/// Shapes: C x H x W -> M C x H' x W', H' as for Conv2D. `Size`: height and width of the kernel, one
/// number or `Kernel{height, width}`. `Modifiers`: those of Conv2D but `Groups` and `Direct`, and
/// `DepthMultiplier<M>`, how many outputs each channel has (1).
/// Parameters: weight Size x Size x 1 x M C (in files: M C, 1, Size, Size), bias M C.
/// Same as torch.nn.Conv2d(C, M C, Size, groups=C), keras.layers.DepthwiseConv2D.
/// Example: `Network<Input<8, 9, 9>, DepthwiseConv2D<3, Same>>::parameter_count == 8 * 9 + 8`
template <detail::KernelSize auto Size, class... Modifiers>
struct DepthwiseConv2D {
  static constexpr const char* kind = "conv";
  static constexpr detail::Window window =
      detail::window<detail::about_windows | detail::bias | detail::depth, Modifiers...>(
          detail::sides(Size), {1, 1});
  static_assert(window.valid(),
                "angka: DepthwiseConv2D needs a positive kernel, stride, dilation and depth "
                "multiplier, and padding of 0 or more");

  Initializer initializer = he_normal_fan_out;
  static constexpr void settings(auto&, auto) {}  // how weights began is no part of the result

  static constexpr Shape needs(Shape in) {
    return {in.channels, window.rows.smallest(), window.columns.smallest()};
  }

  template <Shape In>
  using Bind = detail::Convolution<In, In.channels * window.multiplier,
                                   detail::each_channel(window, In.channels)>;
};

namespace detail {

template <auto Size, class Kept, class... Modifiers>
struct Depthwise;
template <auto Size, class... Kept>
struct Depthwise<Size, Sequence<Kept...>> {
  using Type = DepthwiseConv2D<Size, Kept..., NoBias>;
};
template <auto Size, class... Kept, class... Modifiers>
struct Depthwise<Size, Sequence<Kept...>, NoBias, Modifiers...>
    : Depthwise<Size, Sequence<Kept...>, Modifiers...> {};
template <auto Size, class... Kept, class First, class... Modifiers>
struct Depthwise<Size, Sequence<Kept...>, First, Modifiers...>
    : Depthwise<Size, Sequence<Kept..., First>, Modifiers...> {};

}  // namespace detail

/// A convolution of each channel on its own, without bias, and one of 1 x 1 pixels that mixes them:
/// `Sequence<DepthwiseConv2D<Size, Modifiers..., NoBias>, Conv2D<Filters, 1>>`. `NoBias` is for the
/// second. Same as keras.layers.SeparableConv2D.
///
/// Source: Chollet 2017 (arXiv 1610.02357).
/// Example: `Network<Input<8, 9, 9>, SeparableConv2D<16, 3, Same>>::output == Shape{16, 9, 9}`
template <int Filters, detail::KernelSize auto Size, class... Modifiers>
using SeparableConv2D =
    Sequence<typename detail::Depthwise<Size, Sequence<>, Modifiers...>::Type,
             std::conditional_t<(std::is_same_v<Modifiers, NoBias> || ...),
                                Conv2D<Filters, 1, NoBias>, Conv2D<Filters, 1>>>;

}  // namespace angka::inline ANGKA_ISA
