#include <doctest/doctest.h>

#include <algorithm>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/prelu.hpp>
#include <angka/network/network.hpp>

namespace {

using namespace angka;

TEST_CASE("PReLU keeps the contract of a layer") {
  CHECK(check_layer<PReLU, Input<3, 3, 5>>().message == "");
  CHECK(check_layer<PReLU, Input<7, 1, 1>>().message == "");
}

TEST_CASE("slopes begin at a quarter, one a channel") {
  Network<Input<1, 5, 5>, Conv2D<4, 3>, PReLU> net;
  static_assert(decltype(net)::parameter_count == 4 * 9 + 4 + 4);
  net.initialize(seed(1));
  const std::vector<NamedTensor> tensors = net.export_tensors();
  CHECK(tensors.back().name == "1.weight");
  CHECK(tensors.back().values == std::vector<float>(4, 0.25f));
}

}  // namespace
