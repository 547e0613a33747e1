#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<ChannelSlice<16, 16>, Input<32, 14, 14>>("shufflenet"),
    add_layer<ChannelPad<16, 16>, Input<32, 14, 14>>("resnet"),
    add_layer<ChannelShuffle<2>, Input<32, 14, 14>>("shufflenet"),
};

}  // namespace
