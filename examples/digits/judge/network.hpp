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

inline constexpr angka::Normalization judge_normalization{.mean = 0.2f,
                                                          .standard_deviation = 0.35f};
