#pragma once

#include "classifier.hpp"

// How each net is trained, for some thousand images and for tens of thousands. Chosen on validation
// data that was split from the training data, never on test images; but vgg without augmentation as
// residual.

inline constexpr Recipe lenet5_few{.epochs = 20,
                                   .augmented_epochs = 60,
                                   .batch_size = 32,
                                   .optimizer = "adamw",
                                   .learning_rate = 5e-3,
                                   .weight_decay = 0.1,
                                   .label_smoothing = 0.1};

inline constexpr Recipe lenet5_many{.epochs = 10,
                                    .augmented_epochs = 15,
                                    .batch_size = 64,
                                    .optimizer = "adamw",
                                    .learning_rate = 5e-3,
                                    .weight_decay = 0.1,
                                    .label_smoothing = 0.1};

inline constexpr Recipe small_few{.epochs = 20,
                                  .augmented_epochs = 60,
                                  .batch_size = 32,
                                  .optimizer = "adamw",
                                  .learning_rate = 3e-3,
                                  .weight_decay = 0.1,
                                  .dropout = 0.5,
                                  .label_smoothing = 0.1};

inline constexpr Recipe small_many{.epochs = 10,
                                   .augmented_epochs = 15,
                                   .batch_size = 128,
                                   .optimizer = "adamw",
                                   .learning_rate = 3e-3,
                                   .weight_decay = 0.1,
                                   .dropout = 0.5,
                                   .label_smoothing = 0.1};

inline constexpr Recipe residual_few{.epochs = 20,
                                     .augmented_epochs = 60,
                                     .batch_size = 32,
                                     .optimizer = "adamw",
                                     .learning_rate = 1e-2,
                                     .weight_decay = 0.05,
                                     .dropout = 0.2,
                                     .label_smoothing = 0.1};

inline constexpr Recipe residual_many{.epochs = 15,
                                      .augmented_epochs = 15,
                                      .batch_size = 128,
                                      .optimizer = "adamw",
                                      .learning_rate = 1e-2,
                                      .weight_decay = 0.05,
                                      .dropout = 0.2,
                                      .label_smoothing = 0.1};

inline constexpr Recipe vgg_few{.epochs = 20,
                                .augmented_epochs = 40,
                                .batch_size = 32,
                                .optimizer = "adamw",
                                .learning_rate = 1e-2,
                                .weight_decay = 0.03,
                                .label_smoothing = 0.1};

inline constexpr Recipe vgg_many{.epochs = 15,
                                 .augmented_epochs = 23,
                                 .batch_size = 128,
                                 .optimizer = "adamw",
                                 .learning_rate = 1e-2,
                                 .weight_decay = 0.03,
                                 .label_smoothing = 0.1};
