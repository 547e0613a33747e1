#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <cstring>
#include <span>
#include <thread>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

using LeNet = Network<Input<1, 6, 6>, Conv2D<4, 3, Same>, ReLU, MaxPool2D<2>, Conv2D<6, 2>, Tanh,
                      Dense<9>, ReLU, Dense<4>>;
using WithDropout =
    Network<Input<1, 6, 6>, Conv2D<5, 3>, Dropout, SiLU, Dense<33>, ReLU, Dropout, Dense<4>>;
using WithBatchNorm = Network<
    Input<1, 6, 6>, Conv2D<4, 3, Same, NoBias>, BatchNorm, ReLU,
    Residual<Conv2D<4, 3, Same, NoBias>, BatchNorm, ReLU, Conv2D<4, 3, Same>>, ReLU,
    Residual<Sequence<Conv2D<6, 3, Same, Stride<2>>, BatchNorm>, Sequence<Conv2D<6, 1, Stride<2>>>>,
    GlobalAveragePool2D, Dropout, Dense<4>>;
using WithBranches =
    Network<Input<1, 6, 6>, Conv2D<4, 3, Same>,
            Branches<Concat, Sequence<>, Sequence<BatchNorm, ReLU, Conv2D<3, 3, Same>>>,
            Branches<Multiply, Sequence<>,
                     Sequence<GlobalAveragePool2D, Dense<3>, ReLU, Dense<7>, Sigmoid>>,
            Dropout, Dense<4>>;

template <class Net>
std::vector<float> trained_weights(int threads) {
  Model<Net, CrossEntropy, Adam> model{seed(6), CrossEntropy{}, Adam{.learning_rate = 0.01f}};
  // Batches of 9 packs and a part of one with AVX-512, of 38 with SSE; the last one is smaller.
  const Dataset train = quadrants(400), validation = quadrants(90, 2);
  const History history = model.fit(train, {.epochs = 2,
                                            .batch_size = 150,
                                            .threads = threads,
                                            .validation = validation,
                                            .clip_norm = 0.5});
  REQUIRE(history.status == FitStatus::done);
  return {model.network.state().begin(), model.network.state().end()};
}

TEST_CASE_TEMPLATE("trained weights are the same, byte for byte, for any number of threads", Net,
                   LeNet, WithDropout, WithBatchNorm, WithBranches) {
  const std::vector<float> one = trained_weights<Net>(1);
  for (const int threads : {2, 3, 8}) {
    CAPTURE(threads);
    const std::vector<float> several = trained_weights<Net>(threads);
    REQUIRE(several.size() == one.size());
    CHECK(std::memcmp(several.data(), one.data(), one.size() * sizeof(float)) == 0);
  }
}

TEST_CASE("any number of threads may ask one model at once") {
  Model<WithBatchNorm, CrossEntropy, Adam> trained{seed(6)};
  const Dataset data = quadrants(60);
  trained.fit(data, {.epochs = 1, .threads = 2});
  const auto& model = trained;
  std::vector<Prediction<float, 4>> expected;
  for (std::size_t i = 0; i < data.size(); ++i)
    expected.push_back(model.predict(DataView(data).image(i)));

  std::vector<int> wrong(8);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int round = 0; round < 20; ++round)
        for (std::size_t i = 0; i < data.size(); ++i) {
          const std::size_t image = (i * (t + 1)) % data.size();
          const auto found = model.predict(DataView(data).image(image));
          wrong[t] += found.probabilities != expected[image].probabilities;
        }
    });
  for (std::thread& thread : threads) thread.join();
  for (const int count : wrong) CHECK(count == 0);
}

TEST_CASE("models are trained and asked beside each other") {
  const std::vector<float> alone = trained_weights<LeNet>(1);
  std::vector<std::vector<float>> together(3);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 3; ++t)
    threads.emplace_back([&, t] { together[t] = trained_weights<LeNet>(int(t) + 1); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& weights : together) CHECK(weights == alone);
}

TEST_CASE("evaluate and predict_batch are the same for any number of threads") {
  Model<WithDropout, CrossEntropy, Adam> model{seed(6)};
  const Dataset data = quadrants(211);
  const Evaluation one = model.evaluate(data, {}, 1);
  const std::vector<float> outputs = model.predict_batch(data, 1);
  for (const int threads : {2, 3, 8}) {
    const Evaluation several = model.evaluate(data, {}, threads);
    CHECK(several.loss() == one.loss());
    CHECK(several.correct() == one.correct());
    CHECK(several.calibration_error() == one.calibration_error());
    CHECK(model.predict_batch(data, threads) == outputs);
  }
}

}  // namespace
