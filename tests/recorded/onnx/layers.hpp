#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in layers.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Layers net;
//   angka::load_model("layers.safetensors", net);
//   Layers::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 5
//
// An image is a std::span of 2 x 5 x 5 numbers (const float), as the model takes them.
// To train it on, angka::Model<Layers, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Layers = angka::Network<angka::Input<2, 5, 5>,
    angka::Conv2D<8, angka::Kernel{3, 2}, angka::Padding<1, 0>>,
    angka::GroupNorm<4>,
    angka::GELU,
    angka::ZeroPad2D<2, 5, 3, 4>,
    angka::Conv2D<8, 3, angka::Dilation<2>, angka::Groups<2>>,
    angka::PReLU,
    angka::InstanceNorm,
    angka::Mish,
    angka::AveragePool2D<3, angka::Padding<1>, angka::Stride<2>>,
    angka::LayerNorm,
    angka::ELU,
    angka::UpSample2D<2>,
    angka::LeakyReLU,
    angka::ConvTranspose2D<2, 3, angka::Padding<1>, angka::Stride<2>, angka::OutputPadding<1>>,
    angka::Softplus,
    angka::MaxPool2D<3, angka::Padding<1>, angka::Stride<2>, angka::CeilMode>,
    angka::UpSample2D<angka::Kernel{1, 2}, angka::Bilinear>,
    angka::HardSigmoid,
    angka::Flatten,
    angka::BatchNorm,
    angka::Dense<5, angka::NoBias>,
    angka::Sigmoid>;
