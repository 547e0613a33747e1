#include <angka/training/model.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Net = Network<Input<1, 6, 6>, Conv2D<4, 3>, ReLU, Dense<4>>;
using Classifier = Model<Net, CrossEntropy, SGD>;

Classifier make_classifier(std::uint64_t number = 3) {
  Classifier model{seed(number), CrossEntropy{}, SGD{.learning_rate = 0.1f, .momentum = 0.9f}};
  model.network.normalization = {.mean = 0.3f, .standard_deviation = 0.25f};
  return model;
}

template <class M>
std::vector<float> weights(const M& model) {
  return {model.network.state().begin(), model.network.state().end()};
}

TEST_CASE("fit learns, and tells of every step and epoch") {
  const Dataset train = quadrants(230);
  Classifier model = make_classifier();
  std::vector<StepResult> steps;
  std::vector<EpochResult> epochs;
  const History history = model.fit(
      train, {.epochs = 8, .batch_size = 50},
      [&](const StepResult& step) { steps.push_back(step); },
      [&](const EpochResult& epoch) { epochs.push_back(epoch); });
  CHECK(history.status == FitStatus::done);
  CHECK(history.message == "");
  CHECK(bool(history));
  CHECK(history.best_epoch == 0);
  CHECK(history.seconds > 0);
  const Dataset unseen = quadrants(400, 2);
  CHECK(model.evaluate(unseen).accuracy() > 0.9);

  REQUIRE(history.epochs.size() == 8);
  REQUIRE(epochs.size() == 8);
  REQUIRE(steps.size() == 8 * 5);
  CHECK(history.epochs.back().loss < history.epochs.front().loss / 2);
  CHECK(history.epochs.back().train_accuracy > 0.9);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    CHECK(steps[i].step == std::int64_t(i) + 1);
    CHECK(steps[i].steps == 40);
    CHECK(steps[i].epoch == int(i / 5) + 1);
    CHECK(steps[i].images == (i % 5 == 4 ? 30 : 50));  // the last batch is smaller
    CHECK(steps[i].learning_rate == double(0.1f));
    CHECK(steps[i].gradient_norm > 0);
  }
  for (std::size_t e = 0; e < 8; ++e) {
    CHECK(epochs[e].epoch == int(e) + 1);
    CHECK(epochs[e].loss == history.epochs[e].loss);
    CHECK_FALSE(epochs[e].has_validation);
    CHECK(epochs[e].seconds > 0);
    CHECK(epochs[e].images_per_second > 0);
    double loss = 0;
    for (std::size_t i = 5 * e; i < 5 * e + 5; ++i) loss += steps[i].loss * steps[i].images / 230;
    CHECK(epochs[e].loss == doctest::Approx(loss));
  }
}

TEST_CASE("the same seed gives the same weights, another one others") {
  const Dataset train = quadrants(100);
  Classifier a = make_classifier(), b = make_classifier(), other = make_classifier(4);
  for (Classifier* model : {&a, &b, &other}) model->fit(train, {.epochs = 2, .batch_size = 32});
  CHECK(weights(a) == weights(b));
  CHECK(weights(a) != weights(other));
}

TEST_CASE("training goes on where it was left, whatever `fit` it was part of") {
  const Dataset train = quadrants(100);
  Classifier once = make_classifier(), twice = make_classifier();
  once.fit(train, {.epochs = 4, .batch_size = 32});
  twice.fit(train, {.epochs = 1, .batch_size = 32});
  twice.fit(train, {.epochs = 3, .batch_size = 32});
  CHECK(weights(once) == weights(twice));
}

TEST_CASE("a batch larger than the data is all of the data") {
  const Dataset train = quadrants(20);
  Classifier a = make_classifier(), b = make_classifier();
  const History history = a.fit(train, {.epochs = 2, .batch_size = 1000});
  b.fit(train, {.epochs = 2, .batch_size = 20});
  CHECK(history.status == FitStatus::done);
  CHECK(weights(a) == weights(b));
}

/// A layer that writes down which images it sees, in their order.
struct Witness {
  std::vector<std::uint32_t>* seen = nullptr;

  template <Shape In>
  struct Bind : Layer<In> {
    static constexpr bool uses_input = false;
    static constexpr bool uses_output = false;
    template <class T>
    static void forward(const Witness& witness, const Forward<T>& pass) {
      std::copy_n(pass.input, In.size(), pass.output);
      if (pass.training)
        witness.seen->insert(witness.seen->end(), pass.images.sample,
                             pass.images.sample + pass.images.count);
    }
    template <class T>
    static void backward(const Witness&, const Backward<T>&) {}
  };
};

TEST_CASE("each epoch sees each image once, in an order of its own; or in the data's") {
  const Dataset data = quadrants(90);
  std::vector<std::uint32_t> index;
  for (std::uint32_t i = 0; i < 90; i += 2) index.push_back(88 - i);
  const DataView train = data.select(index);
  using Watched = Network<Input<1, 6, 6>, Witness, Dense<4>>;
  std::vector<std::uint32_t> seen;
  Model<Watched, CrossEntropy, SGD> model{seed(1)};
  model.network.layer<Witness>().seen = &seen;
  model.fit(train, {.epochs = 3, .batch_size = 16, .threads = 1});
  REQUIRE(seen.size() == 3 * 45);
  std::set<std::vector<std::uint32_t>> orders;
  for (std::size_t e = 0; e < 3; ++e) {
    std::vector<std::uint32_t> epoch(seen.begin() + std::ptrdiff_t(45 * e),
                                     seen.begin() + std::ptrdiff_t(45 * (e + 1)));
    orders.insert(epoch);
    CHECK(epoch != index);
    std::sort(epoch.rbegin(), epoch.rend());
    CHECK(epoch == index);
  }
  CHECK(orders.size() == 3);

  seen.clear();
  model.fit(train, {.epochs = 1, .batch_size = 16, .threads = 1, .shuffle = false});
  CHECK(seen == index);
}

TEST_CASE("validation is measured after each epoch, and does not change training") {
  const Dataset train = quadrants(150), validation = quadrants(77, 2);
  Classifier model = make_classifier(), without = make_classifier();
  std::vector<double> losses, accuracies;
  const History history =
      model.fit(train, {.epochs = 3, .batch_size = 32, .validation = validation},
                [&](const EpochResult& epoch) {
                  const Evaluation evaluation = model.evaluate(validation);
                  CHECK(epoch.has_validation);
                  CHECK(epoch.validation_loss == doctest::Approx(evaluation.loss()).epsilon(1e-9));
                  CHECK(epoch.validation_accuracy == doctest::Approx(evaluation.accuracy()));
                  losses.push_back(epoch.validation_loss);
                });
  without.fit(train, {.epochs = 3, .batch_size = 32});
  CHECK(weights(model) == weights(without));
  REQUIRE(losses.size() == 3);
  CHECK(history.best_epoch == std::min_element(losses.begin(), losses.end()) - losses.begin() + 1);
}

/// Data on which the loss falls at first and then rises: it has the labels of another set.
struct Misleading {
  Dataset train = quadrants(40), validation = quadrants(60, 2);
  Misleading() {
    for (std::size_t i = 0; i < validation.size(); i += 3)
      validation.labels[i] = (validation.labels[i] + 1) % 4;
  }
};

TEST_CASE("training stops early without progress, and restores the best weights") {
  const Misleading data;
  const FitOptions options{.epochs = 200,
                           .batch_size = 10,
                           .validation = data.validation,
                           .patience = 3,
                           .restore_best = true};
  Classifier stopped = make_classifier();
  const History history = stopped.fit(data.train, options);
  CHECK(history.status == FitStatus::stopped);
  CHECK(bool(history));
  REQUIRE(history.best_epoch > 0);
  CHECK(int(history.epochs.size()) == history.best_epoch + 3);
  const auto best = std::size_t(history.best_epoch - 1);
  for (std::size_t e = 0; e < history.epochs.size(); ++e)
    CHECK(history.epochs[best].validation_loss <= history.epochs[e].validation_loss);

  Classifier until_best = make_classifier(), last = make_classifier();
  until_best.fit(data.train, {.epochs = history.best_epoch, .batch_size = 10});
  CHECK(weights(stopped) == weights(until_best));
  FitOptions keep_last = options;
  keep_last.restore_best = false;
  last.fit(data.train, keep_last);
  CHECK(weights(last) != weights(until_best));
}

TEST_CASE("an observer ends training, after a step or after an epoch; all are told") {
  const Dataset train = quadrants(100);
  Classifier model = make_classifier();
  int others = 0, epochs = 0;
  History history = model.fit(
      train, {.epochs = 5, .batch_size = 20}, [](const StepResult& step) { return step.step != 7; },
      [&](const StepResult&) { ++others; }, [&](const EpochResult&) { ++epochs; });
  CHECK(history.status == FitStatus::interrupted);
  CHECK(bool(history));
  CHECK(others == 7);
  CHECK(epochs == 1);
  CHECK(history.epochs.size() == 1);

  others = 0;
  history = model.fit(
      train, {.epochs = 5, .batch_size = 20},
      [](const EpochResult& epoch) { return epoch.epoch < 2; },
      [&](const EpochResult&) { ++others; });
  CHECK(history.status == FitStatus::interrupted);
  CHECK(history.epochs.size() == 2);
  CHECK(others == 2);
}

TEST_CASE("the learning rate follows its schedule") {
  const Dataset train = quadrants(40);
  Classifier model = make_classifier();
  std::vector<double> rates;
  model.fit(train, {.epochs = 3, .batch_size = 10, .schedule = ExponentialDecay{.gamma = 0.5}},
            [&](const StepResult& step) { rates.push_back(step.learning_rate); });
  REQUIRE(rates.size() == 12);
  CHECK(rates[0] == doctest::Approx(0.1));
  CHECK(rates[3] == doctest::Approx(0.1));
  CHECK(rates[4] == doctest::Approx(0.05));
  CHECK(rates[11] == doctest::Approx(0.025));
}

TEST_CASE("gradients longer than the norm are shortened to it") {
  const Dataset train = quadrants(64);
  for (const double clip : {0.01, 1e6}) {
    Classifier model{seed(3), CrossEntropy{}, SGD{.learning_rate = 1, .momentum = 0}};
    std::vector<float> before = weights(model);
    model.fit(train, {.epochs = 1, .batch_size = 64, .clip_norm = clip},
              [&](const StepResult& step) {
                double squares = 0;
                const std::vector<float> after = weights(model);
                for (std::size_t i = 0; i < after.size(); ++i)
                  squares += std::pow(double(after[i]) - double(before[i]), 2);
                CHECK(step.gradient_norm > 0.01);
                CHECK(std::sqrt(squares) ==
                      doctest::Approx(std::min(step.gradient_norm, clip)).epsilon(1e-4));
              });
  }
}

TEST_CASE("targets of numbers can be learnt") {
  using Regression = Network<Input<2, 1, 1>, Dense<1>>;
  Model<Regression, MeanSquaredError, SGD> model{seed(1), {}, {.learning_rate = 0.1f}};
  std::vector<float> values, targets;
  Random random(seed(2), Purpose::test);
  for (int i = 0; i < 64; ++i) {
    const float x = random.uniform(-1, 1), y = random.uniform(-1, 1);
    values.insert(values.end(), {x, y});
    targets.push_back(2 * x - y + 0.5f);
  }
  const DataView data{.shape = {2, 1, 1},
                      .count = 64,
                      .values = values.data(),
                      .targets = targets.data(),
                      .target_size = 1};
  const History history = model.fit(data, {.epochs = 200, .batch_size = 16, .validation = data});
  CHECK(history.epochs.back().loss < 1e-6);
  CHECK(history.epochs.back().validation_loss < 1e-6);
  CHECK(model.network.parameters()[0] == doctest::Approx(2).epsilon(1e-3));
  CHECK(model.network.parameters()[1] == doctest::Approx(-1).epsilon(1e-3));
  CHECK(model.network.parameters()[2] == doctest::Approx(0.5).epsilon(1e-3));
}

}  // namespace
