#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Dropping = Model<Network<Input<1, 6, 6>, Conv2D<4, 3>, ReLU, Dropout, Dense<4>>, CrossEntropy,
                       Adam, double>;

Dropping make() { return Dropping{seed(6), {}, Adam{.learning_rate = 0.02f}}; }

std::vector<double> state_of(const Dropping& model) {
  return {model.network.state().begin(), model.network.state().end()};
}

TEST_CASE("several batches make the update that one batch of them all makes") {
  const Dataset train =
      quadrants(50);  // the last update of an epoch is smaller, its last batch too
  std::vector<StepResult> steps;
  const auto trained = [&](int batch, int accumulate, int threads) {
    Dropping model = make();
    model.loss.class_weights = {1, 2, 0.5f, 3};
    steps.clear();
    model.fit(train,
              {.epochs = 3,
               .batch_size = batch,
               .accumulate = accumulate,
               .threads = threads,
               .schedule = {CosineDecay{}, 1},
               .clip_norm = 0.5,
               .ema_decay = 0.9},
              [&](const StepResult& step) { steps.push_back(step); });
    return state_of(model);
  };
  const std::vector<double> expected = trained(24, 1, 1);
  const std::vector<StepResult> whole = steps;
  REQUIRE(whole.size() == 9);
  CHECK(trained(5, 5, 1) == trained(5, 5, 3));
  CHECK(steps.size() == 6);  // of 25 images
  for (const int accumulate : {1, 2, 3}) {
    CAPTURE(accumulate);
    const std::vector<double> found = trained(24 / accumulate, accumulate, 2);
    double worst = 0;
    for (std::size_t i = 0; i < found.size(); ++i)
      worst = std::max(worst, std::abs(found[i] - expected[i]));
    CHECK(worst < 1e-12);
    REQUIRE(steps.size() == 9);
    for (std::size_t i = 0; i < 9; ++i) {
      CHECK(steps[i].images == whole[i].images);
      CHECK(steps[i].loss == doctest::Approx(whole[i].loss).epsilon(1e-12));
      CHECK(steps[i].gradient_norm == doctest::Approx(whole[i].gradient_norm).epsilon(1e-12));
      CHECK(steps[i].learning_rate == whole[i].learning_rate);
    }
  }
  CHECK_THROWS_WITH_AS(trained(8, 0, 1), "fit: accumulate must be 1 or above, not 0", SettingError);
}

TEST_CASE("a training with updates of several batches resumes, and tells of what isn't finite") {
  const Dataset train = quadrants(50);
  FitOptions options{.epochs = 4, .batch_size = 8, .accumulate = 2};
  Dropping whole = make(), first = make();
  whole.fit(train, options);
  first.fit(train, options, [](const StepResult& step) { return step.step < 6; });
  Dropping second = make();
  second.restore(first.training_state());
  options.resume = true;
  second.fit(train, options);
  CHECK(state_of(second) == state_of(whole));

  Dropping broken = make();
  broken.network.parameters()[0] = std::nan("");
  const History history = broken.fit(train, options);
  CHECK(history.status == FitStatus::not_finite);
}

TEST_CASE("on a plateau of the validation loss the learning rate falls, after a resume too") {
  const Dataset train = quadrants(50);
  Dataset validation = quadrants(30, 2);
  for (int& label : validation.labels) label = (label + 1) % 4;  // whose loss rises
  const ReduceOnPlateau plateau{.gamma = 0.5, .patience = 1, .threshold = 0.01};
  FitOptions options{.epochs = 9, .batch_size = 20, .validation = validation, .schedule = plateau};
  Dropping whole = make();
  const History history = whole.fit(train, options);
  std::vector<double> losses;
  for (const EpochResult& epoch : history.epochs) {
    CHECK(epoch.learning_rate ==
          doctest::Approx(double(0.02f) * plateau.factor({.validation_losses = losses})));
    losses.push_back(epoch.validation_loss);
  }
  CHECK(history.epochs.back().learning_rate < 0.01);
  for (const std::int64_t stop : {8, 12}) {
    Dropping first = make(), second = make();
    first.fit(train, options, [&](const StepResult& step) { return step.step < stop; });
    second.restore(first.training_state());
    options.resume = true;
    second.fit(train, options);
    options.resume = false;
    CHECK(state_of(second) == state_of(whole));
  }
  options.validation = {};
  CHECK_THROWS_WITH_AS(make().fit(train, options),
                       "fit: the schedule \"plateau\" needs validation data, whose loss it goes by",
                       SettingError);
}

}  // namespace
