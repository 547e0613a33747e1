#include <doctest/doctest.h>

#include <algorithm>
#include <angka/layers/layers.hpp>
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

/// The largest relative difference between what was recorded of a layer and what it does.
class Worst {
 public:
  template <class T>
  void add(const std::vector<T>& found, const formula::Summary& expected) {
    const double error = formula::difference(formula::summary(found), expected, found.size());
    if (!(error <= worst_)) worst_ = error;
  }
  void add(bool holds) {
    if (!holds) worst_ = 1e9;
  }
  operator double() const { return worst_; }

 private:
  double worst_ = 0;
};

/// A layer's parameters and statistics in the order of a file, and where each number of them lies
/// in the network's memory.
template <class T>
class Places {
 public:
  explicit Places(std::vector<NamedTensor> places) : places_(std::move(places)) {
    while (parameters < places_.size() && !is_statistic(places_[parameters])) ++parameters;
  }

  std::size_t size() const { return places_.size(); }

  /// What the recorded layer began with.
  void set(std::span<T> state) const {
    std::uint32_t stream = 10;
    for (const NamedTensor& place : places_) {
      std::vector<float> values(place.values.size(), place.name.ends_with("mean") ? 0.0f : 1.0f);
      if (!is_statistic(place)) values = formula::parameter(stream++, place.name, place.shape);
      for (std::size_t i = 0; i < values.size(); ++i) state[at(place, i)] = values[i];
    }
  }

  std::vector<T> gather(std::size_t tensor, std::span<const T> from) const {
    std::vector<T> found;
    for (std::size_t i = 0; i < places_[tensor].values.size(); ++i)
      found.push_back(from[at(places_[tensor], i)]);
    return found;
  }

  std::size_t parameters = 0;

 private:
  static bool is_statistic(const NamedTensor& tensor) {
    return tensor.name.find("running_") != std::string::npos;
  }
  static std::size_t at(const NamedTensor& place, std::size_t i) {
    return static_cast<std::size_t>(place.values[i]);
  }

  std::vector<NamedTensor> places_;
};

constexpr std::size_t images = 21;

void set_images(std::vector<float>& input, std::size_t inputs, std::uint32_t stream, float shift) {
  input = formula::values(stream, images * inputs);
  for (float& x : input) x = 4 * x + shift;
}

/// The largest relative difference between what was recorded of a layer and what it does from the
/// same images, slopes and parameters.
template <class T, class InputShape, class Spec>
double difference(const recorded::Layer& recorded, const Spec& settings = {}) {
  Trial<T, InputShape, Spec> trial;
  trial.net.template layer<1>() = settings;
  const std::span<T> state = trial.net.state();
  std::iota(state.begin(), state.end(), T(0));
  const Places<T> places(trial.net.export_tensors());
  places.set(state);

  set_images(trial.input, trial.inputs, 1, 0);
  const std::vector<float> slope = formula::values(2, images * trial.outputs);
  trial.slope.assign(slope.begin(), slope.end());
  trial.run();
  Worst worst;
  worst.add(trial.output, recorded.output);
  worst.add(trial.input_gradient, recorded.input_gradient);
  worst.add(recorded.parameter_gradients.size() == places.parameters);
  worst.add(recorded.statistics.size() == places.size() - places.parameters);
  if (worst > 1) return worst;
  for (std::size_t i = 0; i < places.parameters; ++i)
    worst.add(places.gather(i, trial.parameter_gradient), recorded.parameter_gradients[i]);

  for (const std::uint32_t stream : {3u, 5u}) {
    set_images(trial.input, trial.inputs, stream, static_cast<float>(stream));
    trial.run();
  }
  for (std::size_t i = places.parameters; i < places.size(); ++i)
    worst.add(places.gather(i, state), recorded.statistics[i - places.parameters]);
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
  CHECK(difference<T, Input<3, 9, 12>,
                   Conv2D<5, Kernel{2, 5}, Stride<2, 1>, Padding<1, 3>, Dilation<3, 2>>>(
            recorded::conv_rectangular) < tolerance);
  CHECK(difference<T, Input<3, 1, 20>, Conv1D<4, 5, Stride<2>, Padding<3>, Dilation<2>>>(
            recorded::conv_1d) < tolerance);
  CHECK(difference<T, Input<4, 9, 10>, SeparableConv2D<6, Kernel{3, 5}, Same, DepthMultiplier<2>>>(
            recorded::separable) < tolerance);
  CHECK(difference<T, Input<4, 5, 6>,
                   ConvTranspose2D<6, 3, Stride<2>, Padding<1>, OutputPadding<1>, Groups<2>>>(
            recorded::conv_transpose) < tolerance);
  CHECK(difference<T, Input<3, 5, 4>,
                   ConvTranspose2D<5, Kernel{2, 3}, Stride<1, 3>, Dilation<2, 1>, NoBias>>(
            recorded::conv_transpose_dilated) < tolerance);
  CHECK(difference<T, Input<7, 1, 1>, Dense<12>>(recorded::dense) < tolerance);
  CHECK(difference<T, Input<3, 4, 5>, BatchNorm>(recorded::batch_norm,
                                                 {.epsilon = 1e-3f, .momentum = 0.3f}) < tolerance);
  CHECK(difference<T, Input<6, 1, 1>, BatchNorm>(recorded::batch_norm_flat) < tolerance);
  CHECK(difference<T, Input<6, 4, 5>, GroupNorm<3>>(recorded::group_norm, {.epsilon = 1e-3f}) <
        tolerance);
  CHECK(difference<T, Input<3, 4, 5>, InstanceNorm>(recorded::instance_norm) < tolerance);
  CHECK(difference<T, Input<3, 4, 5>, LayerNorm>(recorded::layer_norm) < tolerance);
  CHECK(difference<T, Input<37, 1, 1>, LayerNorm>(recorded::layer_norm_flat, {.epsilon = 1e-3f}) <
        tolerance);
}

TEST_CASE_TEMPLATE("pools do as PyTorch's", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-10;
  using Image = Input<3, 8, 9>;
  CHECK(difference<T, Image, MaxPool2D<3, Stride<2>, Padding<1>>>(recorded::max_pool) < tolerance);
  CHECK(difference<T, Input<2, 9, 9>, MaxPool2D<2, Stride<1>, Dilation<3>>>(
            recorded::max_pool_dilated) < tolerance);
  CHECK(difference<T, Image, AveragePool2D<3, Stride<2>, Padding<1>>>(recorded::average_pool) <
        tolerance);
  CHECK(difference<T, Image, MaxPool2D<Kernel{3, 2}, Stride<1, 2>, Padding<1, 0>>>(
            recorded::max_pool_rectangular) < tolerance);
  CHECK(difference<T, Image, AveragePool2D<Kernel{2, 4}, Stride<2, 3>, Padding<0, 2>>>(
            recorded::average_pool_rectangular) < tolerance);
  CHECK(difference<T, Input<3, 1, 20>, MaxPool1D<3, Stride<2>, Padding<1>>>(recorded::max_pool_1d) <
        tolerance);
  CHECK(difference<T, Input<3, 1, 20>, AveragePool1D<4>>(recorded::average_pool_1d) < tolerance);
  CHECK(difference<T, Input<2, 8, 9>, MaxPool2D<3, Stride<2>, Padding<1>, CeilMode>>(
            recorded::max_pool_ceil) < tolerance);
  CHECK(difference<T, Input<2, 8, 10>, AveragePool2D<3, Stride<2>, Padding<1>, CeilMode>>(
            recorded::average_pool_ceil) < tolerance);
  CHECK(difference<T, Input<2, 7, 8>, AveragePool2D<2, Stride<3>, CeilMode>>(
            recorded::average_pool_ceil_wide) < tolerance);
  CHECK(difference<T, Input<3, 7, 10>, AdaptiveAveragePool2D<3, 4>>(recorded::adaptive_average) <
        tolerance);
  CHECK(difference<T, Input<3, 2, 3>, AdaptiveAveragePool2D<5>>(recorded::adaptive_average_large) <
        tolerance);
  CHECK(difference<T, Input<3, 7, 10>, AdaptiveMaxPool2D<3, 4>>(recorded::adaptive_max) <
        tolerance);
  CHECK(difference<T, Input<3, 2, 3>, AdaptiveMaxPool2D<5>>(recorded::adaptive_max_large) <
        tolerance);
  CHECK(difference<T, Input<4, 5, 6>, GlobalAveragePool2D>(recorded::global_average) < tolerance);
  CHECK(difference<T, Input<4, 5, 6>, GlobalMaxPool2D>(recorded::global_max) < tolerance);
}

TEST_CASE_TEMPLATE("what changes an image's size or channels does as PyTorch's", T, float, double) {
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-10;
  using Image = Input<2, 4, 5>;
  CHECK(difference<T, Image, ZeroPad2D<1, 2, 3, 4>>(recorded::zero_pad) < tolerance);
  CHECK(difference<T, Input<2, 7, 8>, Crop2D<1, 2, 3, 2>>(recorded::crop) < tolerance);
  CHECK(difference<T, Input<6, 2, 3>, Reshape<3, 3, 4>>(recorded::reshape) < tolerance);
  CHECK(difference<T, Input<7, 3, 4>, ChannelSlice<2, 3>>(recorded::channel_slice) < tolerance);
  CHECK(difference<T, Input<3, 3, 4>, ChannelPad<2, 1>>(recorded::channel_pad) < tolerance);
  CHECK(difference<T, Input<6, 3, 4>, ChannelShuffle<3>>(recorded::channel_shuffle) < tolerance);
  CHECK(difference<T, Image, UpSample2D<Kernel{2, 3}>>(recorded::upsample_nearest) < tolerance);
  CHECK(difference<T, Image, UpSample2D<Kernel{3, 2}, Bilinear>>(recorded::upsample_bilinear) <
        tolerance);
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
  CHECK(difference<T, Image, ReLU6>(recorded::relu6) < tolerance);
  CHECK(difference<T, Image, HardSigmoid>(recorded::hard_sigmoid) < tolerance);
  CHECK(difference<T, Image, HardSwish>(recorded::hard_swish) < tolerance);
  CHECK(difference<T, Image, Softplus>(recorded::softplus) < tolerance);
  CHECK(difference<T, Image, Mish>(recorded::mish) < tolerance);
  CHECK(difference<T, Input<3, 5, 5>, PReLU>(recorded::prelu) < tolerance);
  CHECK(difference<T, Input<6, 2, 3>, Softmax>(recorded::softmax) < tolerance);
}

}  // namespace
