#pragma once

#include <angka/angka.hpp>

namespace zoo {
using namespace angka;

template <int Channels>
using Half = Sequence<Conv2D<Channels, 3, Stride<2>, Padding<1>>, ReLU>;

/// An image by 32 numbers, 1 x 28 x 28 -> 1 x 28 x 28: 52,793 parameters. Its loss:
/// MeanSquaredError, with the image as targets.
/// After Masci, Meier, Ciresan, Schmidhuber: Stacked convolutional auto-encoders (2011).
using Encoder = Sequence<Half<8>, Half<16>, Dense<32>>;
using Decoder = Sequence<Dense<784>, ReLU, Reshape<16, 7, 7>, ConvTranspose2D<8, 2, Stride<2>>,
                         ReLU, ConvTranspose2D<1, 2, Stride<2>>, Sigmoid>;
using Autoencoder = Network<Input<1, 28, 28>, Encoder, Decoder>;

}  // namespace zoo
