#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <angka/data/join_inputs.hpp>
#include <gradients.hpp>
#include <vector>

namespace {

using namespace angka;

using Pair = Inputs<Input<2, 3, 4>, Input<5, 1, 1>>;
using Picture = Sequence<Conv2D<4, 2>, ChannelShuffle<2>, Tanh, Dense<3>>;
using Features = Sequence<Dense<4>, ReLU, Dense<2>>;
template <class T, class... Begin>
using Joined = BasicNetwork<
    T, Pair, Begin...,
    Branches<Concat, Sequence<Pair::Part<0>, Picture>, Sequence<Pair::Part<1>, Features>>>;

static_assert(Pair::shape == Shape{29, 1, 1});
static_assert(Joined<float>::input == Pair::shape && Joined<float>::output == Shape{5, 1, 1});

TEST_CASE("the gradient of a network of several inputs") {
  Joined<double, Shift> net;
  CHECK(gradient_error(net, CrossEntropy{}) < 1e-6);
}

TEST_CASE("each branch reads its own input, as a network of that input alone") {
  const FloatDataset pictures{.shape = {2, 3, 4},
                              .pixels = std::vector<float>(3 * 24, 0.25f),
                              .labels = {2, 0, 1},
                              .targets = {1, 2, 3},
                              .writers = {7, 8, 9}};
  Dataset numbers{.shape = {5, 1, 1}, .pixels = {}};
  for (int i = 0; i < 15; ++i) numbers.pixels.push_back(static_cast<std::uint8_t>(17 * i));
  const std::vector<std::uint32_t> order{2, 0, 1};
  const FloatDataset data = join_inputs({pictures, numbers.select(order)});
  CHECK(data.shape == Pair::shape);
  CHECK(data.labels == pictures.labels);
  CHECK(data.targets == pictures.targets);
  CHECK(data.writers == pictures.writers);
  CHECK(data.image(0)[23] == 0.25f);
  CHECK(data.image(0)[24] == 170.0f / 255);

  Joined<float> net;
  Network<Input<2, 3, 4>, Picture> first;
  Network<Input<5, 1, 1>, Features> second;
  Joined<float>::Workspace workspace;
  decltype(first)::Workspace first_workspace;
  decltype(second)::Workspace second_workspace;
  std::vector<NamedTensor> all = net.export_tensors();
  std::size_t next = 0;
  for (const auto& tensors : {first.export_tensors(), second.export_tensors()})
    for (const NamedTensor& tensor : tensors) {
      REQUIRE(all.at(next).shape == tensor.shape);
      all[next++].values = tensor.values;
    }
  net.import_tensors(all);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto outputs = net.predict(data.image(i), workspace);
    const auto of_picture = first.predict(pictures.image(i), first_workspace);
    const auto of_numbers = second.predict(numbers.image(order[i]), second_workspace);
    for (std::size_t o = 0; o < 3; ++o) CHECK(outputs[o] == of_picture[o]);
    for (std::size_t o = 0; o < 2; ++o)
      CHECK(outputs[3 + o] == doctest::Approx(of_numbers[o]).epsilon(1e-6));
  }
  const std::vector<std::uint32_t> one{0};
  CHECK_THROWS_WITH_AS(join_inputs({pictures, numbers.select(one)}),
                       "join_inputs: 1 examples beside 3", SettingError);
  CHECK_THROWS_AS(join_inputs({}), SettingError);
}

}  // namespace
