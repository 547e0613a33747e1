#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

/// Sub-sampling: the mean of 2 x 2 pixels, times a number of the map's, and another one added.
using SubSample = Sequence<AveragePool2D<2>, DepthwiseConv2D<1>>;

/// LeNet-5, 1 x 32 x 32 -> 10: 61,750 parameters.
/// LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998).
///
/// Published otherwise: each map of the second convolution sees some of the six before it alone
/// (900 weights fewer), the squashing function is 1.7159 tanh(2/3 x), and the outputs are distances
/// from fixed patterns of 84 numbers.
using LeNet5 = Network<Input<1, 32, 32>, Conv2D<6, 5>, Tanh, SubSample, Tanh,  //
                       Conv2D<16, 5>, Tanh, SubSample, Tanh,                   //
                       Conv2D<120, 5>, Tanh, Dense<84>, Tanh, Dense<10>>;

}  // namespace zoo
