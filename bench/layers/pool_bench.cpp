#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<AdaptiveAveragePool2D<4>, Input<64, 14, 14>>("small"),
    add_layer<AdaptiveMaxPool2D<4>, Input<64, 14, 14>>("small"),
    add_layer<MaxPool2D<2>, Input<6, 28, 28>>("lenet5"),
    add_layer<MaxPool2D<2>, Input<16, 10, 10>>("lenet5"),
    add_layer<MaxPool2D<2>, Input<32, 28, 28>>("small"),
    add_layer<MaxPool2D<2>, Input<64, 14, 14>>("small"),
    add_layer<MaxPool2D<3, Stride<2>, CeilMode>, Input<64, 14, 14>>("small"),
    add_layer<MaxPool1D<2>, Input<16, 1, 128>>("signal"),
    add_layer<AveragePool1D<2>, Input<16, 1, 128>>("signal"),
    add_layer<AveragePool2D<2>, Input<64, 14, 14>>("small"),
    add_layer<GlobalAveragePool2D, Input<64, 7, 7>>("residual"),
    add_layer<GlobalMaxPool2D, Input<64, 7, 7>>("residual"),
};

}  // namespace
