#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in squeezenet.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Squeezenet net;
//   angka::load_model("squeezenet.safetensors", net);
//   Squeezenet::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 22 x 22 numbers (const float), as the model takes them.
// To train it on, angka::Model<Squeezenet, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Squeezenet = angka::Network<angka::Input<3, 22, 22>,
    angka::Conv2D<8, 3, angka::Stride<2>>,
    angka::ReLU,
    angka::MaxPool2D<3, angka::Stride<2>, angka::CeilMode>,
    angka::Conv2D<4, 1>,
    angka::ReLU,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::Conv2D<8, 1>,
            angka::ReLU>,
        angka::Sequence<
            angka::Conv2D<8, 3, angka::Same>,
            angka::ReLU>>,
    angka::Branches<angka::Concat,
        angka::Sequence<>,
        angka::Sequence<
            angka::Conv2D<4, 3, angka::Same>,
            angka::ReLU>>,
    angka::Branches<angka::Concat,
        angka::Sequence<>,
        angka::Sequence<
            angka::Conv2D<4, 3, angka::Same>,
            angka::ReLU>>,
    angka::Conv2D<10, 1>,
    angka::ReLU,
    angka::GlobalAveragePool2D>;
