#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in parts.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Parts net;
//   angka::load_model("parts.safetensors", net);
//   Parts::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 5
//
// An image is a std::span of 6 x 10 x 13 numbers (const float), as the model takes them.
// To train it on, angka::Model<Parts, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Parts = angka::Network<angka::Input<6, 10, 13>,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::ChannelSlice<0, 2>,
            angka::Crop2D<1>,
            angka::ReLU>,
        angka::Sequence<
            angka::ChannelSlice<2, 3>,
            angka::Conv2D<4, 3>,
            angka::DepthwiseConv2D<1>,
            angka::ReLU6,
            angka::DepthwiseConv2D<1>>,
        angka::Sequence<
            angka::ChannelSlice<5, 1>,
            angka::ELU,
            angka::Conv2D<1, 1, angka::NoBias>,
            angka::Crop2D<2, 0, 0, 2>>>,
    angka::Residual<
        angka::Sequence<
            angka::Crop2D<0, 0, 1, 0>,
            angka::MaxPool2D<1, angka::Stride<2, 3>>>,
        angka::Sequence<
            angka::Crop2D<1, 0, 0, 0>,
            angka::MaxPool2D<1, angka::Stride<2, 3>>,
            angka::ReLU>>,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::ChannelSlice<1, 3>>,
        angka::Sequence<
            angka::ChannelSlice<4, 3>,
            angka::DepthwiseConv2D<1, angka::NoBias>>,
        angka::Sequence<
            angka::ChannelSlice<0, 2>,
            angka::ChannelPad<1, 0>>>,
    angka::HardSwish,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::ChannelSlice<7, 2>>,
        angka::Sequence<
            angka::ChannelSlice<2, 1>>,
        angka::Sequence<
            angka::ChannelSlice<5, 1>>,
        angka::Sequence<
            angka::ChannelSlice<4, 1>>>,
    angka::MaxPool2D<angka::Kernel{2, 4}>,
    angka::Dense<5>>;
