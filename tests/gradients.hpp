#pragma once

// Gradients of whole networks, compared with central differences in double.

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/layers/layer.hpp>
#include <angka/network/network.hpp>
#include <angka/training/training_step.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

/// y = x + shift. The gradient by shift is that by input, summed over the images: a network that
/// begins with this layer shows it.
struct Shift {
  template <angka::Shape In>
  struct Bind : angka::Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    static constexpr std::array parameters{
        angka::Parameter{.name = "shift", .shape = {In.size(), 1, 1, 1}}};

    template <class T>
    static void forward(const Shift&, const angka::Forward<T>& pass) {
      for (int i = 0; i < In.size(); ++i)
        pass.output[i] = pass.input[i] + angka::Lanes<T>(pass.parameters[i]);
    }
    template <class T>
    static void backward(const Shift&, const angka::Backward<T>& pass) {
      for (int i = 0; i < In.size(); ++i)
        pass.parameter_gradient[i] += pass.output_gradient[i].sum();
    }
  };
};

/// Random images with labels and targets for a network.
template <class Net>
struct RandomImages {
  std::vector<float> values;
  std::vector<int> labels;
  std::vector<float> targets;

  explicit RandomImages(std::size_t count) {
    angka::Random random(angka::seed(11), angka::Purpose::test);
    const auto classes = static_cast<std::uint32_t>(std::max(2, Net::output.size()));
    values.resize(count * std::size_t{Net::input.size()});
    for (float& value : values) value = random.uniform(-1, 1);
    for (std::size_t i = 0; i < count; ++i) labels.push_back(int(random.below(classes)));
    targets.resize(count * std::size_t{Net::output.size()});
    for (float& target : targets) target = random.uniform();
  }

  angka::DataView view(bool with_targets = false) const {
    angka::DataView data{.shape = Net::input, .count = labels.size(), .values = values.data()};
    if (with_targets) {
      data.targets = targets.data();
      data.target_size = Net::output.size();
    } else {
      data.labels = labels.data();
    }
    return data;
  }
};

/// The numbers of images that fill no, one, or several packs, with and without a rest.
inline std::vector<std::size_t> batch_sizes() {
  constexpr std::size_t lanes = angka::Lanes<double>::count;
  return {1, std::max<std::size_t>(1, lanes - 1), lanes, lanes + 3, 3 * lanes + 1};
}

/// The largest |a - n| / max(1e-3, |a|, |n|) over all parameters, a the gradient of a training step
/// and n by differences. Where that is not small, it is tried again with a smaller step, which
/// steps over fewer kinks.
template <class Net, class Loss>
double gradient_error(Net& net, const Loss& loss, const angka::DataView& data) {
  static_assert(std::is_same_v<typename Net::Scalar, double>);
  angka::ThreadPool pool(1);
  angka::TrainingStep<Net> step(pool, static_cast<int>(data.size()));
  std::vector<std::uint32_t> positions(data.size());
  std::iota(positions.begin(), positions.end(), 0u);
  const auto run = [&] { return step.run(net, loss, data, positions, angka::seed(1), 2).loss; };
  angka::Random random(angka::seed(12), angka::Purpose::test);
  for (double& parameter : net.parameters()) parameter = double(random.uniform(-0.8f, 0.8f));

  run();
  const std::vector<double> gradient(step.gradient().begin(), step.gradient().end());
  double worst = 0;
  for (std::size_t p = 0; p < net.parameters().size(); ++p) {
    const double a = gradient[p], parameter = net.parameters()[p];
    double error = 1;
    for (const double by : {0x1p-15, 0x1p-19}) {
      net.parameters()[p] = parameter + by;
      const double up = run();
      net.parameters()[p] = parameter - by;
      const double n = (up - run()) / (2 * by);
      error = std::min(error, std::abs(a - n) / std::max({1e-3, std::abs(a), std::abs(n)}));
      if (error < 1e-6) break;
    }
    net.parameters()[p] = parameter;
    worst = std::max(worst, error);
  }
  return worst;
}

/// The same, for each of `batch_sizes`.
template <class Net, class Loss>
double gradient_error(Net& net, const Loss& loss, bool with_targets = false) {
  double worst = 0;
  for (const std::size_t images : batch_sizes()) {
    const RandomImages<Net> random(images);
    worst = std::max(worst, gradient_error(net, loss, random.view(with_targets)));
  }
  return worst;
}
