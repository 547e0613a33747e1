#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace angka;

/// Images of numbers in two classes, of which those from number `first_bad` on hold `bad`.
struct Numbers {
  static constexpr std::size_t count = 40, pixels = 16;
  std::vector<float> values = std::vector<float>(count * pixels);
  std::vector<int> labels{};

  explicit Numbers(std::size_t first_bad, float bad) {
    Random random(seed(1), Purpose::test);
    for (std::size_t i = 0; i < count; ++i) {
      labels.push_back(static_cast<int>(i % 2));
      for (std::size_t p = 0; p < pixels; ++p)
        values[i * pixels + p] = random.uniform() + static_cast<float>(i % 2);
      if (i >= first_bad) values[i * pixels + 5] = bad;
    }
  }
  DataView view() const {
    return {.shape = {1, 4, 4}, .count = count, .values = values.data(), .labels = labels.data()};
  }
};

template <class M>
std::vector<float> weights(const M& model) {
  return {model.network.state().begin(), model.network.state().end()};
}

/// Trains on batches of 10 in order, so that images 20 to 29 are in step 3 of each epoch; after it
/// stopped, the weights must be those of the step before.
template <class... Layers>
std::string message(const DataView& data, float learning_rate = 0.01f) {
  Model<Network<Input<1, 4, 4>, Layers...>, CrossEntropy, SGD> model{
      seed(2), CrossEntropy{}, SGD{.learning_rate = learning_rate}};
  std::vector<float> good = weights(model);
  const History history =
      model.fit(data, {.epochs = 3, .batch_size = 10, .threads = 2, .shuffle = false},
                [&](const StepResult&) { good = weights(model); });
  CHECK(history.status == FitStatus::not_finite);
  CHECK_FALSE(bool(history));
  CHECK(weights(model) == good);
  for (const float weight : weights(model)) CHECK(finite(weight));
  return history.message;
}

TEST_CASE("a pixel that is no number stops training at its step, before any harm") {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const Numbers data(25, bad);
    CHECK(message<Conv2D<2, 3>, Tanh, Dense<2>>(data.view()) ==
          "epoch 1, step 3: the gradient of layer 0 is not finite");
    CHECK(message<Flatten, Dense<3>, Residual<Sequence<Dense<3>>, Sequence<>>, Dense<2>>(
              data.view()) == "epoch 1, step 3: the gradient of layer 1 is not finite");
  }
}

TEST_CASE("running statistics are as before the step, too") {
  const Numbers data(15, std::numeric_limits<float>::quiet_NaN());
  const std::string found = message<Conv2D<2, 3>, BatchNorm, ReLU, Dense<2>>(data.view());
  CHECK(found.find("epoch 1, step 2: ") == 0);
}

/// Fails at one of its calls: by an exception, or by a loss that is no number.
struct Failing : CrossEntropy {
  static inline int calls = 0, last = 0;
  static inline bool throws = false;

  template <class T>
  double gradient(const Lanes<T>* output, int outputs, const Truth<T>& truth, T scale,
                  Lanes<T>* to) const {
    const double loss = CrossEntropy::gradient(output, outputs, truth, scale, to);
    if (++calls != last) return loss;
    if (throws) throw calls;
    return std::numeric_limits<double>::quiet_NaN();
  }
};

TEST_CASE("a step that fails changes nothing: training goes on as if it hadn't") {
  using Net = Network<Input<1, 4, 4>, Conv2D<2, 3>, BatchNorm, ReLU, Dense<2>>;
  const Numbers data(40, 0);
  const auto train = [&](int fail, bool throws) {
    Model<Net, Failing, SGD> model{seed(2)};
    FitOptions options{.epochs = 2, .batch_size = 10, .threads = 1};
    Failing::calls = 0;
    Failing::last = fail;
    Failing::throws = throws;
    bool done = false;
    try {
      done = bool(model.fit(data.view(), options));
    } catch (int) {
    }
    CHECK(done == (fail == 0));
    Failing::last = 0;
    options.resume = true;
    model.fit(data.view(), options);
    return weights(model);
  };
  const std::vector<float> expected = train(0, false);
  for (const int fail : {1, 3, 6}) {
    CHECK(train(fail, true) == expected);
    CHECK(train(fail, false) == expected);
  }
}

TEST_CASE("training that runs away is stopped") {
  const Numbers data(40, 0);
  const std::string found = message<Dense<8>, Dense<8>, Dense<2>>(data.view(), 1e18f);
  CHECK(found.find("not finite") != std::string::npos);
}

TEST_CASE("numbers too small to be normal are trained on") {
  const Numbers data(0, std::numeric_limits<float>::denorm_min());
  using Net = Network<Input<1, 4, 4>, Conv2D<2, 3>, BatchNorm, ReLU, Dense<2>>;
  Model<Net, CrossEntropy, Adam> model{seed(2)};
  for (float& weight : model.network.parameters()) weight *= 1e-40f;
  const History history = model.fit(data.view(), {.epochs = 2, .batch_size = 10});
  CHECK(history.status == FitStatus::done);
  for (const float weight : weights(model)) CHECK(finite(weight));
}

TEST_CASE("an infinite loss with a gradient that is finite is told as such") {
  using Net = Network<Input<1, 1, 1>, Dense<1, NoBias>>;
  Model<Net, MeanSquaredError, SGD> model{seed(1)};
  model.network.parameters()[0] = 1;
  const float value = 1e-10f, target = 1e25f;
  const DataView data{
      .shape = {1, 1, 1}, .count = 1, .values = &value, .targets = &target, .target_size = 1};
  const History history = model.fit(data, {.epochs = 1});
  CHECK(history.status == FitStatus::not_finite);
  CHECK(history.message == "epoch 1, step 1: the loss is not finite");
  CHECK(model.network.parameters()[0] == 1);
}

TEST_CASE_TEMPLATE("a gradient whose square is beyond its type's range is told as what it is", T,
                   float, double) {
  Model<Network<Input<1, 1, 1>, Dense<1, NoBias>>, MeanSquaredError, SGD, T> model{
      seed(1), {}, SGD{.learning_rate = 0.5f}};
  const float value = 1e10f, target = 0;
  const DataView data{
      .shape = {1, 1, 1}, .count = 1, .values = &value, .targets = &target, .target_size = 1};
  // dl/dw = 2 w x^2 = 2e20, whose square float doesn't hold: it is shortened like any other.
  model.network.parameters()[0] = 1;
  double norm = 0;
  const History history = model.fit(data, {.epochs = 1, .clip_norm = 1},
                                    [&](const StepResult& step) { norm = step.gradient_norm; });
  CHECK(history.status == FitStatus::done);
  CHECK(norm == doctest::Approx(2e20).epsilon(1e-6));
  CHECK(double(model.network.parameters()[0]) == doctest::Approx(0.5).epsilon(1e-6));
  if (sizeof(T) == 4) return;
  // Nor does double that of 2e158, though the loss, 1e276, is finite.
  model.network.parameters()[0] = T(1e128 * 1e10);
  CHECK(model.fit(data, {.epochs = 1, .clip_norm = 1}).message ==
        "epoch 1, step 1: the gradient is so long that the square of its norm is not finite");
}

TEST_CASE("the best weights so far are restored when training breaks") {
  const Numbers good(40, 0), bad(25, std::numeric_limits<float>::quiet_NaN());
  using Net = Network<Input<1, 4, 4>, Dense<2>>;
  Model<Net, CrossEntropy, SGD> model{seed(1)};
  int epoch = 0;
  std::vector<float> best;
  // Weights become infinite in epoch 3.
  const History history =
      model.fit(good.view(), {.epochs = 5, .validation = good.view(), .restore_best = true},
                [&](const EpochResult&) {
                  if (++epoch == 2) best = weights(model);
                  if (epoch == 2)
                    model.network.parameters()[0] = std::numeric_limits<float>::infinity();
                });
  CHECK(history.status == FitStatus::not_finite);
  CHECK(history.best_epoch == 2);
  CHECK(weights(model) == best);
}

}  // namespace
