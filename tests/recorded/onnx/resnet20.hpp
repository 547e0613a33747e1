#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0. Its weights are in resnet20.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Resnet20 net;
//   angka::load_model("resnet20.safetensors", net);
//   Resnet20::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 32 x 32 numbers (const float), as the model takes them.
// To train it on, angka::Model<Resnet20, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Resnet20 = angka::Network<angka::Input<3, 32, 32>,
    angka::Conv2D<16, 3, angka::Same>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<16, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<16, 3, angka::Same>>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<16, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<16, 3, angka::Same>>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<16, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<16, 3, angka::Same>>,
    angka::ReLU,
    angka::Residual<
        angka::Sequence<
            angka::Conv2D<32, 3, angka::Padding<1>, angka::Stride<2>>,
            angka::ReLU,
            angka::Conv2D<32, 3, angka::Same>>,
        angka::Sequence<
            angka::Conv2D<32, 1, angka::Stride<2>>>>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<32, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<32, 3, angka::Same>>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<32, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<32, 3, angka::Same>>,
    angka::ReLU,
    angka::Residual<
        angka::Sequence<
            angka::Conv2D<64, 3, angka::Padding<1>, angka::Stride<2>>,
            angka::ReLU,
            angka::Conv2D<64, 3, angka::Same>>,
        angka::Sequence<
            angka::Conv2D<64, 1, angka::Stride<2>>>>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<64, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<64, 3, angka::Same>>,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<64, 3, angka::Same>,
        angka::ReLU,
        angka::Conv2D<64, 3, angka::Same>>,
    angka::ReLU,
    angka::AveragePool2D<8>,
    angka::Dense<10>>;
