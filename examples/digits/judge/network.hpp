#pragma once

#include <angka/network/network.hpp>

/// What tells the ten digits and "no digit" from 28 x 28 pixels.
using JudgeNetwork = angka::Network<
    angka::Input<1, 28, 28>,                                                          //
    angka::Conv2D<16, 5, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,  //
    angka::MaxPool2D<2>,                                                              //
    angka::Conv2D<32, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,  //
    angka::MaxPool2D<2>,                                                              //
    angka::Conv2D<64, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,  //
    angka::MaxPool2D<2>, angka::Dropout, angka::Dense<128>, angka::ReLU, angka::Dense<11>>;

inline constexpr angka::Normalization judge_normalization{.mean = 0.2f,
                                                          .standard_deviation = 0.35f};
