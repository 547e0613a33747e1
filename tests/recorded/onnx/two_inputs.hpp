#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in two_inputs.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   TwoInputs net;
//   angka::load_model("two_inputs.safetensors", net);
//   TwoInputs::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 12
//
// An image is a std::span of 69 numbers (const float), as the model takes them.
// To train it on, angka::Model<TwoInputs, angka::CrossEntropy, angka::Adam> is loaded alike.
// Inputs lie in one row, one behind the other: picture (1 x 8 x 8), numbers (5).
// Outputs lie in one row, one behind the other: linear_2 (10), linear_3 (2).

#include <angka/angka.hpp>

using TwoInputs = angka::Network<angka::Inputs<angka::Input<1, 8, 8>, angka::Input<5, 1, 1>>,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::ChannelSlice<0, 64>,
            angka::Reshape<1, 8, 8>,
            angka::Conv2D<4, 3>,
            angka::ReLU,
            angka::MaxPool2D<2>,
            angka::Dense<8>>,
        angka::Sequence<
            angka::ChannelSlice<64, 5>,
            angka::Dense<4>>>,
    angka::ReLU,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::Dense<10>>,
        angka::Sequence<
            angka::Dense<2>>>>;
