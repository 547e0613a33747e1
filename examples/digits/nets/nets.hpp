#pragma once

#include <memory>

#include <angka/angka.hpp>

#include "classifier.hpp"

/// LeCun's classic of 1998, with ReLU and max pooling.
using LeNet5 =
    angka::Network<angka::Input<1, 28, 28>,                                             //
                   angka::Conv2D<6, 5, angka::Same>, angka::ReLU, angka::MaxPool2D<2>,  //
                   angka::Conv2D<16, 5>, angka::ReLU, angka::MaxPool2D<2>,              //
                   angka::Dense<120>, angka::ReLU, angka::Dense<84>, angka::ReLU, angka::Dense<10>>;
static_assert(LeNet5::parameter_count == 61706);

/// Three fifths of LeNet-5's multiply-adds: quick to train.
using Compact = angka::Network<angka::Input<1, 28, 28>,                                 //
                               angka::Conv2D<8, 5>, angka::ReLU, angka::MaxPool2D<2>,   //
                               angka::Conv2D<16, 3>, angka::ReLU, angka::MaxPool2D<2>,  //
                               angka::Dense<64>, angka::ReLU, angka::Dense<10>>;
static_assert(Compact::parameter_count == 27690);

/// Two convolutions and a dense layer.
using Small =
    angka::Network<angka::Input<1, 28, 28>,                                              //
                   angka::Conv2D<32, 3, angka::Same>, angka::ReLU, angka::MaxPool2D<2>,  //
                   angka::Conv2D<64, 3, angka::Same>, angka::ReLU, angka::MaxPool2D<2>,  //
                   angka::Dense<128>, angka::ReLU, angka::Dropout, angka::Dense<10>>;
static_assert(Small::parameter_count == 421642);

/// Filters at full size are brought down to 14 x 14 at once; then residual blocks at 14 x 14 and
/// 7 x 7.
template <int Filters>
using ResidualBlock =
    angka::Residual<angka::Conv2D<Filters, 3, angka::Same, angka::NoBias>, angka::BatchNorm,
                    angka::ReLU, angka::Conv2D<Filters, 3, angka::Same, angka::NoBias>,
                    angka::BatchNorm>;
using ResidualNet = angka::Network<
    angka::Input<1, 28, 28>,                                                               //
    angka::Conv2D<32, 5, angka::Same, angka::Stride<2>, angka::NoBias>, angka::BatchNorm,  //
    angka::ReLU, ResidualBlock<32>, angka::ReLU,                                           //
    angka::Conv2D<64, 3, angka::Same, angka::Stride<2>, angka::NoBias>, angka::BatchNorm,  //
    angka::ReLU, ResidualBlock<64>, angka::ReLU,                                           //
    angka::GlobalAveragePool2D, angka::Flatten, angka::Dropout, angka::Dense<10>>;
static_assert(ResidualNet::parameter_count < 400000);

/// Three pairs of 3x3 convolutions, as VGG has them, with batch normalisation.
using VGG =
    angka::Network<angka::Input<1, 28, 28>,  //
                   angka::Conv2D<24, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,
                   angka::Conv2D<24, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,
                   angka::MaxPool2D<2>,  //
                   angka::Conv2D<48, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,
                   angka::Conv2D<48, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,
                   angka::MaxPool2D<2>,  //
                   angka::Conv2D<96, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,
                   angka::Conv2D<96, 3, angka::Same, angka::NoBias>, angka::BatchNorm, angka::ReLU,
                   angka::GlobalAveragePool2D, angka::Dense<10>>;
static_assert(VGG::parameter_count == 162562);

std::unique_ptr<Classifier> make_lenet5(const ModelSettings& settings);
std::unique_ptr<Classifier> make_compact(const ModelSettings& settings);
std::unique_ptr<Classifier> make_small(const ModelSettings& settings);
std::unique_ptr<Classifier> make_residual(const ModelSettings& settings);
std::unique_ptr<Classifier> make_vgg(const ModelSettings& settings);
