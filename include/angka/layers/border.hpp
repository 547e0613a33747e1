#pragma once

#include <algorithm>
#include <angka/layers/layer.hpp>
#include <array>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// Rows and columns at an image's edges: all alike, down and across, or each side.
struct Border {
  int top = 0, bottom = 0, left = 0, right = 0;

  constexpr int rows() const { return top + bottom; }
  constexpr int columns() const { return left + right; }
  constexpr bool valid() const { return top >= 0 && bottom >= 0 && left >= 0 && right >= 0; }
};
constexpr Border border(int all) { return {all, all, all, all}; }
constexpr Border border(int down, int across) { return {down, down, across, across}; }
constexpr Border border(int top, int bottom, int left, int right) {
  return {top, bottom, left, right};
}

/// `Add`: zeros come around images of shape In; else what lies around those of shape Out is cut
/// off. `Inside::copy<Add>(from, to, blank)` knows where the smaller lies in the larger.
template <Shape In, Shape Out, bool Add, class Inside>
struct Surrounded : Layer<In, Out> {
  static constexpr bool uses_input = false;
  static constexpr bool uses_output = false;

  template <class Settings, class T>
  static void forward(const Settings&, const Forward<T>& pass) {
    Inside::template copy<Add>(pass.input, pass.output, Lanes<T>(T(0)));
  }
  template <class Settings, class T>
  static void forward_single(const Settings&, const SingleForward<T>& pass) {
    Inside::template copy<Add>(pass.input, pass.output, T(0));
  }
  template <class Settings, class T>
  static void backward(const Settings&, const Backward<T>& pass) {
    if (pass.input_gradient)
      Inside::template copy<!Add>(pass.output_gradient, pass.input_gradient, Lanes<T>(T(0)));
  }
};

/// Within a border of rows and columns.
template <Shape Inner, Shape Outer, Border B>
struct InBorder {
  template <bool Add, class V>
  static void copy(const V* from, V* to, V blank) {
    if (Add) std::fill_n(to, Outer.size(), blank);
    for (int c = 0; c < Inner.channels; ++c)
      for (int y = 0; y < Inner.height; ++y) {
        const int inner = (c * Inner.height + y) * Inner.width;
        const int outer = (c * Outer.height + y + B.top) * Outer.width + B.left;
        std::copy_n(from + (Add ? inner : outer), Inner.width, to + (Add ? outer : inner));
      }
  }
};

template <Shape In, Shape Out, Border B, bool Add>
using Bordered = Surrounded<In, Out, Add, InBorder<Add ? In : Out, Add ? Out : In, B>>;

}  // namespace detail

/// Zeros around the image. C x H x W -> C x (H + top + bottom) x (W + left + right).
///
/// `Border`: one number, or two (above and below, left and right), or four (top, bottom, left,
/// right). Same as torch.nn.ZeroPad2d, which has left, right, top, bottom, and
/// keras.layers.ZeroPadding2D.
/// Example: `Network<Input<1, 8, 8>, ZeroPad2D<0, 1, 0, 1>>::output == Shape{1, 9, 9}`
template <int... Border>
struct ZeroPad2D {
  static_assert(sizeof...(Border) == 1 || sizeof...(Border) == 2 || sizeof...(Border) == 4,
                "angka: ZeroPad2D takes one number, two or four: top, bottom, left, right");
  static constexpr const char* kind = "zero_pad";
  static constexpr detail::Border border = detail::border(Border...);
  static_assert(border.valid(), "angka: ZeroPad2D needs numbers of 0 or more");

  template <Shape In>
  using Bind = detail::Bordered<
      In, Shape{In.channels, In.height + border.rows(), In.width + border.columns()}, border, true>;
};

/// The image without its borders. C x H x W -> C x (H - top - bottom) x (W - left - right).
///
/// `Border`: as for ZeroPad2D. Same as keras.layers.Cropping2D.
/// Example: `Network<Input<1, 8, 8>, Crop2D<1, 2>>::output == Shape{1, 6, 4}`
template <int... Border>
struct Crop2D {
  static_assert(sizeof...(Border) == 1 || sizeof...(Border) == 2 || sizeof...(Border) == 4,
                "angka: Crop2D takes one number, two or four: top, bottom, left, right");
  static constexpr const char* kind = "crop";
  static constexpr detail::Border border = detail::border(Border...);
  static_assert(border.valid(), "angka: Crop2D needs numbers of 0 or more");
  static constexpr Shape needs(Shape in) {
    return {in.channels, border.rows() + 1, border.columns() + 1};
  }

  template <Shape In>
  using Bind =
      detail::Bordered<In,
                       Shape{In.channels, In.height - border.rows(), In.width - border.columns()},
                       border, false>;
};

}  // namespace angka::inline ANGKA_ISA
