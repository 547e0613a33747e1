#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<SpatialDropout, Input<32, 14, 14>>("small"),
    add_layer<FeatureNoise, Input<32, 14, 14>>("small"),
    add_layer<Dropout, Input<128, 1, 1>>("small"),
    add_layer<Dropout, Input<64, 1, 1>>("residual"),
};

}  // namespace
