#pragma once

#include <angka/network/network.hpp>

/// What tells the ten digits and "no digit" from images of 28 x 28.
template <int Channels>
using JudgeNetwork = angka::Network<
    angka::Input<Channels, 28, 28>,                                                   //
    angka::Conv2D<16, 5, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,  //
    angka::MaxPool2D<2>,                                                              //
    angka::Conv2D<32, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,  //
    angka::MaxPool2D<2>,                                                              //
    angka::Conv2D<64, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,  //
    angka::MaxPool2D<2>, angka::Dropout, angka::Dense<128>, angka::ReLU, angka::Dense<11>>;

using InkNetwork = JudgeNetwork<1>;      ///< sees the ink alone
using GlimpseNetwork = JudgeNetwork<2>;  ///< sees what is around it, too: see Glimpse

/// What tells which digit a piece of ink is that was found to be one: filters at 14 x 14 at once,
/// then residual blocks at 14 x 14 and 7 x 7.
template <int Filters>
using NamingBlock =
    angka::Residual<angka::Conv2D<Filters, 3, angka::Same, angka::NoBias>, angka::BatchNorm,
                    angka::ReLU, angka::Conv2D<Filters, 3, angka::Same, angka::NoBias>,
                    angka::BatchNorm>;
using NamingNetwork = angka::Network<
    angka::Input<1, 28, 28>,                                                               //
    angka::Conv2D<32, 5, angka::Same, angka::Stride<2>, angka::NoBias>, angka::BatchNorm,  //
    angka::ReLU, NamingBlock<32>, angka::ReLU,                                             //
    angka::Conv2D<64, 3, angka::Same, angka::Stride<2>, angka::NoBias>, angka::BatchNorm,  //
    angka::ReLU, NamingBlock<64>, angka::ReLU,                                             //
    angka::GlobalAveragePool2D, angka::Flatten, angka::Dropout, angka::Dense<10>>;

inline constexpr angka::Normalization judge_normalization{.mean = 0.2f,
                                                          .standard_deviation = 0.35f};
