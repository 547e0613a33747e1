#pragma once

#include <algorithm>
#include <angka/layers/layer.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// The same numbers in the same order, whatever their shape.
template <Shape In, Shape Out>
struct Copy : Layer<In, Out> {
  static constexpr bool uses_input = false;
  static constexpr bool uses_output = false;
  static constexpr bool in_place = true;

  template <class Settings, class T>
  static void forward(const Settings&, const Forward<T>& pass) {
    if (pass.output != pass.input) std::copy_n(pass.input, In.size(), pass.output);
  }
  template <class Settings, class T>
  static void forward_single(const Settings&, const SingleForward<T>& pass) {
    if (pass.output != pass.input) std::copy_n(pass.input, In.size(), pass.output);
  }
  template <class Settings, class T>
  static void backward(const Settings&, const Backward<T>& pass) {
    if (pass.input_gradient && pass.input_gradient != pass.output_gradient)
      std::copy_n(pass.output_gradient, In.size(), pass.input_gradient);
  }
};

}  // namespace detail

/// Reads an image as one vector, channel by channel, row by row; Dense does so by itself.
///
/// C x H x W -> C H W. Same as torch.nn.Flatten.
/// Example: `Network<Input<2, 3, 4>, Flatten>::output == Shape{24, 1, 1}`
struct Flatten {
  static constexpr const char* kind = "flatten";
  template <Shape In>
  using Bind = detail::Copy<In, Shape{In.size(), 1, 1}>;
};

}  // namespace angka::inline ANGKA_ISA
