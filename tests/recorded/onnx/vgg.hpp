#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in vgg.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Vgg net;
//   angka::load_model("vgg.safetensors", net);
//   Vgg::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 16 x 16 bytes (std::uint8_t), or of numbers, 1 for 255 (const float).
// To train it on, angka::Model<Vgg, angka::CrossEntropy, angka::Adam> is loaded alike.
// LogSoftmax at the end is left out, since losses take what it reads: outputs are logits.

#include <angka/angka.hpp>

using Vgg = angka::Network<angka::Input<3, 16, 16>,
    angka::Conv2D<8, 3, angka::Same>,
    angka::ReLU,
    angka::Conv2D<8, 3, angka::Same>,
    angka::ReLU,
    angka::MaxPool2D<2>,
    angka::Conv2D<16, 3, angka::Same>,
    angka::ReLU,
    angka::MaxPool2D<2>,
    angka::AveragePool2D<2>,
    angka::Dense<16>,
    angka::ReLU,
    angka::Dense<10>>;
