#pragma once

#include <memory>

#include <angka/angka.hpp>

#include "classifier.hpp"

// The nets and the recipes they are trained by. Recipes were chosen on validation data alone.

/// LeCun's classic of 1998, with ReLU and max pooling.
using LeNet5 =
    angka::Network<angka::Input<1, 28, 28>,                                             //
                   angka::Conv2D<6, 5, angka::Same>, angka::ReLU, angka::MaxPool2D<2>,  //
                   angka::Conv2D<16, 5>, angka::ReLU, angka::MaxPool2D<2>,              //
                   angka::Dense<120>, angka::ReLU, angka::Dense<84>, angka::ReLU, angka::Dense<10>>;
static_assert(LeNet5::parameter_count == 61706);

inline constexpr Recipe lenet5_few{.epochs = 20,
                                   .batch_size = 32,
                                   .optimizer = "sgd",
                                   .learning_rate = 0.1,
                                   .weight_decay = 1e-3,
                                   .label_smoothing = 0.1};
inline constexpr Recipe lenet5_many{.epochs = 10,
                                    .batch_size = 64,
                                    .optimizer = "sgd",
                                    .learning_rate = 0.1,
                                    .weight_decay = 5e-4,
                                    .label_smoothing = 0.1};

/// Two convolutions and a dense layer.
using Small =
    angka::Network<angka::Input<1, 28, 28>,                                              //
                   angka::Conv2D<32, 3, angka::Same>, angka::ReLU, angka::MaxPool2D<2>,  //
                   angka::Conv2D<64, 3, angka::Same>, angka::ReLU, angka::MaxPool2D<2>,  //
                   angka::Dense<128>, angka::ReLU, angka::Dropout, angka::Dense<10>>;
static_assert(Small::parameter_count == 421642);

inline constexpr Recipe small_few{.epochs = 20,
                                  .batch_size = 32,
                                  .optimizer = "sgd",
                                  .learning_rate = 0.05,
                                  .weight_decay = 1e-3,
                                  .dropout = 0.5,
                                  .label_smoothing = 0.1};
inline constexpr Recipe small_many{.epochs = 10,
                                   .batch_size = 64,
                                   .optimizer = "sgd",
                                   .learning_rate = 0.05,
                                   .weight_decay = 5e-4,
                                   .dropout = 0.5,
                                   .label_smoothing = 0.1};

/// Filters at full size are brought down to 14 x 14 at once; then residual blocks at 14 x 14 and
/// 7 x 7.
template <int Filters>
using Block =
    angka::Residual<angka::Conv2D<Filters, 3, angka::Same, angka::NoBias>, angka::BatchNorm,
                    angka::ReLU, angka::Conv2D<Filters, 3, angka::Same, angka::NoBias>,
                    angka::BatchNorm>;
using ResidualNet = angka::Network<
    angka::Input<1, 28, 28>,                                                               //
    angka::Conv2D<32, 5, angka::Same, angka::Stride<2>, angka::NoBias>, angka::BatchNorm,  //
    angka::ReLU, Block<32>, angka::ReLU,                                                   //
    angka::Conv2D<64, 3, angka::Same, angka::Stride<2>, angka::NoBias>, angka::BatchNorm,  //
    angka::ReLU, Block<64>, angka::ReLU,                                                   //
    angka::GlobalAveragePool2D, angka::Flatten, angka::Dropout, angka::Dense<10>>;
static_assert(ResidualNet::parameter_count < 400000);

inline constexpr Recipe residual_few{.epochs = 20,
                                     .batch_size = 32,
                                     .optimizer = "adamw",
                                     .learning_rate = 1e-2,
                                     .weight_decay = 0.05,
                                     .dropout = 0.2,
                                     .label_smoothing = 0.1};
inline constexpr Recipe residual_many{.epochs = 15,
                                      .batch_size = 128,
                                      .optimizer = "adamw",
                                      .learning_rate = 1e-2,
                                      .weight_decay = 0.05,
                                      .dropout = 0.2,
                                      .label_smoothing = 0.1};

std::unique_ptr<Classifier> make_lenet5(const ModelSettings& settings);
std::unique_ptr<Classifier> make_small(const ModelSettings& settings);
std::unique_ptr<Classifier> make_residual(const ModelSettings& settings);
