#include <doctest/doctest.h>

#include <angka/layers/check_layer.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/depthwise.hpp>
#include <angka/network/network.hpp>
#include <angka/network/summary.hpp>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace angka;

// A depthwise convolution is one in as many groups as channels.
static_assert(std::is_same_v<DepthwiseConv2D<3, Same, NoBias>::Bind<Shape{4, 9, 10}>,
                             Conv2D<4, 3, Same, Groups<4>, NoBias>::Bind<Shape{4, 9, 10}>>);
static_assert(std::is_same_v<DepthwiseConv2D<Kernel{1, 3}, DepthMultiplier<2>, Stride<2>>::Bind<
                                 Shape{5, 9, 10}>,
                             Conv2D<10, Kernel{1, 3}, Groups<5>, Stride<2>>::Bind<Shape{5, 9, 10}>>);

static_assert(std::is_same_v<SeparableConv2D<6, 3, Same>,
                             Sequence<DepthwiseConv2D<3, Same, NoBias>, Conv2D<6, 1>>>);
static_assert(std::is_same_v<SeparableConv2D<6, 3, NoBias, DepthMultiplier<2>>,
                             Sequence<DepthwiseConv2D<3, DepthMultiplier<2>, NoBias>,
                                      Conv2D<6, 1, NoBias>>>);

TEST_CASE_TEMPLATE("depthwise convolution keeps the contract of a layer", Layer,
                   DepthwiseConv2D<3>, DepthwiseConv2D<2, Same, DepthMultiplier<2>, NoBias>) {
  CHECK(check_layer<Layer, Input<2, 5, 4>>().message == "");
}

TEST_CASE("depthwise and separable convolutions say the windows that they have") {
  using Named = Network<Input<4, 8, 8>, DepthwiseConv2D<3, Same>, Dense<2>>;
  using Grouped = Network<Input<4, 8, 8>, Conv2D<4, 3, Same, Groups<4>>, Dense<2>>;
  CHECK(detail::layer_texts<Named>() == detail::layer_texts<Grouped>());
  CHECK(detail::layer_texts<Named>()[1] == "conv kernel=3 groups=4 same");

  using Separable = Network<Input<4, 8, 8>, SeparableConv2D<6, Kernel{1, 3}>, Dense<2>>;
  CHECK(detail::layer_texts<Separable>()[1] == "0.0 conv kernel=1x3 groups=4");
  Separable net;
  std::vector<std::string> names;
  for (const NamedTensor& tensor : net.export_tensors()) names.push_back(tensor.name);
  CHECK(names == std::vector<std::string>{"0.0.weight", "0.1.weight", "0.1.bias", "1.weight",
                                          "1.bias"});
}

}  // namespace
