#include <doctest/doctest.h>

#include <cstddef>
#include <layers/onnx_node.hpp>
#include <string>
#include <trial.hpp>
#include <type_traits>
#include <vector>

namespace {

using namespace angka;

/// Compares a training step with what was recorded.
struct Train {
  int& cases;

  template <class InputShape, class Layer>
  void operator()(InputShape, const Layer& layer, const recorded::onnx_layers::Node& node) const {
    INFO(std::string(node.name));
    ++cases;
    Trial<float, InputShape, Layer> trial;
    trial.net.template layer<1>() = layer;
    set_parameters(trial.net, node);
    trial.input.assign(node.input.begin(), node.input.end());
    trial.slope.assign(node.output.size(), 1.0f);
    trial.run();
    check_close(trial.output, node.output);
    if constexpr (std::is_same_v<Layer, BatchNorm>) {
      // ONNX's running variance follows the variance of the batch, ours and PyTorch's the unbiased
      // estimate, from n numbers of each channel.
      const auto n = static_cast<float>(node.images * std::size_t(InputShape::shape.pixels()));
      std::vector<float> variance;
      for (std::size_t c = 0; c < node.further[1].size(); ++c) {
        const float kept = (1 - layer.momentum) * node.parameters[3][c];
        variance.push_back(kept + (node.further[1][c] - kept) * n / (n - 1));
      }
      const std::vector<NamedTensor> after = trial.net.export_tensors();
      check_close(after[2].values, node.further[0]);
      check_close(after[3].values, variance);
    } else if (!node.further.empty()) {  // each window's gradient goes to its largest value
      std::vector<float> gradient(node.input.size());
      for (const float place : node.further[0]) gradient[static_cast<std::size_t>(place)] += 1;
      check_close(trial.input_gradient, gradient);
    }
  }
};

TEST_CASE(
    "dense layers, activations, normalisation, dropout and what changes shapes do as ONNX says") {
  int cases = 0;
  recorded::onnx_layers::others(Predict{cases});
  CHECK(cases == 120);
}

TEST_CASE("what differs in training does as ONNX says") {
  int cases = 0;
  recorded::onnx_layers::trainings(Train{cases});
  CHECK(cases == 6);
}

TEST_CASE("every other case of these layers has a reason to be left out") {
  std::size_t cases = 0;
  for (const auto& [reason, names] : recorded::onnx_layers::left_out) cases += names.size();
  CHECK(cases == 110);
}

}  // namespace
