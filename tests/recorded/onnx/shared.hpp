#pragma once

// Made by angka 0.1.0 of an ONNX model of pytorch 2.13.0+cpu. Its weights are in shared.safetensors:
//
//   #include <angka/io/model.hpp>
//
//   Shared net;
//   angka::load_model("shared.safetensors", net);
//   Shared::Workspace workspace;
//   const auto outputs = net.predict(image, workspace);  // 3
//
// An image is a std::span of 2 x 8 x 9 numbers (const float), as the model takes them.
// To train it on, angka::Model<Shared, angka::CrossEntropy, angka::Adam> is loaded alike.

#include <angka/angka.hpp>

using Shared = angka::Network<angka::Input<2, 8, 9>,
    angka::Conv2D<4, 3, angka::NoBias>,
    angka::HardSwish,
    angka::Branches<angka::Concat,
        angka::Sequence<
            angka::ConvTranspose2D<2, 3, angka::Padding<1>, angka::Stride<2>>,
            angka::Residual<
                angka::Tanh>,
            angka::MaxPool2D<1, angka::Stride<4>>,
            angka::Flatten>,
        angka::Sequence<
            angka::MaxPool2D<1, angka::Stride<6, 7>>,
            angka::ChannelSlice<1, 3>,
            angka::ReLU>>,
    angka::Dense<3>>;
