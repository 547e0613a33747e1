#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/augment/augment.hpp>
#include <angka/training/batch_source.hpp>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using Streamed = Model<Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, ReLU, Dropout, Dense<4>>,
                       CrossEntropy, Adam>;
Streamed make() { return Streamed{seed(6), {}, Adam{.learning_rate = 0.02f}}; }
std::vector<float> state_of(const Streamed& model) {
  return {model.network.state().begin(), model.network.state().end()};
}

/// Hands out a data set, and writes down what it was asked for.
struct Source {
  using Pixel = std::uint8_t;
  const Dataset& data;
  std::vector<std::size_t> asked{};
  std::size_t fails_at = 1000, wrong_label_at = 1000;
  std::thread::id thread{};
  std::atomic<int> inside{0};
  bool alone = true;

  explicit Source(const Dataset& its) : data(its) {}
  Shape shape() const { return data.shape; }
  std::size_t size() const { return data.size(); }
  void read(const SourceBatch<Pixel>& batch) {
    alone = alone && inside++ == 0;
    thread = std::this_thread::get_id();
    asked.push_back(batch.epoch * 1000 + batch.first);
    if (batch.first <= fails_at && fails_at < batch.first + batch.count)
      raise(std::runtime_error("the disk is gone"));
    std::copy_n(data.pixels.begin() + std::ptrdiff_t(batch.first * 36), batch.count * 36,
                batch.pixels.begin());
    std::copy_n(data.labels.begin() + std::ptrdiff_t(batch.first), batch.count,
                batch.labels.begin());
    if (batch.first <= wrong_label_at && wrong_label_at < batch.first + batch.count)
      batch.labels[wrong_label_at - batch.first] = 4;
    --inside;
  }
};

TEST_CASE("a stream trains as its images do in memory, to the bit, with all that fit can do") {
  const Dataset train = quadrants(50), validation = quadrants(30, 2);
  const auto pipeline = augment(Rotate{20}, GaussianNoise{0.1f});
  for (const int threads : {1, 3}) {
    for (const bool more : {false, true}) {
      FitOptions options{.epochs = 3, .batch_size = 20, .threads = threads, .shuffle = false};
      if (more) {
        options.batch_size = 16;
        options.accumulate = 2;
        options.validation = validation;
        options.swa_from = 2;
        options.mixing = {.mixup = 0.4};
      }
      Streamed memory = make(), streamed = make();
      memory.loss.class_weights = streamed.loss.class_weights = {1, 2, 3, 0.5f};
      Source source(train);
      const History expected = memory.fit(train, options, pipeline);
      options.shuffle = true;  // which it can't
      const History found = streamed.fit_stream(source, options, pipeline);
      CHECK(state_of(streamed) == state_of(memory));
      REQUIRE(found.epochs.size() == 3);
      for (std::size_t e = 0; e < 3; ++e) {
        CHECK(found.epochs[e].loss == expected.epochs[e].loss);
        CHECK(found.epochs[e].train_accuracy == expected.epochs[e].train_accuracy);
      }
      CHECK(source.alone);
      CHECK(source.thread != std::this_thread::get_id());
      if (!more)
        CHECK(source.asked ==
              std::vector<std::size_t>{0, 20, 40, 1000, 1020, 1040, 2000, 2020, 2040});
    }
  }
}

TEST_CASE("it stops and resumes anywhere") {
  const Dataset train = quadrants(50);
  FitOptions options{.epochs = 3, .batch_size = 20, .shuffle = false};
  Streamed whole = make();
  whole.fit(train, options);
  for (const std::int64_t stop : {1, 3, 5, 9}) {
    Streamed model = make();
    Source source(train);
    model.fit_stream(source, options, [&](const StepResult& step) { return step.step < stop; });
    options.resume = true;
    Source again(train);
    model.fit_stream(again, options);
    options.resume = false;
    CHECK(state_of(model) == state_of(whole));
    if (stop == 5) CHECK(again.asked == std::vector<std::size_t>{1040, 2000, 2020, 2040});
  }
}

TEST_CASE("what a source throws, and what it can't have meant, comes out of fit_stream") {
  const Dataset train = quadrants(50);
  for (const std::size_t at : {0u, 19u, 20u, 49u}) {
    Source source(train);
    source.fails_at = at;
    Streamed model = make();
    CHECK_THROWS_WITH_AS(model.fit_stream(source, {.epochs = 2, .batch_size = 20}),
                         "the disk is gone", std::runtime_error);
  }
  Source wrong(train);
  wrong.wrong_label_at = 23;
  Streamed model = make();
  CHECK_THROWS_WITH_AS(model.fit_stream(wrong, {.epochs = 2, .batch_size = 20}),
                       "training data: image 3 has label 4, the network has 4 classes",
                       SettingError);
  const Dataset none{.shape = {1, 6, 6}}, other{.shape = {1, 5, 5}, .pixels = {}, .labels = {0}};
  Source empty(none), small(other);
  CHECK_THROWS_WITH_AS(model.fit_stream(empty), "training data: no images", SettingError);
  CHECK_THROWS_AS(model.fit_stream(small), SettingError);
}

/// Stars of one pixel, whose place is the target: made when they are asked for.
struct Stars {
  using Pixel = float;
  Shape shape() const { return {1, 6, 6}; }
  std::size_t size() const { return 40; }
  int target_size() const { return 2; }
  void read(const SourceBatch<float>& batch) const {
    std::fill(batch.pixels.begin(), batch.pixels.end(), 0.0f);
    for (std::size_t i = 0; i < batch.count; ++i) {
      Random random(seed(batch.epoch), Purpose::test, static_cast<std::uint32_t>(batch.first + i));
      const std::size_t y = random.below(6), x = random.below(6);
      batch.pixels[i * 36 + y * 6 + x] = 1;
      batch.targets[2 * i] = float(y);
      batch.targets[2 * i + 1] = float(x);
    }
  }
};

TEST_CASE("a stream of numbers with targets, new ones in each epoch") {
  using Regressor =
      Model<Network<Input<1, 6, 6>, Dense<8>, ReLU, Dense<2>>, MeanSquaredError, Adam>;
  Regressor streamed{seed(1)}, memory{seed(1)};
  Stars stars;
  const FitOptions options{.epochs = 2, .batch_size = 16, .shuffle = false};
  const History history = streamed.fit_stream(stars, options);
  CHECK(history.epochs[1].train_accuracy != history.epochs[1].train_accuracy);  // none
  for (std::uint32_t epoch = 0; epoch < 2; ++epoch) {
    FloatDataset data{.shape = {1, 6, 6},
                      .pixels = std::vector<float>(40 * 36),
                      .targets = std::vector<float>(80)};
    stars.read({.epoch = epoch, .count = 40, .pixels = data.pixels, .targets = data.targets});
    FitOptions one = options;
    one.epochs = 1 + int(epoch);
    one.resume = epoch > 0;
    memory.fit(data, one);
  }
  CHECK(std::equal(streamed.network.state().begin(), streamed.network.state().end(),
                   memory.network.state().begin()));
}

}  // namespace
