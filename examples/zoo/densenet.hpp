#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

/// What was there, and 12 new channels behind it.
using Grow = Branches<Concat, Sequence<>, Sequence<BatchNorm, ReLU, Conv2D<12, 3, Same, NoBias>>>;
using DenseBlock = Sequence<Grow, Grow, Grow, Grow, Grow, Grow>;
template <int Channels>
using Transition = Sequence<BatchNorm, ReLU, Conv2D<Channels, 1, NoBias>, AveragePool2D<2>>;

/// DenseNet of 22 layers, each with 12 channels, 3 x 32 x 32 -> 10: 270,706 parameters.
/// Huang, Liu, van der Maaten, Weinberger: Densely connected convolutional networks (2017, arXiv
/// 1608.06993), whose smallest has 40 layers: 12 to a block in place of 6.
using DenseNet = Network<Input<3, 32, 32>, Conv2D<16, 3, Same, NoBias>,  //
                         DenseBlock, Transition<88>, DenseBlock, Transition<160>, DenseBlock,
                         BatchNorm, ReLU, GlobalAveragePool2D, Dense<10>>;

}  // namespace zoo
