#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/training/learning_rate_finder.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <formula.hpp>
#include <recorded/learning_rate_finder.hpp>
#include <vector>

namespace {

using namespace angka;

/// Of one weight w, an image of one pixel and the target 0: (w pixel)^2.
using Parabola = Model<Network<Input<1, 1, 1>, Dense<1, NoBias>>, MeanSquaredError, SGD>;

Parabola parabola() {
  Parabola model{seed(1), {}, {.learning_rate = 0.25f}};
  model.network.parameters()[0] = 1;
  return model;
}

FloatDataset pixel(float value) {
  FloatDataset data{.shape = {1, 1, 1}};
  data.pixels = {value};
  data.targets = {0};
  return data;
}

using Small = Model<Network<Input<1, 3, 3>, Dense<6>, Tanh, Dense<4>>, CrossEntropy, Adam, double>;

/// The weights that were recorded from.
Small small() {
  Small model{seed(1)};
  std::vector<NamedTensor> weights = model.network.export_tensors();
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i].values = formula::parameter(std::uint32_t(i), weights[i].name, weights[i].shape);
  model.network.import_tensors(weights);
  return model;
}

/// 24 images of bytes.
Dataset bytes() {
  Dataset data{.shape = {1, 3, 3},
               .pixels = {},
               .labels = formula::labels(1001, 24, 4),
               .classes = {"a", "b", "c", "d"}};
  for (std::size_t i = 0; i < 24 * 9; ++i)
    data.pixels.push_back(static_cast<std::uint8_t>(formula::bits(7, i) >> 24));
  return data;
}

/// A pipeline that turns light and dark round.
struct Negative {
  struct Workspace {
    explicit Workspace(const Shape&) {}
  };
  void check() const {}
  static constexpr bool off() { return false; }
  void apply(const Shape& shape, const std::uint8_t* in, std::uint8_t* out, const ImageKey&,
             Workspace&) const {
    std::transform(in, in + shape.size(), out,
                   [](std::uint8_t p) { return static_cast<std::uint8_t>(255 - p); });
  }
};

bool same(const RangeTest& a, const RangeTest& b) {
  if (a.steps.size() != b.steps.size()) return false;
  for (std::size_t i = 0; i < a.steps.size(); ++i)
    if (a.steps[i].loss != b.steps[i].loss || a.steps[i].smoothed_loss != b.steps[i].smoothed_loss)
      return false;
  return a.suggested == b.suggested && a.diverged_at == b.diverged_at;
}

}  // namespace

TEST_CASE("a parabola's range test is that of its formula, and ends behind 2 / curvature") {
  for (const float x : {1.0f, 2.0f}) {
    const double curvature = 2 * x * x;
    const FloatDataset data = pixel(x);
    const RangeTest test =
        find_learning_rate(parabola(), data, {}, {.lowest = 1e-4, .highest = 4, .smoothing = 0});
    double weight = 1, rate = 1e-4;
    const double growth = std::pow(4 / 1e-4, 1.0 / 99);
    for (const RangeTestStep& step : test.steps) {
      CHECK(step.learning_rate == doctest::Approx(rate).scale(0));
      CHECK(step.loss == doctest::Approx(weight * weight * x * x).epsilon(1e-3).scale(0));
      CHECK(step.smoothed_loss == step.loss);
      weight *= 1 - rate * curvature;
      rate *= growth;
    }
    CHECK(test.steps.size() < 100);
    CHECK(test.diverged_at == test.steps.back().learning_rate);
    CHECK(test.diverged_at > 2 / curvature);
    CHECK(test.diverged_at < 1.6 * 2 / curvature);
    // The loss is about exp(-2 curvature rate / log(growth)).
    CHECK(test.suggested ==
          doctest::Approx(std::log(growth) / 2 / curvature).epsilon(0.12).scale(0));
  }
}

TEST_CASE("a range test is PyTorch's by the same steps") {
  const std::vector<float> values = formula::values(1000, 24 * 9);
  const std::vector<int> labels = formula::labels(1001, 24, 4);
  const DataView data{
      .shape = {1, 3, 3}, .count = 24, .values = values.data(), .labels = labels.data()};
  const RangeTest test = find_learning_rate(
      small(), data, {}, {.lowest = 1e-4, .highest = 100, .steps = 60, .smoothing = 0.8});
  REQUIRE(test.steps.size() == recorded::rates.size());
  for (std::size_t i = 0; i < test.steps.size(); ++i) {
    CHECK(test.steps[i].learning_rate ==
          doctest::Approx(recorded::rates[i]).epsilon(1e-12).scale(0));
    CHECK(test.steps[i].loss == doctest::Approx(recorded::losses[i]).epsilon(1e-8));
    CHECK(test.steps[i].smoothed_loss ==
          doctest::Approx(recorded::smoothed_losses[i]).epsilon(1e-8));
  }
  CHECK(test.suggested == doctest::Approx(recorded::suggested).epsilon(1e-12));
  CHECK(test.diverged_at == test.steps.back().learning_rate);
}

TEST_CASE("a range test leaves the model as it was, whichever threads it has") {
  const Dataset train = bytes();
  const FitOptions epoch{.epochs = 1, .batch_size = 10};
  Small model = small(), other = small();
  model.fit(train, epoch);
  other.fit(train, epoch);
  const LearningRateRange range{.steps = 30};
  FitOptions options{.batch_size = 10, .threads = 1};
  const RangeTest test = find_learning_rate(model, train, options, range);
  CHECK(test.steps.size() == 30);
  options.threads = 2;
  CHECK(same(find_learning_rate(model, train, options, range), test));
  // What is only for a whole training is of no concern.
  const FitOptions whole{.epochs = 1,
                         .batch_size = 10,
                         .validation = train,
                         .schedule = OneCycle{},
                         .ema_decay = 0.9,
                         .patience = 1,
                         .restore_best = true,
                         .resume = true};
  CHECK(same(find_learning_rate(model, train, whole, range), test));
  CHECK(model.optimizer.learning_rate == Adam{}.learning_rate);

  const auto found = model.training_state(), expected = other.training_state();
  CHECK(found.weights == expected.weights);
  CHECK(found.optimizer == expected.optimizer);
  CHECK(found.steps == expected.steps);
  CHECK(found.epochs == expected.epochs);
  model.fit(train, epoch);
  other.fit(train, epoch);
  CHECK(model.training_state().weights == other.training_state().weights);
}

TEST_CASE("a range test sees the images that a pipeline makes, mixed as a training mixes them") {
  const Dataset train = bytes();
  Dataset inverted = train;
  for (std::uint8_t& p : inverted.pixels) p = static_cast<std::uint8_t>(255 - p);
  const LearningRateRange range{.steps = 10};
  const RangeTest test = find_learning_rate(small(), train, {}, range, Negative{});
  CHECK(same(test, find_learning_rate(small(), inverted, {}, range)));
  CHECK(!same(test, find_learning_rate(small(), train, {}, range)));
  if (Lanes<double>::count > 1)
    CHECK(!same(test, find_learning_rate(small(), inverted, {.mixing = {.mixup = 1}}, range)));
}

TEST_CASE("a range test ends before a loss that isn't finite, and suggests none where none falls") {
  const FloatDataset data = pixel(1);
  LearningRateRange range{.lowest = 1e-10, .highest = 1e260, .steps = 10};
  const RangeTest wild = find_learning_rate(parabola(), data, {}, range);
  CHECK(wild.steps.size() == 2);  // the second, of a rate of 1e20, makes the square infinite
  CHECK(wild.diverged_at == doctest::Approx(1e50));
  CHECK(wild.suggested == 0);

  range = {.lowest = 1e-30, .highest = 1e-20};
  const RangeTest still = find_learning_rate(parabola(), data, {}, range);
  CHECK(still.steps.size() == 100);
  CHECK(still.diverged_at == 0);
  CHECK(still.suggested == 0);
}

TEST_CASE("what a range test can't do is said in words") {
  const FloatDataset data = pixel(1), none{.shape = {1, 1, 1}};
  const auto refused = [&](const LearningRateRange& range, const char* message) {
    CHECK_THROWS_WITH_AS(find_learning_rate(parabola(), data, {}, range), message, SettingError);
  };
  refused({.lowest = 0}, "LearningRateRange: lowest must be above 0, not 0");
  refused({.lowest = 1, .highest = 1}, "LearningRateRange: highest must be above lowest, not 1");
  refused({.highest = HUGE_VAL}, "LearningRateRange: highest must be above lowest, not inf");
  refused({.steps = 9}, "LearningRateRange: steps must be 10 or above, not 9");
  refused({.smoothing = 1}, "LearningRateRange: smoothing must be in [0, 1), not 1");
  CHECK_THROWS_WITH_AS(find_learning_rate(parabola(), data, {.batch_size = 0}),
                       "fit: batch_size must be 1 or above, not 0", SettingError);
  CHECK_THROWS_WITH_AS(find_learning_rate(parabola(), none), "training data: no images",
                       SettingError);
}
