#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <angka/losses/check_loss.hpp>
#include <angka/losses/heads.hpp>
#include <cmath>
#include <vector>

namespace {

using namespace angka;
using Two = Heads<Head<3, CrossEntropy>, Head<2, MeanSquaredError>>;

Two weighed() {
  Two loss;
  loss.head<0>().loss.label_smoothing = 0.1f;
  loss.head<1>().weight = 0.25f;
  return loss;
}

TEST_CASE("the heads' losses have their gradient, each of its own outputs") {
  CHECK(check_loss(weighed(), 5, TruthKind::targets).message == "");
  CHECK(
      check_loss(Heads<Head<1, BinaryCrossEntropy>, Head<4, CrossEntropy>>{}, 5, TruthKind::targets)
          .message == "");
}

TEST_CASE("the loss is the weighted sum, and each head is reported as its loss has it") {
  using Pack = Lanes<double>;
  const Two loss = weighed();
  std::vector<Pack> output, targets, alone(2), together(5);
  for (const double value : {0.5, -1.0, 2.0, 0.25, 3.0}) output.push_back(Pack(value));
  for (const double value : {0.0, 0.0, 1.0, 1.0, 2.0}) targets.push_back(Pack(value));
  const Truth<double> truth{.targets = targets.data(), .count = 1};
  const Truth<double> second{.targets = targets.data() + 3, .count = 1};
  const double expected =
      loss.head<0>().loss.gradient(output.data(), 3, truth, 1.0, static_cast<Pack*>(nullptr)) +
      0.25 * loss.head<1>().loss.gradient(output.data() + 3, 2, second, 1.0, alone.data());
  CHECK(loss.gradient(output.data(), 5, truth, 1.0, together.data()) == doctest::Approx(expected));
  for (std::size_t o = 0; o < 2; ++o) CHECK(together[3 + o][0] == 0.25 * alone[o][0]);
  loss.activate(output.data(), 5);
  CHECK(output[0][0] + output[1][0] + output[2][0] == doctest::Approx(1));
  CHECK(output[3][0] == 0.25);
  CHECK(output[4][0] == 3.0);
}

TEST_CASE("a network of two heads learns both, and data that doesn't fit is refused") {
  using Net = Network<Input<1, 3, 3>, Conv2D<4, 3>, Tanh,
                      Branches<Concat, Dense<3>, Sequence<Dense<6>, Tanh, Dense<2>>>>;
  FloatDataset data{.shape = {1, 3, 3}};
  Random random(seed(1), Purpose::test);
  for (int i = 0; i < 120; ++i) {
    const int kind = i % 3;
    const float x = random.uniform(), y = random.uniform();
    for (int p = 0; p < 9; ++p) data.pixels.push_back(p == kind ? 1 : p == 4 ? x : p == 8 ? y : 0);
    for (int k = 0; k < 3; ++k) data.targets.push_back(k == kind ? 1 : 0);
    data.targets.insert(data.targets.end(), {x - y, y});
  }
  Model<Net, Two, Adam> model{seed(1), weighed(), {.learning_rate = 0.02f}};
  model.fit(data, {.epochs = 60, .batch_size = 20});
  int right = 0;
  double error = 0;
  for (std::size_t i = 0; i < 120; ++i) {
    const auto says = model.predict(DataView(data).image<float>(i)).values();
    right += says[i % 3] > 0.5f;
    error += std::abs(double(says[4]) - double(data.targets[5 * i + 4])) / 120;
  }
  CHECK(right == 120);
  CHECK(error < 0.1);

  CHECK_THROWS_WITH_AS(weighed().check(6), "Heads: outputs of all heads must be 6, not 5",
                       SettingError);
  Two negative;
  negative.head<0>().weight = -1;
  CHECK_THROWS_WITH_AS(negative.check(5), "Heads: weight must be 0 or above, not -1", SettingError);
  FloatDataset labelled{.shape = {1, 3, 3}, .pixels = std::vector<float>(9), .labels = {1}};
  CHECK_THROWS_WITH_AS(model.fit(labelled),
                       "Heads: wants target values for the outputs of all heads, and no labels",
                       SettingError);
}

}  // namespace
