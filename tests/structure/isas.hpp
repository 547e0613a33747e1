#pragma once

#include <angka/angka.hpp>
#include <cstdint>
#include <vector>

/// What one network makes of one image, with this translation unit's instructions.
static std::vector<float> outputs() {
  using Net = angka::Network<angka::Input<1, 12, 12>, angka::Conv2D<4, 3>, angka::Tanh,
                             angka::MaxPool2D<2>, angka::Dense<2>>;
  const Net net(angka::seed(1));
  Net::Workspace workspace;
  const std::vector<std::uint8_t> image(144, 200);
  const auto result = net.predict(image, workspace);
  return {result.begin(), result.end()};
}
