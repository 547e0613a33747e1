#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <thread>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

/// Throws when it has been asked for `calls` packs, on whichever thread that is.
struct Throwing : CrossEntropy {
  std::atomic<int>* calls = nullptr;

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    if (calls && calls->fetch_sub(1) <= 0) throw std::runtime_error("loss");
    return CrossEntropy::gradient(output, outputs, truth, scale, to);
  }
};

struct ThrowingPipeline : NoAugmentation {
  std::atomic<int>* calls = nullptr;
  static constexpr bool off() { return false; }
  void apply(const Shape& shape, const std::uint8_t* in, std::uint8_t* out, const ImageKey& key,
             Workspace& workspace) const {
    if (calls->fetch_sub(1) <= 0) throw std::runtime_error("pipeline");
    NoAugmentation::apply(shape, in, out, key, workspace);
  }
};

using TinyNet = Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, ReLU, Dropout, Dense<4>>;
using TinyClassifier = Model<TinyNet, Throwing, Adam>;

template <class Work>
std::string thrown(Work&& work) {
  try {
    work();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("what a loss, a pipeline or an observer throws comes out of the call, at any thread") {
  const Dataset train = quadrants(400);
  const int packs = (400 + Lanes<float>::count - 1) / Lanes<float>::count;
  for (const int threads : {1, 2, 8}) {
    CAPTURE(threads);
    const FitOptions options{.epochs = 2, .batch_size = 150, .threads = threads};
    std::atomic<int> calls{0};
    TinyClassifier model{seed(6)}, whole{seed(6)};
    model.loss.calls = &calls;
    for (const int after : {0, 7, 30}) {
      calls = after;
      CHECK(thrown([&] { model.fit(train, options); }) == "loss");
      calls = after;
      CHECK(thrown([&] { model.evaluate(train, {}, threads); }) == (after < packs ? "loss" : ""));
    }
    model.loss.calls = nullptr;
    calls = 170;
    CHECK(thrown([&] { model.fit(train, options, ThrowingPipeline{{}, &calls}); }) == "pipeline");
    const auto throwing = [](const StepResult& step) {
      if (step.step == 2) throw std::runtime_error("observer");
    };
    model = TinyClassifier{seed(6)};
    CHECK(thrown([&] { model.fit(train, options, throwing); }) == "observer");
    // It has come to the second step, and goes on from there.
    FitOptions resumed = options;
    resumed.resume = true;
    model.fit(train, resumed);
    whole.fit(train, options);
    CHECK(std::equal(model.network.state().begin(), model.network.state().end(),
                     whole.network.state().begin()));
  }
}

TEST_CASE("more threads than have work are not made") {
  const Dataset train = quadrants(40);
  Model<TinyNet, CrossEntropy, Adam> one{seed(6)}, many{seed(6)};
  one.fit(train, {.epochs = 1, .threads = 1});
  many.fit(train, {.epochs = 1, .threads = 200000});
  CHECK(std::equal(one.network.state().begin(), one.network.state().end(),
                   many.network.state().begin()));
  CHECK(many.evaluate(train, {}, 200000).loss() == one.evaluate(train, {}, 1).loss());
  CHECK(many.predict_batch(train, 200000) == one.predict_batch(train, 1));
}

}  // namespace
