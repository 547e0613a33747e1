#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

/// Six times as many channels, a convolution of each alone, and back to few, without activation.
template <int From, int To, int By = 1>
using Bottleneck = Sequence<Conv2D<6 * From, 1, NoBias>, BatchNorm, ReLU6,
                            DepthwiseConv2D<3, Padding<1>, Stride<By>, NoBias>, BatchNorm, ReLU6,
                            Conv2D<To, 1, NoBias>, BatchNorm>;
template <int Channels>
using Inverted = Residual<Bottleneck<Channels, Channels>>;

/// The bottlenecks of MobileNetV2 for small images, 3 x 32 x 32 -> 10: 79,802 parameters.
/// Sandler, Howard, Zhu, Zhmoginov, Chen: MobileNetV2 (2018, arXiv 1801.04381).
///
/// Otherwise than published: fewer of them, and halved less often.
using MobileNet = Network<Input<3, 32, 32>, Conv2D<16, 3, Same, NoBias>, BatchNorm, ReLU6,  //
                          Bottleneck<16, 24, 2>, Inverted<24>, Bottleneck<24, 32, 2>, Inverted<32>,
                          Bottleneck<32, 64, 2>, Conv2D<256, 1, NoBias>, BatchNorm, ReLU6,  //
                          GlobalAveragePool2D, Dense<10>>;

}  // namespace zoo
