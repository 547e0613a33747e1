#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<Conv2D<6, 5, Same>, Input<1, 28, 28>, Place::first>("lenet5"),
    add_layer<Conv2D<16, 5>, Input<6, 14, 14>>("lenet5"),
    add_layer<Conv2D<32, 3, Same>, Input<1, 28, 28>, Place::first>("small"),
    add_layer<Conv2D<64, 3, Same>, Input<32, 14, 14>>("small"),
    add_layer<Conv2D<64, 3, Same, Direct>, Input<32, 14, 14>>("small"),
    add_layer<Conv2D<24, 1, NoBias>, Input<144, 16, 16>>("pointwise"),
    add_layer<Conv1D<16, 5, Same>, Input<8, 1, 128>>("signal"),
    add_layer<Conv2D<16, Kernel{3, 1}, Same>, Input<8, 16, 16>>("signal"),
    add_layer<ConvTranspose2D<32, 3, Same, Stride<2>>, Input<64, 7, 7>>("decoder"),
    add_layer<DepthwiseConv2D<3, Same>, Input<32, 14, 14>>("separable"),
    add_layer<DepthwiseConv2D<3, Same, DepthMultiplier<2>>, Input<32, 14, 14>>("separable"),
    add_layer<Conv2D<32, 5, Same, Stride<2>, NoBias>, Input<1, 28, 28>, Place::first>("residual"),
    add_layer<Conv2D<32, 3, Same, NoBias>, Input<32, 14, 14>>("residual"),
    add_layer<Conv2D<64, 3, Same, Stride<2>, NoBias>, Input<32, 14, 14>>("residual"),
    add_layer<Conv2D<64, 3, Same, NoBias>, Input<64, 7, 7>>("residual"),
};

}  // namespace
