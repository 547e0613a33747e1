#include <doctest/doctest.h>

#include <algorithm>
#include <angka/layers/activation.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/conv.hpp>
#include <angka/layers/dense.hpp>
#include <angka/layers/pool.hpp>
#include <cstddef>
#include <formula.hpp>
#include <numeric>
#include <span>
#include <string>
#include <trial.hpp>
#include <vector>

#include <recorded/layers.hpp>

namespace {

using namespace angka;

/// The largest relative difference between what was recorded of a layer and what it does from the
/// same images, slopes and parameters.
template <class T, class InputShape, class Spec>
double difference(const recorded::Layer& recorded, const Spec& settings = {}) {
  constexpr std::size_t images = 21;
  Trial<T, InputShape, Spec> trial;
  trial.net.template layer<1>() = settings;
  // Where each number of a file lies in memory.
  std::iota(trial.net.state().begin(), trial.net.state().end(), T(0));
  const std::vector<NamedTensor> places = trial.net.export_tensors();
  std::vector<NamedTensor> weights = places;
  std::uint32_t trained = 0;
  for (NamedTensor& tensor : weights) {
    if (tensor.name.find("running_") == std::string::npos)
      tensor.values = formula::parameter(10 + trained++, tensor.name, tensor.shape);
    else
      tensor.values.assign(tensor.values.size(), tensor.name.ends_with("mean") ? 0.0f : 1.0f);
  }
  trial.net.import_tensors(weights);

  const auto set_images = [&](std::uint32_t stream, float shift) {
    trial.input = formula::values(stream, images * trial.inputs);
    for (float& x : trial.input) x = 4 * x + shift;
  };
  set_images(1, 0);
  const std::vector<float> slope = formula::values(2, images * trial.outputs);
  trial.slope.assign(slope.begin(), slope.end());
  trial.run();
  double worst = 0;
  const auto compare = [&](const std::vector<T>& found, const formula::Summary& expected) {
    const double error = formula::difference(formula::summary(found), expected, found.size());
    if (!(error <= worst)) worst = error;
  };
  const auto gather = [&](const NamedTensor& place, std::span<const T> from) {
    std::vector<T> found;
    for (const float at : place.values) found.push_back(from[static_cast<std::size_t>(at)]);
    return found;
  };
  compare(trial.output, recorded.output);
  compare(trial.input_gradient, recorded.input_gradient);
  if (recorded.parameter_gradients.size() != trained) return 1e9;
  for (std::size_t i = 0; i < trained; ++i)
    compare(gather(places[i], trial.parameter_gradient), recorded.parameter_gradients[i]);

  set_images(3, 3);
  trial.run();
  set_images(5, 5);
  trial.run();
  if (recorded.statistics.size() != places.size() - trained) return 1e9;
  for (std::size_t i = trained; i < places.size(); ++i)
    compare(gather(places[i], trial.net.state()), recorded.statistics[i - trained]);
  return worst;
}

TEST_CASE_TEMPLATE("layers do as PyTorch's", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-10;
  CHECK(difference<T, Input<4, 9, 10>, Conv2D<6, 3, Padding<2>, Dilation<2>, Groups<2>>>(
            recorded::conv_dilated) < tolerance);
  CHECK(difference<T, Input<3, 8, 9>, Conv2D<5, 4, Stride<3>, Padding<1>, NoBias>>(
            recorded::conv_strided) < tolerance);
  CHECK(difference<T, Input<5, 7, 7>, Conv2D<10, 3, Padding<1>, Groups<5>>>(
            recorded::conv_depthwise) < tolerance);
  CHECK(difference<T, Input<7, 1, 1>, Dense<12>>(recorded::dense) < tolerance);
  CHECK(difference<T, Input<3, 4, 5>, BatchNorm>(recorded::batch_norm,
                                                 {.epsilon = 1e-3f, .momentum = 0.3f}) < tolerance);
  CHECK(difference<T, Input<6, 1, 1>, BatchNorm>(recorded::batch_norm_flat) < tolerance);
}

TEST_CASE_TEMPLATE("pools do as PyTorch's", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-10;
  using Image = Input<3, 8, 9>;
  CHECK(difference<T, Image, MaxPool2D<3, Stride<2>, Padding<1>>>(recorded::max_pool) < tolerance);
  CHECK(difference<T, Input<2, 9, 9>, MaxPool2D<2, Stride<1>, Dilation<3>>>(
            recorded::max_pool_dilated) < tolerance);
  CHECK(difference<T, Image, AveragePool2D<3, Stride<2>, Padding<1>>>(recorded::average_pool) <
        tolerance);
  CHECK(difference<T, Input<4, 5, 6>, GlobalAveragePool2D>(recorded::global_average) < tolerance);
  CHECK(difference<T, Input<4, 5, 6>, GlobalMaxPool2D>(recorded::global_max) < tolerance);
}

TEST_CASE_TEMPLATE("activations do as PyTorch's", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-10;
  using Image = Input<2, 5, 5>;
  CHECK(difference<T, Image, ReLU>(recorded::relu) < tolerance);
  CHECK(difference<T, Image, LeakyReLU>(recorded::leaky_relu, {.negative_slope = 0.2f}) <
        tolerance);
  CHECK(difference<T, Image, ELU>(recorded::elu, {.alpha = 0.7f}) < tolerance);
  CHECK(difference<T, Image, GELU>(recorded::gelu) < tolerance);
  CHECK(difference<T, Image, SiLU>(recorded::silu) < tolerance);
  CHECK(difference<T, Image, Sigmoid>(recorded::sigmoid) < tolerance);
  CHECK(difference<T, Image, Tanh>(recorded::tanh) < tolerance);
  CHECK(difference<T, Input<6, 2, 3>, Softmax>(recorded::softmax) < tolerance);
}

}  // namespace
