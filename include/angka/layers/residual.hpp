#pragma once

#include <algorithm>
#include <angka/layers/layer.hpp>
#include <tuple>

namespace angka::inline ANGKA_ISA {

/// Layers one after the other, as one layer.
template <class... Layers>
struct Sequence {
  std::tuple<Layers...> layers{};
};

/// y = main(x) + x: a block of layers with a shortcut around it; both shapes must be equal. Where
/// main changes the shape, `Residual<Sequence<Main...>, Sequence<Skip...>>` is main(x) + skip(x).
///
/// Source: He et al. 2015 (arXiv 1512.03385).
/// Example: `Network<Input<4, 8, 8>, Residual<Conv2D<4, 3, Same>, ReLU,
/// Conv2D<4, 3, Same>>>::output == Shape{4, 8, 8}`
template <class... Main>
struct Residual {
  static_assert(sizeof...(Main) > 0, "angka: a Residual needs at least one layer");
  static constexpr const char* kind = "add";
  Sequence<Main...> main{};
  Sequence<> skip{};
  static constexpr void settings(auto&, auto) {}  // its layers name their own
};
template <class... Main, class... Skip>
struct Residual<Sequence<Main...>, Sequence<Skip...>> {
  static constexpr const char* kind = "add";
  Sequence<Main...> main{};
  Sequence<Skip...> skip{};
  static constexpr void settings(auto&, auto) {}
};

namespace detail {

/// The sum that ends a residual block. The engine adds the shortcut; the rest is the identity.
template <Shape In>
struct Sum : Layer<In> {
  static constexpr bool uses_input = false;
  static constexpr bool uses_output = false;
  static constexpr bool in_place = true;

  template <class Block, class T>
  static void forward(const Block&, const Forward<T>& pass) {
    if (pass.output != pass.input) std::copy_n(pass.input, In.size(), pass.output);
  }
  template <class Block, class T>
  static void forward_single(const Block&, const SingleForward<T>& pass) {
    if (pass.output != pass.input) std::copy_n(pass.input, In.size(), pass.output);
  }
  template <class Block, class T>
  static void backward(const Block&, const Backward<T>& pass) {
    if (pass.input_gradient && pass.input_gradient != pass.output_gradient)
      std::copy_n(pass.output_gradient, In.size(), pass.input_gradient);
  }
};

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
