#include <doctest/doctest.h>

#include <angka/layers/channels.hpp>
#include <angka/layers/check_layer.hpp>
#include <numeric>
#include <trial.hpp>
#include <vector>

namespace {

using namespace angka;

static_assert(ChannelSlice<2, 3>::Bind<Shape{7, 2, 3}>::output == Shape{3, 2, 3});
static_assert(ChannelPad<2, 1>::Bind<Shape{7, 2, 3}>::output == Shape{10, 2, 3});
static_assert(ChannelShuffle<3>::Bind<Shape{6, 2, 3}>::output == Shape{6, 2, 3});
static_assert(ChannelSlice<2, 3>::needs({4, 2, 3}) == Shape{5, 2, 3});
static_assert(ChannelShuffle<3>::needs({4, 2, 3}).channels == 6);

TEST_CASE_TEMPLATE("layers of channels keep the contract of a layer", Layer, ChannelSlice<0, 2>,
                   ChannelSlice<3, 3>, ChannelPad<0, 2>, ChannelPad<3>, ChannelShuffle<2>,
                   ChannelShuffle<3>, ChannelShuffle<6>) {
  CHECK(check_layer<Layer, Input<6, 2, 3>>().message == "");
}

TEST_CASE_TEMPLATE("each channel lands at its place", T, float, double) {
  Trial<T, Input<6, 1, 2>, ChannelShuffle<2>> shuffled;
  shuffled.input.resize(12);
  std::iota(shuffled.input.begin(), shuffled.input.end(), 1.0f);
  shuffled.slope.assign(shuffled.input.begin(), shuffled.input.end());
  shuffled.run();
  CHECK(shuffled.output == std::vector<T>{1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12});
  CHECK(shuffled.predicted == shuffled.output);
  CHECK(shuffled.input_gradient == std::vector<T>{1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12});
}

}  // namespace
