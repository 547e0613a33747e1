#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/conv_transpose.hpp>
#include <cstddef>
#include <cstdint>
#include <layers/reference.hpp>
#include <trial.hpp>
#include <vector>

namespace {

using namespace angka;

template <class Layer>
constexpr Shape output = Layer::template Bind<Shape{4, 5, 6}>::output;

// As torch.nn.ConvTranspose2d and keras.layers.Conv2DTranspose (padding="same") give them.
static_assert(output<ConvTranspose2D<6, 3>> == Shape{6, 7, 8});
static_assert(output<ConvTranspose2D<6, 3, Stride<2>>> == Shape{6, 11, 13});
static_assert(output<ConvTranspose2D<6, 3, Stride<2>, Padding<1>>> == Shape{6, 9, 11});
static_assert(output<ConvTranspose2D<6, 3, Stride<2>, Padding<1>, OutputPadding<1>>> ==
              Shape{6, 10, 12});
static_assert(output<ConvTranspose2D<6, 3, Stride<2>, Same>> == Shape{6, 10, 12});
static_assert(output<ConvTranspose2D<6, Kernel{1, 4}, Stride<1, 3>, Dilation<1, 2>>> ==
              Shape{6, 5, 22});
static_assert(ConvTranspose2D<2, 1, Padding<2>>::needs({4, 5, 5}) == Shape{4, 5, 5});
static_assert(parameter_count<ConvTranspose2D<6, 3, Groups<2>>::Bind<Shape{4, 5, 6}>>() ==
              4 * 3 * 9 + 6);

/// A transposed convolution on an image: channels, height, width, filters, size, modifiers.
template <int C, int H, int W, int Filters, auto Size, class... Modifiers>
struct TransposeCase {
  using Layer = ConvTranspose2D<Filters, Size, Modifiers...>;
  using Image = Input<C, H, W>;
};

/// How many outputs and gradients differ from those by plain loops over whole numbers, which spread
/// each pixel of the input.
template <class Case, class T>
int transpose_differences() {
  Trial<T, typename Case::Image, typename Case::Layer> trial;
  Random random(seed(7), Purpose::test);
  const auto next = [&] { return static_cast<int>(random.below(9)) - 4; };
  trial.draw(static_cast<std::size_t>(2 * Lanes<T>::count + 1), next);
  for (T& parameter : trial.net.parameters()) parameter = static_cast<T>(next());
  trial.run();

  using Net = decltype(trial.net);
  const detail::Window w = Case::Layer::window;
  const Shape in = Case::Image::shape, out = Net::output;
  const int filters = out.channels, group = filters / w.groups, channels = in.channels / w.groups;
  const auto parameters = trial.net.parameters();
  const std::size_t weights = parameters.size() - std::size_t(w.bias ? filters : 0);
  reference::Numbers y(trial.output.size()), dx(trial.input.size()), dw(parameters.size());
  // Keras cuts off what is too much, the smaller half first.
  const auto before = [](const detail::WindowAxis& axis, int size) {
    const int whole = (size - 1) * axis.stride + axis.dilation * (axis.kernel - 1) + 1;
    return axis.same ? std::max(0, whole - size * axis.stride) / 2 : axis.padding;
  };
  const auto whole = [](auto value) { return static_cast<std::int64_t>(value); };
  for (std::size_t image = 0; image < trial.input.size() / trial.inputs; ++image) {
    const std::size_t x0 = image * trial.inputs, y0 = image * trial.outputs;
    for (int o = 0; w.bias && o < out.size(); ++o) {
      y[y0 + std::size_t(o)] += whole(parameters[weights + std::size_t(o / out.pixels())]);
      dw[weights + std::size_t(o / out.pixels())] += whole(trial.slope[y0 + std::size_t(o)]);
    }
    for (int i = 0; i < in.size(); ++i)
      for (int f = 0; f < group; ++f)
        for (int u = 0; u < w.rows.kernel; ++u)
          for (int v = 0; v < w.columns.kernel; ++v) {
            const int c = i / in.pixels(), filter = c / channels * group + f;
            const int row = i % in.pixels() / in.width * w.rows.stride + u * w.rows.dilation -
                            before(w.rows, in.height);
            const int column = i % in.width * w.columns.stride + v * w.columns.dilation -
                               before(w.columns, in.width);
            if (row < 0 || column < 0 || row >= out.height || column >= out.width) continue;
            const std::size_t at_x = x0 + std::size_t(i);
            const std::size_t at_y =
                y0 + std::size_t((filter * out.height + row) * out.width + column);
            const std::size_t at_w =
                std::size_t(((u * w.columns.kernel + v) * group + f) * in.channels + c);
            y[at_y] += whole(parameters[at_w]) * whole(trial.input[at_x]);
            dx[at_x] += whole(parameters[at_w]) * whole(trial.slope[at_y]);
            dw[at_w] += whole(trial.input[at_x]) * whole(trial.slope[at_y]);
          }
  }
  return count_differences(trial.output, y) + count_differences(trial.predicted, y) +
         count_differences(trial.input_gradient, dx) +
         count_differences(trial.parameter_gradient, dw);
}

TEST_CASE_TEMPLATE("transposed convolution is its naive twin", C, TransposeCase<2, 4, 5, 3, 3>,
                   TransposeCase<3, 4, 5, 2, 2, Stride<2>>,
                   TransposeCase<2, 4, 5, 3, 3, Stride<2>, Padding<1>>,
                   TransposeCase<2, 4, 5, 3, 3, Stride<2>, Padding<1>, OutputPadding<1>>,
                   TransposeCase<2, 3, 4, 5, 4, Stride<3>, OutputPadding<0, 2>, NoBias>,
                   TransposeCase<4, 4, 3, 6, 3, Stride<2>, Groups<2>, Same>,
                   TransposeCase<2, 5, 4, 3, Kernel{1, 5}, Stride<1, 2>, Dilation<1, 3>>,
                   TransposeCase<2, 5, 4, 3, Kernel{3, 2}, Dilation<2>, Padding<1, 0>>,
                   TransposeCase<2, 3, 3, 2, 2, Stride<3>>,
                   TransposeCase<2, 3, 4, 3, 2, Stride<3>, Same>,
                   TransposeCase<3, 1, 19, 9, Kernel{1, 3}, Stride<1, 2>>,
                   TransposeCase<1, 1, 1, 4, 5>, TransposeCase<2, 6, 6, 3, 1, Padding<1>>) {
  CHECK(transpose_differences<C, float>() == 0);
  CHECK(transpose_differences<C, double>() == 0);
}

TEST_CASE_TEMPLATE("transposed convolution keeps the contract of a layer", Layer,
                   ConvTranspose2D<2, 3, Stride<2>>, ConvTranspose2D<3, 2, Same, NoBias>,
                   ConvTranspose2D<4, Kernel{1, 3}, Groups<2>, Padding<0, 1>>) {
  CHECK(check_layer<Layer, Input<2, 3, 4>>().message == "");
}

}  // namespace
