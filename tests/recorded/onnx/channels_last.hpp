#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0. Its weights are in channels_last.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   ChannelsLast net;
//   angka::load_model("channels_last.safetensors", net);
//   ChannelsLast::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 5
//
// An image is a std::span of 2 x 5 x 7 numbers (const float), as the model takes them.
// To train it on, angka::Model<ChannelsLast, angka::CrossEntropy, angka::Adam> is loaded alike.
// The model takes images of rows x columns x channels, the network of channels x rows x columns.

#include <angka/angka.hpp>

using ChannelsLast = angka::Network<angka::Input<2, 5, 7>,
    angka::Conv2D<4, 3, angka::Stride<2>>,
    angka::Tanh,
    angka::DepthwiseConv2D<1, angka::NoBias>,
    angka::ReLU,
    angka::Dense<5>,
    angka::GELU>;
