#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<GroupNorm<8>, Input<32, 14, 14>>("residual"),
    add_layer<InstanceNorm, Input<32, 14, 14>>("residual"),
    add_layer<LayerNorm, Input<32, 14, 14>>("residual"),
};

}  // namespace
