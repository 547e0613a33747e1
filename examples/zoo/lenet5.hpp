#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;
template <int First, int Count = 1>
using Maps = ChannelSlice<First, Count>;
/// `Count` maps, each of its own share of the maps that the branches put side by side.
template <int Count, class... Shares>
using Partial = Sequence<Branches<Concat, Shares...>, Conv2D<Count, 5, Groups<Count>>>;
/// Table I: of six maps, six of sixteen see three neighbours, six four, three two pairs, one all.
using C3 = Branches<
    Concat, Partial<6, Maps<0, 3>, Maps<1, 3>, Maps<2, 3>, Maps<3, 3>, Maps<4, 2>, Maps<0>,  //
                    Maps<5>, Maps<0, 2>>,
    Partial<6, Maps<0, 4>, Maps<1, 4>, Maps<2, 4>, Maps<3, 3>, Maps<0>, Maps<4, 2>, Maps<0, 2>,
            Maps<5>, Maps<0, 3>>,
    Partial<3, Maps<0, 2>, Maps<3, 2>, Maps<1, 2>, Maps<4, 2>, Maps<0>, Maps<2, 2>, Maps<5>>,
    Conv2D<1, 5>>;
/// The mean of 2 x 2 pixels, times a number of the map's, and another one added.
using SubSample = Sequence<AveragePool2D<2>, DepthwiseConv2D<1>>;

/// LeNet-5, 1 x 32 x 32 -> 10: 60,850 parameters, 850 of them of the outputs, which were fixed.
/// LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition (1998).
/// Its 1.7159 tanh(2/3 x) is Tanh, for whose factors weights make up; the distances from patterns
/// with which it ended are Dense, to which they differ by a summand that all classes share.
using LeNet5 = Network<Input<1, 32, 32>, Conv2D<6, 5>, Tanh, SubSample, Tanh, C3, Tanh, SubSample,
                       Tanh, Conv2D<120, 5>, Tanh, Dense<84>, Tanh, Dense<10>>;
}  // namespace zoo
