#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cstddef>
#include <memory>
#include <vector>

namespace {

using namespace angka;

// Arrays of so many registers are as large as the stack.
constexpr int many = 131072;
using Wide = Model<Network<Input<1, 1, 1>, Dense<many>>, CrossEntropy, SGD>;

TEST_CASE("memory that grows with the outputs lies on the heap") {
  Wide model{seed(1)};
  const std::vector<float> values{-1, 1, 0.5f};
  const std::vector<int> labels{7, many - 1, 7};
  const DataView data{
      .shape = {1, 1, 1}, .count = 3, .values = values.data(), .labels = labels.data()};
  const History history =
      model.fit(data, {.epochs = 2, .batch_size = 2, .threads = 2, .validation = data});
  CHECK(history.status == FitStatus::done);
  CHECK(history.epochs[1].loss < history.epochs[0].loss);

  std::vector<float> targets(std::size_t{3} * many, 1.0f / many);
  DataView aimed = data;
  aimed.labels = nullptr;
  aimed.targets = targets.data();
  aimed.target_size = many;
  CHECK(model.fit(aimed, {.epochs = 1, .batch_size = 2}).status == FitStatus::done);

  const auto one =
      std::make_unique<Prediction<float, many>>(model.predict(std::span(values).first(1)));
  const std::vector<float> all = model.predict_batch(data);
  double sum = 0;
  for (std::size_t o = 0; o < many; ++o) {
    if (one->probabilities[o] != all[o]) REQUIRE(one->probabilities[o] == all[o]);
    sum += double(all[o]);
  }
  CHECK(sum == doctest::Approx(1).epsilon(1e-3));
}

}  // namespace
