#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in mobilenetv2.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Mobilenetv2 net;
//   angka::load_model("mobilenetv2.safetensors", net);
//   Mobilenetv2::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 32 x 32 numbers (const float), as the model takes them.
// To train it on, angka::Model<Mobilenetv2, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Mobilenetv2 = angka::Network<angka::Input<3, 32, 32>,
    angka::Conv2D<16, 3, angka::Same>,
    angka::ReLU6,
    angka::Conv2D<96, 1>,
    angka::ReLU6,
    angka::DepthwiseConv2D<3, angka::Padding<1>, angka::Stride<2>>,
    angka::ReLU6,
    angka::Conv2D<24, 1>,
    angka::Residual<
        angka::Conv2D<144, 1>,
        angka::ReLU6,
        angka::DepthwiseConv2D<3, angka::Same>,
        angka::ReLU6,
        angka::Conv2D<24, 1>>,
    angka::Conv2D<144, 1>,
    angka::ReLU6,
    angka::DepthwiseConv2D<3, angka::Padding<1>, angka::Stride<2>>,
    angka::ReLU6,
    angka::Conv2D<32, 1>,
    angka::Residual<
        angka::Conv2D<192, 1>,
        angka::ReLU6,
        angka::DepthwiseConv2D<3, angka::Same>,
        angka::ReLU6,
        angka::Conv2D<32, 1>>,
    angka::Conv2D<192, 1>,
    angka::ReLU6,
    angka::DepthwiseConv2D<3, angka::Padding<1>, angka::Stride<2>>,
    angka::ReLU6,
    angka::Conv2D<64, 1>,
    angka::Conv2D<256, 1>,
    angka::ReLU6,
    angka::GlobalAveragePool2D,
    angka::Dense<10>>;
