#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <recorded/onnx_layers.hpp>

/// Gives a network of one layer the recorded parameters.
template <class Net>
void set_parameters(Net& net, const recorded::onnx_layers::Node& node) {
  std::vector<angka::NamedTensor> tensors = net.export_tensors();
  REQUIRE(tensors.size() == node.parameters.size());
  for (std::size_t i = 0; i < tensors.size(); ++i)
    tensors[i].values.assign(node.parameters[i].begin(), node.parameters[i].end());
  net.import_tensors(tensors);
}

inline void check_close(std::span<const float> found, std::span<const float> expected) {
  REQUIRE(found.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double size = std::max(1.0, std::abs(double(expected[i])));
    const double error = std::abs(double(found[i]) - double(expected[i])) / size;
    if (!(error <= worst)) worst = error;
  }
  CHECK(worst < 2e-6);
}

/// Compares predictions, of one image at a time and of packs, with what was recorded.
struct Predict {
  int& cases;

  template <class InputShape, class Layer>
  void operator()(InputShape, const Layer& layer, const recorded::onnx_layers::Node& node) const {
    using angka::Lanes;
    INFO(std::string(node.name));
    ++cases;
    using Net = angka::Network<InputShape, Layer>;
    constexpr std::size_t inputs = Net::input.size(), outputs = Net::outputs,
                          lanes = Lanes<float>::count;
    REQUIRE(node.input.size() == node.images * inputs);
    Net net;
    if constexpr (requires { net.template layer<0>() = layer; }) net.template layer<0>() = layer;
    set_parameters(net, node);

    typename Net::Workspace workspace;
    typename Net::PackWorkspace pack_workspace;
    std::vector<float> alone, packed;
    for (std::size_t first = 0; first < node.images; first += lanes) {
      const std::size_t count = std::min(lanes, node.images - first);
      const auto image = [&](std::size_t lane) {
        return node.input.subspan((first + lane) * inputs, inputs);
      };
      const Lanes<float>* output = net.predict_pack(pack_workspace, [&](Lanes<float>* input) {
        for (std::size_t i = 0; i < inputs; ++i) {
          input[i] = Lanes<float>(0.0f);
          for (std::size_t lane = 0; lane < count; ++lane) input[i].set(int(lane), image(lane)[i]);
        }
      });
      for (std::size_t lane = 0; lane < count; ++lane) {
        for (std::size_t o = 0; o < outputs; ++o) packed.push_back(output[o][int(lane)]);
        const auto found = net.predict(image(lane), workspace);
        alone.insert(alone.end(), found.begin(), found.end());
      }
    }
    check_close(alone, node.output);
    check_close(packed, node.output);
  }
};
