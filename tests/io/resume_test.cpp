#include <angka/angka.hpp>
#include <angka/core/bytes.hpp>
#include <angka/io/checkpoint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files.hpp"
#include "training/quadrants.hpp"

using namespace angka;

namespace {

using Net = Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, ReLU, Dropout, Dense<4>>;
using Classifier = Model<Net, CrossEntropy, Adam>;

Classifier make(std::uint64_t number = 6) {
  return Classifier{seed(number), {}, Adam{.learning_rate = 0.02f}};
}

std::vector<float> weights(const Classifier& model) {
  return {model.network.state().begin(), model.network.state().end()};
}

/// All that training goes on from, but for times.
std::vector<double> state_of(const Classifier& model) {
  const auto state = model.training_state();
  std::vector<double> all{double(state.epochs),
                          double(state.steps),
                          state.best_loss,
                          double(state.history.best_epoch),
                          double(int(state.shown)),
                          double(state.tally.images),
                          double(state.tally.correct),
                          state.tally.loss,
                          state.tally.weight,
                          double(state.averaged_epochs)};
  for (const EpochResult& e : state.history.epochs)
    all.insert(all.end(), {double(e.epoch), e.loss, e.train_accuracy, e.validation_loss,
                           e.validation_accuracy, e.learning_rate});
  for (const auto* values : {&state.weights, &state.best_weights, &state.average_weights})
    all.insert(all.end(), values->begin(), values->end());
  for (const auto& slot : state.optimizer) all.insert(all.end(), slot.begin(), slot.end());
  return all;
}

/// Validation whose loss rises after some epochs, so that the best weights aren't the last.
struct Data {
  Dataset train = quadrants(50), validation = quadrants(30, 2);
  Data() {
    for (std::size_t i = 0; i < validation.size(); ++i)
      if (i % 4 > 0) validation.labels[i] = (validation.labels[i] + 1) % 4;
  }
  FitOptions options(int epochs) const {
    return {.epochs = epochs,
            .batch_size = 20,
            .validation = validation,
            .schedule = ExponentialDecay{.gamma = 0.9},
            .restore_best = true};
  }
  FitOptions resumed(int epochs) const {
    FitOptions result = options(epochs);
    result.resume = true;
    return result;
  }
};

TEST_CASE("training goes on from any step as if it had never stopped") {
  const TemporaryFolder folder;
  const Data data;
  Classifier whole = make();
  const History expected = whole.fit(data.train, data.options(6));
  REQUIRE(expected.best_epoch < 6);
  for (std::int64_t stop = 1; stop <= 18; ++stop) {
    CAPTURE(stop);
    Classifier first = make(), second = make(7);
    first.fit(data.train, data.options(6), [&](const StepResult& step) {
      if (step.step == stop) save_checkpoint(folder / "c", first);
      return step.step < stop;
    });
    load_checkpoint(folder / "c", second);
    std::vector<std::int64_t> steps;
    second.fit(data.train, data.resumed(6),
               [&](const StepResult& step) { steps.push_back(step.step); });
    CHECK(state_of(second) == state_of(whole));
    CHECK(weights(second) == weights(whole));
    CHECK(std::int64_t(steps.size()) == 18 - stop);
    if (!steps.empty()) CHECK(steps.front() == stop + 1);
    first.fit(data.train, data.resumed(6));
    CHECK(state_of(first) == state_of(whole));
    CHECK(weights(first) == weights(whole));
  }
}

TEST_CASE("after fit, too: the best weights are shown, training goes on from the last") {
  const TemporaryFolder folder;
  const Data data;
  Classifier whole = make(), last = make();
  const History expected = whole.fit(data.train, data.options(9));
  for (const int epochs : {1, 5, 8}) {
    CAPTURE(epochs);
    Classifier first = make(), second = make(7);
    first.fit(data.train, data.options(epochs));
    save_checkpoint(folder / "c", first);
    load_checkpoint(folder / "c", second);
    CHECK(weights(second) == weights(first));
    CHECK(state_of(second) == state_of(first));
    Classifier copy = first;
    for (Classifier* model : {&first, &second, &copy}) {
      model->fit(data.train, data.resumed(9));
      CHECK(state_of(*model) == state_of(whole));
      CHECK(weights(*model) == weights(whole));
    }
  }
  FitOptions keep_last = data.options(9);
  keep_last.restore_best = false;
  last.fit(data.train, keep_last);
  CHECK(weights(last) != weights(whole));
  CHECK(last.training_state().weights == whole.training_state().weights);
  // Who asks for the best weights only afterwards gets them.
  last.fit(data.train, data.resumed(9));
  CHECK(weights(last) == weights(whole));
}

TEST_CASE("weights that the user puts in between two trainings are those that are trained") {
  const Data data;
  for (const bool resume : {false, true}) {
    Classifier model = make();
    model.fit(data.train, data.options(8));
    REQUIRE(model.training_state().shown == ShownWeights::best);
    for (float& weight : model.network.state()) weight *= 0.5f;
    const std::vector<float> own = weights(model);
    CHECK(model.training_state().weights == own);
    FitOptions options = data.options(9);
    options.resume = resume;
    options.restore_best = false;
    Classifier same = make();
    auto state = model.training_state();
    CHECK(state.shown == ShownWeights::trained);
    same.restore(state);
    CHECK(weights(same) == own);
    model.fit(data.train, options);
    same.fit(data.train, options);
    CHECK(weights(model) == weights(same));
  }
}

TEST_CASE("a new training forgets the best weights of the one before") {
  const Data data;
  Classifier model = make();
  model.fit(data.train, data.options(4));
  model.fit(data.train, {.epochs = 1, .batch_size = 20});
  CHECK(model.training_state().best_weights.empty());
  CHECK(model.training_state().shown == ShownWeights::trained);
}

TEST_CASE("checkpoints of earlier versions go on as they did") {
  const TemporaryFolder folder;
  const Data data;
  Classifier whole = make(), first = make(), second = make(7);
  whole.fit(data.train, data.options(6));
  auto state = first.training_state();
  first.fit(data.train, data.options(6), [&](const EpochResult& epoch) {
    if (epoch.epoch == 3) state = first.training_state();
    return epoch.epoch < 3;
  });
  // The fourth version knows of no frozen layers, here none. The third has no average of epochs,
  // here none of three, after what the second ends without, an average of weights, here none, and
  // the first: six numbers, and settings, here none.
  state.settings.reset();
  const auto encoded = detail::checkpoint::encode(state, "test");
  for (const auto& version :
       {std::pair{'1', std::size_t{14 * 8}}, {'2', 7 * 8}, {'3', 6 * 8}, {'4', 2 * 8}}) {
    CAPTURE(version.first);
    std::string bytes(encoded.begin(), encoded.end());
    bytes[17] = version.first;
    bytes.resize(bytes.size() - version.second - 4);
    const std::uint32_t sum =
        detail::crc32(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(sum >> 8 * i);
    put(folder / "old", bytes);
    load_checkpoint(folder / "old", second, "test");
    second.fit(data.train, data.resumed(6));
    CHECK(state_of(second) == state_of(whole));
    CHECK(weights(second) == weights(whole));
  }
}

TEST_CASE("an average of the weights is measured and left, training goes on from the weights") {
  const TemporaryFolder folder;
  const Data data;
  const auto options = [&](int epochs, bool resume) {
    FitOptions result = data.options(epochs);
    result.ema_decay = 0.8;
    result.restore_best = false;
    result.resume = resume;
    return result;
  };
  Classifier plain = make(), whole = make();
  FitOptions without = options(6, false);
  without.ema_decay = 0;
  const std::vector<float> start = weights(plain);
  std::vector<double> average(start.begin(), start.end());
  std::vector<double> losses;
  plain.fit(
      data.train, without,
      [&](const StepResult& step) {
        const double kept = std::min(0.8, (1.0 + double(step.step)) / (10.0 + double(step.step)));
        for (std::size_t i = 0; i < average.size(); ++i)
          average[i] = kept * average[i] + (1 - kept) * double(plain.network.state()[i]);
      },
      [&](const EpochResult&) {
        Classifier measured = plain;
        std::copy(average.begin(), average.end(), measured.network.state().begin());
        losses.push_back(measured.evaluate(data.validation).loss());
      });
  const History history = whole.fit(data.train, options(6, false));
  for (std::size_t i = 0; i < average.size(); ++i)
    CHECK(double(weights(whole)[i]) == doctest::Approx(average[i]).epsilon(1e-4).scale(0.1));
  for (std::size_t e = 0; e < losses.size(); ++e)
    CHECK(history.epochs[e].validation_loss == doctest::Approx(losses[e]).epsilon(1e-3));
  CHECK(whole.training_state().weights == weights(plain));
  CHECK(whole.training_state().shown == ShownWeights::average);

  for (const std::int64_t stop : {1, 8, 9, 17}) {
    CAPTURE(stop);
    Classifier first = make(), second = make(7);
    first.fit(data.train, options(6, false), [&](const StepResult& step) {
      if (step.step == stop) save_checkpoint(folder / "c", first);
      return step.step < stop;
    });
    load_checkpoint(folder / "c", second);
    for (Classifier* model : {&first, &second}) {
      model->fit(data.train, options(6, true));
      CHECK(state_of(*model) == state_of(whole));
      CHECK(weights(*model) == weights(whole));
    }
  }
  for (const std::int64_t stop : {1, 8, 9, 10, 15, 17, 18}) {
    CAPTURE(stop);
    const auto over_epochs = [&](bool resume) {
      FitOptions result = options(6, resume);
      result.ema_decay = 0;
      result.swa_from = 3;
      return result;
    };
    Classifier all = make(), first = make(), second = make(7);
    all.fit(data.train, over_epochs(false));
    first.fit(data.train, over_epochs(false), [&](const StepResult& step) {
      if (step.step == stop) save_checkpoint(folder / "c", first);
      return step.step < stop;
    });
    load_checkpoint(folder / "c", second);
    for (Classifier* model : {&first, &second}) {
      model->fit(data.train, over_epochs(true));
      CHECK(state_of(*model) == state_of(all));
      CHECK(weights(*model) == weights(all));
      CHECK(model->training_state().averaged_epochs == 4);
    }
  }
  // The best average is kept, as the best weights are.
  Classifier best = make();
  FitOptions restored = options(6, false);
  restored.restore_best = true;
  const History judged = best.fit(data.train, restored);
  CHECK(best.evaluate(data.validation).loss() ==
        doctest::Approx(
            judged.epochs[static_cast<std::size_t>(judged.best_epoch) - 1].validation_loss));
  CHECK_THROWS_AS(best.fit(data.train, {.ema_decay = 1}), SettingError);
}

}  // namespace
