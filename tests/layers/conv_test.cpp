#include <doctest/doctest.h>

#include <angka/layers/check_layer.hpp>
#include <angka/layers/conv.hpp>
#include <angka/network/network.hpp>

namespace {

using namespace angka;

template <class Layer>
constexpr Shape output_of_4x9x10 = Layer::template Bind<Shape{4, 9, 10}>::output;

// Output shapes, as torch.nn.Conv2d and keras.layers.Conv2D (padding="same") give them.
static_assert(output_of_4x9x10<Conv2D<6, 3>> == Shape{6, 7, 8});
static_assert(output_of_4x9x10<Conv2D<6, 3, Valid>> == Shape{6, 7, 8});
static_assert(output_of_4x9x10<Conv2D<6, 3, Same>> == Shape{6, 9, 10});
static_assert(output_of_4x9x10<Conv2D<6, 4, Same>> == Shape{6, 9, 10});
static_assert(output_of_4x9x10<Conv2D<6, 3, Stride<2>>> == Shape{6, 4, 4});
static_assert(output_of_4x9x10<Conv2D<6, 3, Stride<2>, Same>> == Shape{6, 5, 5});
static_assert(output_of_4x9x10<Conv2D<6, 3, Padding<1>>> == Shape{6, 9, 10});
static_assert(output_of_4x9x10<Conv2D<6, 3, Padding<2>, Stride<3>>> == Shape{6, 4, 4});
static_assert(output_of_4x9x10<Conv2D<6, 3, Dilation<2>>> == Shape{6, 5, 6});
static_assert(output_of_4x9x10<Conv2D<6, 9>> == Shape{6, 1, 2});

template <class Layer>
constexpr int parameters = parameter_count<typename Layer::template Bind<Shape{4, 9, 10}>>();
static_assert(parameters<Conv2D<6, 3>> == 6 * 4 * 9 + 6);
static_assert(parameters<Conv2D<6, 3, NoBias>> == 6 * 4 * 9);
static_assert(parameters<Conv2D<6, 3, Groups<2>>> == 6 * 2 * 9 + 6);
static_assert(parameters<Conv2D<8, 3, Groups<4>, NoBias>> == 8 * 9);
static_assert(Conv2D<6, 3>::Bind<Shape{4, 9, 10}>::multiply_adds == 6 * 4 * 9 * 7 * 8);
static_assert(Conv2D<6, 3, Groups<2>>::Bind<Shape{4, 9, 10}>::multiply_adds == 6 * 2 * 9 * 7 * 8);

TEST_CASE_TEMPLATE("convolution keeps the contract of a layer, with every option", Layer,
                   Conv2D<2, 1>, Conv2D<3, 2, Same>, Conv2D<2, 3, Same, NoBias>,
                   Conv2D<2, 3, Stride<2>, Padding<1>>, Conv2D<3, 2, Stride<3>>,
                   Conv2D<2, 3, Dilation<2>, Padding<2>>, Conv2D<4, 3, Groups<2>, Stride<2>, Same>,
                   Conv2D<6, 2, Groups<2>, NoBias>) {
  CHECK(check_layer<Layer, Input<2, 5, 4>>().message == "");
}

TEST_CASE_TEMPLATE("pointwise convolution does, whatever its blocks of channels leave over", Layer,
                   Conv2D<6, 1>, Conv2D<10, 1, Groups<2>, NoBias>) {
  CHECK(check_layer<Layer, Input<14, 2, 3>>().message == "");
}

}  // namespace
