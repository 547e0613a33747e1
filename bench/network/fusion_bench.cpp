#include <angka/network/fusion.hpp>

#include "../support/layer_work.hpp"

namespace {

using namespace angka;
using detail::ConvMaxPool;

[[maybe_unused]] const bool added[] = {
    add_layer<ConvMaxPool<Conv2D<6, 5, Same>, MaxPool2D<2>>, Input<1, 28, 28>, Place::first>(
        "lenet5"),
    add_layer<ConvMaxPool<Conv2D<16, 5>, MaxPool2D<2>>, Input<6, 14, 14>>("lenet5"),
    add_layer<ConvMaxPool<Conv2D<32, 3, Same>, MaxPool2D<2>>, Input<1, 28, 28>, Place::first>(
        "small"),
    add_layer<ConvMaxPool<Conv2D<64, 3, Same>, MaxPool2D<2>>, Input<32, 14, 14>>("small"),
    add_layer<ConvMaxPool<Conv2D<64, 3, Same, Direct>, MaxPool2D<2>>, Input<32, 14, 14>>("small"),
};

}  // namespace
