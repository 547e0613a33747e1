#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0. Its weights are in lenet.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Lenet net;
//   angka::load_model("lenet.safetensors", net);
//   Lenet::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 1 x 28 x 28 numbers (const float), as the model takes them.
// To train it on, angka::Model<Lenet, angka::CrossEntropy, angka::Adam> is loaded alike.
// Softmax at the end is left out, since losses take what it reads: outputs are logits.

#include <angka/angka.hpp>

using Lenet = angka::Network<angka::Input<1, 28, 28>,
    angka::Conv2D<4, 5, angka::Same>,
    angka::Tanh,
    angka::AveragePool2D<2>,
    angka::Conv2D<8, 5>,
    angka::Tanh,
    angka::AveragePool2D<2>,
    angka::Dense<24>,
    angka::Tanh,
    angka::Dense<10>>;
