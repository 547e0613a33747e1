#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

template <int Filters, class... Modifiers>
using Norm = Sequence<Conv2D<Filters, 3, NoBias, Modifiers...>, BatchNorm>;
template <int Filters>
using Block = Sequence<Residual<Norm<Filters, Same>, ReLU, Norm<Filters, Same>>, ReLU>;

/// Half the size and twice the channels, `From`; the shortcut leaves out every other pixel and has
/// channels of zeros around its own (option A).
template <int From>
using Down =
    Sequence<Residual<Sequence<Norm<2 * From, Stride<2>, Padding<1>>, ReLU, Norm<2 * From, Same>>,
                      Sequence<MaxPool2D<1, Stride<2>>, ChannelPad<From / 2, From / 2>>>,
             ReLU>;

/// ResNet-20 for CIFAR-10, 3 x 32 x 32 -> 10: 269,722 parameters.
/// He, Zhang, Ren, Sun: Deep residual learning for image recognition (2016, arXiv 1512.03385).
using ResNet20 = Network<Input<3, 32, 32>, Norm<16, Same>, ReLU, Block<16>, Block<16>, Block<16>,
                         Down<16>, Block<32>, Block<32>, Down<32>, Block<64>, Block<64>,
                         GlobalAveragePool2D, Dense<10>>;

}  // namespace zoo
