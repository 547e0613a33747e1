#pragma once

#include <angka/kernels/convolution.hpp>
#include <angka/kernels/convolution_gradient.hpp>
#include <angka/kernels/single_convolution.hpp>
#include <angka/kernels/winograd.hpp>
#include <angka/layers/initializer.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// What a convolution becomes on an image: `Filters` output channels by window `W`.
template <Shape In, int Filters, Window W>
struct Convolution
    : Layer<In, Shape{Filters, W.rows.output(In.height), W.columns.output(In.width)}> {
  static constexpr Shape output{Filters, W.rows.output(In.height), W.columns.output(In.width)};
  static constexpr bool uses_output = false;
  static constexpr Window window = W;
  static constexpr ConvolutionShape convolution{.window = W,
                                                .height = In.height,
                                                .width = In.width,
                                                .group_inputs = In.channels / W.groups,
                                                .group_outputs = Filters / W.groups};
  static constexpr Parameter weight{
      .name = "weight",
      .shape = {W.rows.kernel, W.columns.kernel, In.channels / W.groups, Filters},
      .rank = 4,
      .file_axes = {3, 2, 0, 1},
      .fill = Fill::weights,
      .fan_in = W.taps() * In.channels / W.groups,
      .fan_out = W.taps() * Filters / W.groups};
  static constexpr auto parameters = [] {
    if constexpr (W.bias)
      return std::array{weight, bias_of(weight, Filters)};
    else
      return std::array{weight};
  }();
  static constexpr std::int64_t multiply_adds = std::int64_t{weight.size()} * output.pixels();

  template <class T>
  using Winograd = detail::Winograd<convolution, T>;
  template <class T>
  static constexpr int forward_workspace_lanes = Winograd<T>::forward_workspace;
  template <class T>
  static constexpr int backward_workspace_lanes = Winograd<T>::backward_workspace;

  template <class Settings, class T>
  static void forward(const Settings&, const Forward<T>& pass) {
    const T* bias = W.bias ? pass.parameters + weight.size() : nullptr;
    if constexpr (Winograd<T>::pays)
      Winograd<T>::forward(pass.input, pass.parameters, bias, pass.output, pass.workspace);
    else
      convolve<convolution>(pass.input, pass.parameters, bias, pass.output);
  }

  template <class T>
  static constexpr int single_workspace = SingleConvolution<convolution, 1, T>::workspace;
  template <class Settings, class T, class Part = Whole>
  static void forward_single(const Settings&, const SingleForward<T>& pass, Part part = {}) {
    SingleConvolution<convolution, 1, T>::run(pass.input, pass.parameters,
                                              W.bias ? pass.parameters + weight.size() : nullptr,
                                              pass.output, pass.workspace, part);
  }
  template <class T>
  static constexpr int single_shares = SingleConvolution<convolution, 1, T>::shares;

  template <class Settings, class T>
  static void backward(const Settings&, const Backward<T>& pass) {
    if (W.bias && !pass.frozen)
      add_bias_gradient<output.pixels()>(pass.output_gradient, Filters,
                                         pass.parameter_gradient + weight.size());
    backward_without_bias(pass, pass.output_gradient, pass.workspace);
  }

  /// The same from `output_gradient`, but for the bias.
  template <class T>
  static void backward_without_bias(const Backward<T>& pass, const Lanes<T>* output_gradient,
                                    Lanes<T>* workspace) {
    if constexpr (Winograd<T>::pays) {
      if (!pass.frozen)
        Winograd<T>::backward_weights(pass.input, output_gradient, pass.parameter_gradient,
                                      workspace);
      if (pass.input_gradient)
        Winograd<T>::backward_input(output_gradient, pass.parameters, pass.input_gradient,
                                    workspace);
    } else {
      if (!pass.frozen)
        convolve_backward_weights<convolution>(pass.input, output_gradient,
                                               pass.parameter_gradient);
      if (pass.input_gradient)
        convolve_backward_input<convolution>(output_gradient, pass.parameters, pass.input_gradient);
    }
  }
};

}  // namespace detail

/// Two-dimensional convolution (cross-correlation, as in every framework).
///
/// y[o, r, c] = b[o] + sum over i, u, v of w[u, v, i, o] x[i, r s - p + u d, c s - p + v d],
/// with stride s, padding p, dilation d; x is 0 outside the image.
///
/// Shapes: C x H x W -> Filters x H' x W'; Same: H' = ceil(H / s), else
/// H' = floor((H + 2p - d (Size - 1) - 1) / s) + 1.
/// `Filters`: output channels. `Size`: height and width of the kernel, one number or
/// `Kernel{height, width}`. `Modifiers`, in any order: `Same`, `Valid`, `Padding<P>`, `Stride<S>`,
/// `Dilation<D>`, each of these with one number or two (down, across), `Groups<G>`, `NoBias`,
/// `Direct`.
/// Parameters: weight Size x Size x C/G x Filters (in files: Filters, C/G, Size, Size),
/// bias Filters.
/// Errors, at compile time: a window larger than the image, channels or filters that the groups
/// don't divide.
/// Same as torch.nn.Conv2d, keras.layers.Conv2D.
/// Example: `Network<Input<1, 28, 28>, Conv2D<16, 5, Same, Stride<2>>>::output ==
/// Shape{16, 14, 14}`
template <int Filters, detail::KernelSize auto Size, class... Modifiers>
struct Conv2D {
  static constexpr const char* kind = "conv";
  static constexpr detail::Window window =
      detail::window<detail::about_convolutions, Modifiers...>(detail::sides(Size), {1, 1});
  static_assert(Filters > 0 && window.valid(),
                "angka: Conv2D needs positive filters, kernel, stride, dilation and groups, and "
                "padding of 0 or more");
  static_assert(Filters % window.groups == 0, "angka: Conv2D's groups must divide its filters");

  Initializer initializer = he_normal_fan_out;
  static constexpr void settings(auto&, auto) {}  // how weights began is no part of the result

  /// The smallest image that fits, with channels that the groups divide.
  static constexpr Shape needs(Shape in) {
    return {(in.channels + window.groups - 1) / window.groups * window.groups,
            window.rows.smallest(), window.columns.smallest()};
  }

  template <Shape In>
  using Bind = detail::Convolution<In, Filters, window>;
};

}  // namespace angka::inline ANGKA_ISA
