#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0. Its weights are in resnet.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Resnet net;
//   angka::load_model("resnet.safetensors", net);
//   Resnet::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 17 x 17 numbers (const float), as the model takes them.
// To train it on, angka::Model<Resnet, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Resnet = angka::Network<angka::Input<3, 17, 17>,
    angka::Conv2D<4, 3, angka::Same, angka::NoBias>,
    angka::BatchNorm,
    angka::ReLU,
    angka::Residual<
        angka::Conv2D<4, 3, angka::Same, angka::NoBias>,
        angka::BatchNorm,
        angka::ReLU,
        angka::Conv2D<4, 3, angka::Same, angka::NoBias>,
        angka::BatchNorm>,
    angka::ReLU,
    angka::Residual<
        angka::Sequence<
            angka::Conv2D<8, 3, angka::Padding<1>, angka::Stride<2>, angka::NoBias>,
            angka::BatchNorm,
            angka::ReLU,
            angka::Conv2D<8, 3, angka::Same, angka::NoBias>,
            angka::BatchNorm>,
        angka::Sequence<
            angka::Conv2D<8, 1, angka::Stride<2>, angka::NoBias>,
            angka::BatchNorm>>,
    angka::ReLU,
    angka::GlobalAveragePool2D,
    angka::Dense<10>>;
