#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <formula.hpp>
#include <numeric>
#include <span>
#include <vector>

#include <recorded/zoo.hpp>

/// Whether a network has PyTorch's number of parameters, and its output's shape.
template <class Net>
constexpr bool has_shape(const recorded::Zoo& recorded) {
  return Net::parameter_count == recorded.parameters &&
         Net::output == angka::Shape{recorded.channels, recorded.height, recorded.width};
}

/// A network says, alone and in a batch, what PyTorch's does; a training step has its loss and
/// gradient, and lowers the loss.
template <class Net>
void check_zoo(const recorded::Zoo& recorded) {
  using namespace angka;
  constexpr std::size_t images = 16, inputs = std::size_t{Net::input.size()};
  Model<Net, MeanSquaredError, SGD> model;
  Net& net = model.network;
  net.for_each_layer([](auto& layer) {
    if constexpr (requires { layer.rate; }) layer.rate = 0;
  });
  formula::set_parameters(net);

  const std::vector<float> values = formula::values(1000, images * inputs);
  const std::vector<float> targets = formula::values(1001, images * Net::outputs);
  const DataView data{.shape = Net::input,
                      .count = images,
                      .values = values.data(),
                      .targets = targets.data(),
                      .target_size = int{Net::outputs}};
  const std::vector<float> said = model.predict_batch(data);
  CHECK(formula::difference(formula::summary(said), recorded.output, said.size()) < 1e-4);
  const auto alone = model.predict(data.image<float>(3)).values();
  double apart = 0;
  for (std::size_t o = 0; o < Net::outputs; ++o)
    apart = std::max(apart, std::abs(double(alone[o]) - double(said[3 * Net::outputs + o])));
  CHECK(apart < 1e-5);

  std::vector<std::uint32_t> positions(images);
  std::iota(positions.begin(), positions.end(), 0u);
  ThreadPool pool(2);
  TrainingStep<Net> training(pool, images);
  const auto run = [&] {
    return training.run(net, MeanSquaredError{}, data, positions, seed(1), 0);
  };
  const GradientResult before = run();
  CHECK(before.loss == doctest::Approx(recorded.loss).epsilon(1e-4));
  CHECK(before.norm == doctest::Approx(recorded.norm).epsilon(1e-3));
  // So far down the slope that a straight one would lose a fiftieth of the loss.
  const auto rate = static_cast<float>(before.loss / 50 / (before.norm * before.norm));
  for (std::size_t p = 0; p < net.parameters().size(); ++p)
    net.parameters()[p] -= rate * training.gradient()[p];
  CHECK(run().loss == doctest::Approx(before.loss * 0.98).epsilon(0.01));
}
