#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0. Its weights are in mobilenet.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Mobilenet net;
//   angka::load_model("mobilenet.safetensors", net);
//   Mobilenet::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 16 x 16 numbers (const float), as the model takes them.
// To train it on, angka::Model<Mobilenet, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Mobilenet = angka::Network<angka::Input<3, 16, 16>,
    angka::Conv2D<4, 3, angka::Padding<1>, angka::Stride<2>>,
    angka::ReLU6,
    angka::Conv2D<8, 1>,
    angka::HardSwish,
    angka::DepthwiseConv2D<3, angka::Padding<1>, angka::Stride<2>>,
    angka::HardSwish,
    angka::Conv2D<8, 1>,
    angka::Residual<
        angka::Conv2D<16, 1>,
        angka::SiLU,
        angka::DepthwiseConv2D<3, angka::Same>,
        angka::SiLU,
        angka::Branches<angka::Multiply,
            angka::Sequence<>,
            angka::Sequence<
                angka::GlobalAveragePool2D,
                angka::Dense<4>,
                angka::ReLU,
                angka::Dense<16>,
                angka::Sigmoid>>,
        angka::Conv2D<8, 1>>,
    angka::GlobalAveragePool2D,
    angka::Dense<10>>;
