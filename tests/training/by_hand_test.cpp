// The engine against examples/by_hand: the same network with plain loops and no library of ours.

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/layers/layers.hpp>
#include <angka/losses/cross_entropy.hpp>
#include <angka/network/network.hpp>
#include <angka/optimizers/sgd.hpp>
#include <angka/training/model.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "../../examples/by_hand/lenet5.hpp"

using namespace angka;

namespace {

using SameNet =
    BasicNetwork<double, Input<1, 28, 28>, Conv2D<6, 5, Same>, ReLU, MaxPool2D<2>, Conv2D<16, 5>,
                 ReLU, MaxPool2D<2>, Dense<120>, ReLU, Dense<84>, ReLU, Dense<10>>;

/// Images of noise, more than a pack of them and none of whole packs.
Dataset noise() {
  Dataset data;
  data.shape = {1, 28, 28};
  Random random(seed(5), Purpose::test);
  for (int i = 0; i < 21; ++i) {
    data.labels.push_back(static_cast<int>(random.below(10)));
    for (int p = 0; p < 784; ++p)
      data.pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
  }
  return data;
}

by_hand::Array image_of(const Dataset& data, std::size_t i) {
  by_hand::Array image(1, 28, 28);
  for (std::size_t p = 0; p < 784; ++p) image.values[p] = data.image(i)[p] / 255.0;
  return image;
}

std::vector<BasicNamedTensor<double>> tensors_of(by_hand::LeNet5& hand, const SameNet& net,
                                                 by_hand::Array by_hand::Parameter::*which) {
  auto tensors = net.export_tensors<double>();
  const auto parameters = hand.parameters();
  REQUIRE(tensors.size() == parameters.size());
  for (std::size_t t = 0; t < tensors.size(); ++t) {
    REQUIRE(tensors[t].values.size() == (parameters[t]->*which).values.size());
    tensors[t].values = (parameters[t]->*which).values;
  }
  return tensors;
}

/// The largest |a - b| / max(1e-3, |a|, |b|).
double difference(const std::vector<BasicNamedTensor<double>>& a,
                  const std::vector<BasicNamedTensor<double>>& b) {
  double largest = 0;
  for (std::size_t t = 0; t < a.size(); ++t)
    for (std::size_t i = 0; i < a[t].values.size(); ++i) {
      const double x = a[t].values[i], y = b[t].values[i];
      largest = std::max(largest, std::abs(x - y) / std::max({1e-3, std::abs(x), std::abs(y)}));
    }
  return largest;
}

TEST_CASE("loss, gradients, training and predictions of LeNet-5 are those made by hand") {
  const Dataset data = noise();
  by_hand::LeNet5 hand;
  hand.draw(3);
  for (by_hand::Parameter* bias : {&hand.conv1.bias, &hand.conv2.bias, &hand.dense1.bias})
    for (std::size_t i = 0; i < bias->value.values.size(); ++i)
      bias->value.values[i] = 0.01 * static_cast<double>(i % 7);

  Model<SameNet, CrossEntropy, SGD> model{
      seed(1), {}, {.learning_rate = 0.0625f, .momentum = 0.5f}};
  SameNet& net = model.network;
  net.import_tensors(tensors_of(hand, net, &by_hand::Parameter::value));
  ThreadPool pool(1);
  TrainingStep<SameNet> step(pool, 21);
  std::vector<std::uint32_t> positions(21);
  std::iota(positions.begin(), positions.end(), 0u);

  const auto add_gradients = [&] {
    double loss = 0;
    for (std::size_t i = 0; i < 21; ++i)
      loss += hand.add_gradient(image_of(data, i), data.labels[i], 1.0 / 21);
    return loss;
  };
  const double loss = add_gradients();
  CHECK(step.run(net, CrossEntropy{}, data, positions, seed(1), 0).loss ==
        doctest::Approx(loss).epsilon(1e-12));
  SameNet gradient;  // laid out as the network is
  std::copy_n(step.gradient().begin(), SameNet::parameter_count, gradient.parameters().begin());
  CHECK(difference(gradient.export_tensors<double>(),
                   tensors_of(hand, net, &by_hand::Parameter::gradient)) < 1e-9);

  // Three steps on all images.
  const History history = model.fit(data, {.epochs = 3, .batch_size = 21, .shuffle = false});
  CHECK(history.epochs[0].loss == doctest::Approx(loss).epsilon(1e-12));
  hand.step(0.0625, 0.5);
  for (int epoch = 1; epoch < 3; ++epoch) {
    CHECK(history.epochs[static_cast<std::size_t>(epoch)].loss ==
          doctest::Approx(add_gradients()).epsilon(1e-9));
    hand.step(0.0625, 0.5);
  }
  CHECK(difference(net.export_tensors<double>(),
                   tensors_of(hand, net, &by_hand::Parameter::value)) < 1e-9);
  const auto prediction = model.predict(data.image(4));
  const by_hand::Array expected = hand.predict(image_of(data, 4));
  for (std::size_t k = 0; k < 10; ++k)
    CHECK(prediction.probabilities[k] == doctest::Approx(expected.values[k]).epsilon(1e-9));
}

}  // namespace
