#include <doctest/doctest.h>

#include <angka/core/errors.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/one_dimension.hpp>
#include <layers/conv_reference.hpp>
#include <type_traits>
#include <vector>

namespace {

using namespace angka;

template <class Layer>
constexpr Shape output = Layer::template Bind<Shape{4, 9, 10}>::output;
static_assert(output<Conv2D<6, Kernel{1, 5}>> == Shape{6, 9, 6});
static_assert(output<Conv2D<6, Kernel{3, 1}, Stride<2, 3>>> == Shape{6, 4, 4});
static_assert(output<Conv2D<6, 3, Padding<0, 2>, Dilation<1, 2>>> == Shape{6, 7, 10});
static_assert(output<Conv2D<6, Kernel{4, 2}, Same, Stride<1, 3>>> == Shape{6, 9, 4});
static_assert(parameter_count<Conv2D<6, Kernel{2, 5}>::Bind<Shape{4, 9, 10}>>() == 6 * 4 * 10 + 6);

// One number is one number, and two equal ones are the same convolution.
static_assert(std::is_same_v<Conv2D<6, 3, Stride<2>>::Bind<Shape{4, 9, 10}>,
                             Conv2D<6, Kernel{3, 3}, Stride<2, 2>>::Bind<Shape{4, 9, 10}>>);
static_assert(!std::is_same_v<Conv2D<6, 3>, Conv2D<6, Kernel{3, 3}>>);

TEST_CASE_TEMPLATE("convolution with rectangular windows is its naive twin", C,
                   Case<2, 7, 8, 3, Kernel{1, 5}>, Case<2, 7, 8, 3, Kernel{5, 1}>,
                   Case<2, 6, 9, 4, Kernel{3, 1}, Padding<1, 0>>,
                   Case<3, 9, 8, 2, Kernel{2, 3}, Stride<2, 1>>,
                   Case<2, 8, 11, 5, Kernel{3, 4}, Stride<1, 3>, Padding<2, 1>, NoBias>,
                   Case<2, 9, 10, 3, Kernel{3, 2}, Dilation<2, 3>>,
                   Case<2, 9, 10, 3, 3, Dilation<1, 2>, Stride<3, 2>, Padding<1, 3>>,
                   Case<4, 7, 9, 4, Kernel{3, 5}, Same, Stride<2, 1>, Groups<2>>,
                   Case<1, 1, 23, 4, Kernel{1, 7}, Stride<1, 2>>,
                   Case<1, 5, 6, 2, Kernel{4, 1}, Stride<3, 1>, Dilation<1, 2>>,
                   Case<2, 10, 7, 3, Kernel{3, 2}, Dilation<4, 1>, Stride<2, 3>, Same>) {
  CHECK(conv_differences<C, float>() == 0);
  CHECK(conv_differences<C, double>() == 0);
}

TEST_CASE_TEMPLATE("rectangular convolution keeps the contract of a layer", Layer,
                   Conv2D<2, Kernel{1, 3}, Same>, Conv2D<3, Kernel{4, 2}, Stride<1, 2>, Padding<2, 1>>,
                   Conv2D<2, Kernel{3, 1}, Dilation<2, 1>, NoBias>) {
  CHECK(check_layer<Layer, Input<2, 5, 4>>().message == "");
}

TEST_CASE("weights of signals, which have an axis less elsewhere, are taken") {
  Network<Input<2, 1, 9>, Conv1D<3, 4>> net;
  std::vector<NamedTensor> tensors = net.export_tensors();
  REQUIRE(tensors[0].shape == std::vector<std::size_t>{3, 2, 1, 4});
  tensors[0].shape = {3, 2, 4};
  for (std::size_t i = 0; i < 24; ++i) tensors[0].values[i] = static_cast<float>(i);
  net.import_tensors(tensors);
  CHECK(net.export_tensors()[0].values == tensors[0].values);
  tensors[0].shape = {3, 4, 2};
  CHECK_THROWS_AS(net.import_tensors(tensors), Error);
}

// Signals are images of one row.
static_assert(std::is_same_v<Conv1D<4, 5, Stride<2>, Dilation<3>, NoBias>,
                             Conv2D<4, Kernel{1, 5}, Stride<1, 2>, Dilation<1, 3>, NoBias>>);
static_assert(std::is_same_v<Conv1D<4, 5, Same>, Conv2D<4, Kernel{1, 5}, Same>>);
static_assert(std::is_same_v<MaxPool1D<3, Stride<2>, Padding<1>>,
                             MaxPool2D<Kernel{1, 3}, Stride<1, 2>, Padding<0, 1>>>);
static_assert(AveragePool1D<4>::Bind<Shape{3, 1, 20}>::output == Shape{3, 1, 5});

}  // namespace
