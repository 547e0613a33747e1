#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<UpSample2D<2>, Input<32, 7, 7>>("decoder"),
    add_layer<UpSample2D<2, Bilinear>, Input<32, 7, 7>>("decoder"),
    add_layer<ZeroPad2D<1>, Input<32, 14, 14>>("decoder"),
    add_layer<Crop2D<1>, Input<32, 14, 14>>("decoder"),
    add_layer<Reshape<8, 7, 7>, Input<392, 1, 1>>("decoder"),
    add_layer<Flatten, Input<64, 7, 7>>("small"),
};

}  // namespace
