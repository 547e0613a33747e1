#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<ReLU, Input<6, 14, 14>>("lenet5"),
    add_layer<ReLU, Input<32, 14, 14>>("small"),
    add_layer<ReLU, Input<32, 14, 14>>("residual"),
    add_layer<LeakyReLU, Input<32, 14, 14>>("small"),
    add_layer<ELU, Input<32, 14, 14>>("small"),
    add_layer<GELU, Input<32, 14, 14>>("small"),
    add_layer<SiLU, Input<32, 14, 14>>("small"),
    add_layer<ReLU6, Input<32, 14, 14>>("small"),
    add_layer<HardSigmoid, Input<32, 14, 14>>("small"),
    add_layer<HardSwish, Input<32, 14, 14>>("small"),
    add_layer<Softplus, Input<32, 14, 14>>("small"),
    add_layer<Mish, Input<32, 14, 14>>("small"),
    add_layer<PReLU, Input<32, 14, 14>>("small"),
    add_layer<Sigmoid, Input<32, 14, 14>>("small"),
    add_layer<Tanh, Input<32, 14, 14>>("small"),
    add_layer<Softmax, Input<10, 1, 1>>("small"),
};

}  // namespace
