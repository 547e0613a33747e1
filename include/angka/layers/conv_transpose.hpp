#pragma once

#include <angka/kernels/convolution.hpp>
#include <angka/kernels/convolution_gradient.hpp>
#include <angka/kernels/single_transposed.hpp>
#include <angka/layers/initializer.hpp>
#include <angka/layers/layer.hpp>
#include <angka/layers/modifiers.hpp>

namespace angka::inline ANGKA_ISA {

/// Transposed convolution, which enlarges images by its stride: what a convolution's gradient by
/// its input is made of, with learned weights.
///
/// y[o, r s - p + u d, c s - p + v d] += sum over i of w[u, v, o, i] x[i, r, c], from y = b[o],
/// with stride s, padding p, dilation d; what falls outside the image is left out.
///
/// Shapes: C x H x W -> Filters x H' x W'; Same: H' = H s, else
/// H' = (H - 1) s - 2p + d (Size - 1) + 1 + e.
/// `Filters`: output channels. `Size`: height and width of the kernel, one number or
/// `Kernel{height, width}`. `Modifiers`, in any order: `Same`, `Valid`, `Padding<P>`, `Stride<S>`,
/// `Dilation<D>`, `OutputPadding<E>`, each of these with one number or two (down, across),
/// `Groups<G>`, `NoBias`.
/// Parameters: weight Size x Size x Filters/G x C (in files: C, Filters/G, Size, Size),
/// bias Filters.
/// Same as torch.nn.ConvTranspose2d, keras.layers.Conv2DTranspose.
/// Source: Dumoulin, Visin 2016 (arXiv 1603.07285).
/// Example: `Network<Input<8, 7, 7>, ConvTranspose2D<4, 2, Stride<2>>>::output ==
/// Shape{4, 14, 14}`
template <int Filters, detail::KernelSize auto Size, class... Modifiers>
struct ConvTranspose2D {
  static constexpr const char* kind = "conv_transpose";
  static constexpr detail::Window window =
      detail::window<detail::about_windows | detail::groups | detail::bias | detail::enlarged,
                     Modifiers...>(detail::sides(Size), {1, 1});
  static_assert(Filters > 0 && window.valid(),
                "angka: ConvTranspose2D needs positive filters, kernel, stride, dilation and "
                "groups, padding of 0 or more, and less output padding than stride");
  static_assert(Filters % window.groups == 0,
                "angka: ConvTranspose2D's groups must divide its filters");

  Initializer initializer = he_normal_fan_out;
  static constexpr void settings(auto&, auto) {}  // how weights began is no part of the result

  /// The smallest image of which something is left, with channels that the groups divide.
  static constexpr Shape needs(Shape in) {
    Shape least{(in.channels + window.groups - 1) / window.groups * window.groups, 1, 1};
    while (window.rows.enlarged(least.height) < 1) ++least.height;
    while (window.columns.enlarged(least.width) < 1) ++least.width;
    return least;
  }

  template <Shape In>
  struct Bind : Layer<In, Shape{Filters, window.rows.enlarged(In.height),
                                window.columns.enlarged(In.width)}> {
    static constexpr Shape output{Filters, window.rows.enlarged(In.height),
                                  window.columns.enlarged(In.width)};
    static constexpr bool uses_output = false;
    /// The convolution whose outputs are this one's inputs.
    static constexpr detail::ConvolutionShape convolution{
        .window = window,
        .height = output.height,
        .width = output.width,
        .group_inputs = Filters / window.groups,
        .group_outputs = In.channels / window.groups};
    static_assert(convolution.output_height() == In.height &&
                  convolution.output_width() == In.width);
    static constexpr Parameter weight{
        .name = "weight",
        .shape = {window.rows.kernel, window.columns.kernel, Filters / window.groups, In.channels},
        .rank = 4,
        .file_axes = {3, 2, 0, 1},
        .fill = Fill::weights,
        .fan_in = window.taps() * In.channels / window.groups,
        .fan_out = window.taps() * Filters / window.groups};
    static constexpr auto parameters = [] {
      if constexpr (window.bias)
        return std::array{weight, detail::bias_of(weight, Filters)};
      else
        return std::array{weight};
    }();
    static constexpr std::int64_t multiply_adds = std::int64_t{weight.size()} * In.pixels();

    template <class T>
    static void forward(const ConvTranspose2D&, const Forward<T>& pass) {
      detail::convolve_backward_input<convolution>(pass.input, pass.parameters, pass.output,
                                                   bias(pass.parameters));
    }

    template <class T>
    static constexpr int single_workspace = detail::SingleTransposed<convolution, T>::workspace;
    template <class T>
    static void forward_single(const ConvTranspose2D&, const SingleForward<T>& pass) {
      detail::SingleTransposed<convolution, T>::run(
          pass.input, pass.parameters, bias(pass.parameters), pass.output, pass.workspace);
    }

    template <class T>
    static void backward(const ConvTranspose2D&, const Backward<T>& pass) {
      if (window.bias && !pass.frozen)
        detail::add_bias_gradient<output.pixels()>(pass.output_gradient, Filters,
                                                   pass.parameter_gradient + weight.size());
      if (!pass.frozen)
        detail::convolve_backward_weights<convolution>(pass.output_gradient, pass.input,
                                                       pass.parameter_gradient);
      if (pass.input_gradient)
        detail::convolve<convolution>(pass.output_gradient, pass.parameters,
                                      static_cast<const T*>(nullptr), pass.input_gradient);
    }

   private:
    template <class T>
    static const T* bias(const T* first) {
      return window.bias ? first + weight.size() : nullptr;
    }
  };
};

}  // namespace angka::inline ANGKA_ISA
