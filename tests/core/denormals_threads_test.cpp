#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <limits>
#include <training/quadrants.hpp>
#include <vector>

namespace {

using namespace angka;

/// Half of the smallest normal number.
float half_of_smallest() {
  volatile float smallest = std::numeric_limits<float>::min();
  return smallest * 0.5f;
}

TEST_CASE("a guard flushes denormals and puts the thread's setting back") {
  CHECK(half_of_smallest() > 0);
  {
    const FlushDenormals outer;
    {
      const FlushDenormals inner;
      CHECK((half_of_smallest() == 0) == FlushDenormals::works);
    }
    CHECK((half_of_smallest() == 0) == FlushDenormals::works);
  }
  CHECK(half_of_smallest() > 0);
}

TEST_CASE("all jobs of a pool flush denormals, its caller goes on as before") {
  for (const int threads : {1, 3}) {
    ThreadPool pool(threads);
    for (const int jobs : {1, 200}) {
      std::atomic<int> flushed{0};
      pool.run(jobs, [&](int, int) { flushed += half_of_smallest() == 0; });
      CHECK(flushed == (FlushDenormals::works ? jobs : 0));
      CHECK(half_of_smallest() > 0);
    }
  }
}

TEST_CASE("the state of weights without gradient doesn't shrink to denormals") {
  Model<Network<Input<1, 6, 6>, Dense<5>, ReLU, Dense<4>>, CrossEntropy, Adam> model{seed(2)};
  // Two steps with gradients, then the units are dead.
  const Dataset data = quadrants(20);
  model.fit(data, {.epochs = 2});
  for (std::size_t i = 180; i < 185; ++i) model.network.parameters()[i] = -1e3f;
  model.fit(data, {.epochs = 1200});
  int denormal = 0, zero = 0;
  for (const auto& slot : model.training_state().optimizer)
    for (const float value : slot) {
      denormal += value != 0 && std::abs(value) < std::numeric_limits<float>::min();
      zero += value == 0;
    }
  CHECK((denormal == 0) == FlushDenormals::works);
  CHECK(zero > 100);
}

TEST_CASE("a probability too small to be normal is the same alone and in a batch") {
  Model<Network<Input<1, 6, 6>, Dense<4>>, CrossEntropy, Adam> model{seed(2)};
  for (float& weight : model.network.parameters()) weight = 0;
  for (const float gap : {80.f, 87.f, 88.f, 95.f, 103.f}) {
    model.network.parameters()[144] = gap;  // a bias
    const Dataset data = quadrants(1);
    const auto batch = model.predict_batch(data);
    const auto one = model.predict(DataView(data).image(0));
    for (std::size_t o = 0; o < 4; ++o) CHECK(one.probabilities[o] == batch[o]);
  }
}

TEST_CASE("so are outputs, of a network alone too") {
  Model<Network<Input<1, 6, 6>, Dense<4>>, MeanSquaredError, Adam> model{seed(2)};
  for (float& weight : model.network.parameters()) weight *= 1e-38f;
  const Dataset data = quadrants(8);
  const auto batch = model.predict_batch(data);
  decltype(model)::Network::Workspace workspace;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto alone = model.network.predict(data.image(i), workspace);
    for (std::size_t o = 0; o < 4; ++o) CHECK(alone[o] == batch[4 * i + o]);
  }
}

}  // namespace
