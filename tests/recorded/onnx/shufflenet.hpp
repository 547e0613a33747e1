#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in shufflenet.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Shufflenet net;
//   angka::load_model("shufflenet.safetensors", net);
//   Shufflenet::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 10
//
// An image is a std::span of 3 x 21 x 21 numbers (const float), as the model takes them.
// To train it on, angka::Model<Shufflenet, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Shufflenet = angka::Network<angka::Input<3, 21, 21>,
    angka::Conv2D<8, 3, angka::Padding<1>, angka::Stride<2>>,
    angka::ReLU,
    angka::MaxPool2D<3, angka::Padding<1>, angka::Stride<2>>,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::DepthwiseConv2D<3, angka::Padding<1>, angka::Stride<2>>,
            angka::Conv2D<8, 1>,
            angka::ReLU>,
        angka::Sequence<
            angka::Conv2D<8, 1>,
            angka::ReLU,
            angka::DepthwiseConv2D<3, angka::Padding<1>, angka::Stride<2>>,
            angka::Conv2D<8, 1>,
            angka::ReLU>>,
    angka::ChannelShuffle<2>,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::ChannelSlice<0, 8>>,
        angka::Sequence<
            angka::ChannelSlice<8, 8>,
            angka::Conv2D<8, 1>,
            angka::ReLU,
            angka::DepthwiseConv2D<3, angka::Same>,
            angka::Conv2D<8, 1>,
            angka::ReLU>>,
    angka::ChannelShuffle<2>,
    angka::Conv2D<24, 1>,
    angka::ReLU,
    angka::GlobalAveragePool2D,
    angka::Dense<10>>;
