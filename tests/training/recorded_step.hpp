#pragma once

#include <algorithm>
#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <formula.hpp>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <recorded/training_step.hpp>

/// Writes down the outputs of a network, of which it is the last layer, image by image.
struct Observe {
  std::vector<double>* output = nullptr;

  template <angka::Shape In>
  struct Bind : angka::Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;

    template <class T>
    static void forward(const Observe& observe, const angka::Forward<T>& pass) {
      std::copy_n(pass.input, In.size(), pass.output);
      for (int lane = 0; lane < pass.images.count; ++lane)
        for (std::size_t i = 0; i < std::size_t{In.size()}; ++i)
          (*observe.output)[pass.images.sample[lane] * std::size_t{In.size()} + i] =
              double(pass.input[i][lane]);
    }
    template <class T>
    static void backward(const Observe&, const angka::Backward<T>& pass) {
      std::copy_n(pass.output_gradient, In.size(), pass.input_gradient);
    }
  };
};

/// The largest relative difference between what was recorded of a training step and what the
/// network finds from the same weights and images; 1e9 where a name or shape is another one.
template <class T, class InputShape, class... Layers, class Set>
double step_difference(const recorded::Step& step, const angka::CrossEntropy& loss,
                       Set&& settings) {
  using namespace angka;
  using Net = BasicNetwork<T, InputShape, Layers..., Observe>;
  constexpr std::size_t images = 20, inputs = std::size_t{Net::input.size()}, outputs = 10;
  Net net;
  settings(net);

  // Where each number of a file lies in memory.
  std::iota(net.state().begin(), net.state().end(), T(0));
  const std::vector<NamedTensor> places = net.export_tensors();
  if (places.size() != step.tensors.size()) return 1e9;
  std::vector<NamedTensor> weights = places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const recorded::Tensor& tensor = step.tensors[i];
    if (places[i].name != tensor.name || places[i].shape != tensor.shape) return 1e9;
    if (places[i].name.ends_with("running_mean"))
      weights[i].values.assign(weights[i].values.size(), 0);
    else if (places[i].name.ends_with("running_var"))
      weights[i].values.assign(weights[i].values.size(), 1);
    else
      weights[i].values = formula::parameter(std::uint32_t(i), tensor.name, tensor.shape);
  }
  net.import_tensors(weights);

  const std::vector<float> values = formula::values(1000, images * inputs);
  const std::vector<int> labels = formula::labels(1001, images, outputs);
  const DataView data{
      .shape = Net::input, .count = images, .values = values.data(), .labels = labels.data()};
  std::vector<std::uint32_t> positions(images);
  std::iota(positions.begin(), positions.end(), 0u);
  std::vector<double> output(images * outputs);
  net.template layer<Observe>().output = &output;
  ThreadPool pool(2);
  TrainingStep<Net> training(pool, images);
  const GradientResult result = training.run(net, loss, data, positions, seed(1), 0);

  double worst = std::abs(result.loss - step.loss) / step.loss;
  if (result.correct != step.correct) worst = 1e9;
  const auto compare = [&](const std::vector<double>& found, const formula::Summary& expected) {
    const double error = formula::difference(formula::summary(found), expected, found.size());
    if (!(error <= worst)) worst = error;
  };
  compare(output, step.output);
  double squares = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool statistic = places[i].name.find("running_") != std::string::npos;
    const std::span<const T> from = statistic ? net.state() : training.gradient();
    std::vector<double> found;
    for (const float place : places[i].values) found.push_back(double(from[std::size_t(place)]));
    compare(found, step.tensors[i].summary);
    if (!statistic) squares += step.tensors[i].summary.squares;
  }
  if (!(std::abs(result.norm - std::sqrt(squares)) / std::sqrt(squares) <= worst))
    worst = std::abs(result.norm - std::sqrt(squares)) / std::sqrt(squares);
  return worst;
}
