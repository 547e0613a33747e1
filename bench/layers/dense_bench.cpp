#include "../support/layer_work.hpp"

namespace {

using namespace angka;

[[maybe_unused]] const bool added[] = {
    add_layer<Dense<120>, Input<16, 5, 5>>("lenet5"),
    add_layer<Dense<84>, Input<120, 1, 1>>("lenet5"),
    add_layer<Dense<10>, Input<84, 1, 1>>("lenet5"),
    add_layer<Dense<128>, Input<64, 7, 7>>("small"),
    add_layer<Dense<10>, Input<128, 1, 1>>("small"),
    add_layer<Dense<10>, Input<64, 1, 1>>("residual"),
};

}  // namespace
