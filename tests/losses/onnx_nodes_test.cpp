#include <doctest/doctest.h>

#include <algorithm>
#include <angka/losses/cross_entropy.hpp>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <recorded/onnx_losses.hpp>

namespace {

using namespace angka;
using recorded::onnx_losses::Node;
using recorded::onnx_losses::Reduction;

/// The weighted loss of row `row`.
double loss_of(const CrossEntropy& loss, const Node& node, std::size_t row, int label) {
  const auto classes = static_cast<std::size_t>(node.classes);
  std::vector<Lanes<float>> output(classes);
  for (std::size_t c = 0; c < classes; ++c)
    output[c] = Lanes<float>(node.logits[row * classes + c]);
  const Truth<float> truth{.labels = &label, .count = 1};
  return loss.gradient(output.data(), node.classes, truth, 1.0f,
                       static_cast<Lanes<float>*>(nullptr));
}

/// By how much log-probabilities would have to be moved for their exponentials to have the sum 1.
double log_sum(const Node& node, std::size_t row) {
  double sum = 0;
  for (int c = 0; c < node.classes; ++c)
    sum += std::exp(double(node.logits[row * std::size_t(node.classes) + std::size_t(c)]));
  return std::log(sum);
}

double difference(double found, float expected) {
  return std::abs(found - double(expected)) / std::max(1.0, std::abs(double(expected)));
}

constexpr double node_tolerance = 2e-6;

TEST_CASE("cross-entropy does as ONNX's losses say") {
  int cases = 0;
  for (const Node& node : recorded::onnx_losses::losses) {
    INFO(std::string(node.name));
    const CrossEntropy loss{
        .class_weights = {node.class_weights.begin(), node.class_weights.end()}};
    std::vector<double> found;
    double sum = 0, weight = 0;
    for (std::size_t row = 0; row < node.labels.size(); ++row) {
      const int label = node.labels[row];
      double value = loss_of(loss, node, row, label);
      if (node.log_likelihood) value -= loss.weight(label) * log_sum(node, row);
      found.push_back(value);
      sum += value;
      weight += loss.weight(label);
    }
    if (node.reduction != Reduction::none)
      found = {node.reduction == Reduction::sum ? sum : sum / weight};
    REQUIRE(found.size() == node.loss.size());
    for (std::size_t i = 0; i < found.size(); ++i)
      CHECK(difference(found[i], node.loss[i]) < node_tolerance);
    ++cases;
  }
  CHECK(cases == 53);
}

TEST_CASE("the loss of each label is what ONNX's log-softmax has for it") {
  int rows = 0;
  for (const Node& node : recorded::onnx_losses::losses) {
    INFO(std::string(node.name));
    const auto classes = static_cast<std::size_t>(node.classes);
    for (std::size_t row = 0; row < node.log_softmax.size() / classes; ++row) {
      for (std::size_t c = 0; c < classes; ++c)
        CHECK(difference(-loss_of({}, node, row, int(c)), node.log_softmax[row * classes + c]) <
              node_tolerance);
      ++rows;
    }
  }
  CHECK(rows == 230);
}

TEST_CASE("every other case of these losses has a reason to be left out") {
  std::size_t cases = 0;
  for (const auto& [reason, names] : recorded::onnx_losses::left_out) cases += names.size();
  CHECK(cases == 68);
}

}  // namespace
