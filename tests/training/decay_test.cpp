#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/group_norm.hpp>
#include <angka/optimizers/elastic_net.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace angka;

using Biased =
    Network<Input<1, 6, 6>, Conv2D<4, 3>, BatchNorm, PReLU, LayerNorm, Dense<5>, ReLU, Dense<3>>;

/// A model after a training on a few random images, from random parameters.
template <class O>
std::vector<float> trained(const O& optimizer, const FitOptions& options) {
  constexpr std::size_t images = 24;
  Random random(seed(1), Purpose::test);
  std::vector<float> values(images * 36);
  std::vector<int> labels(images);
  for (float& value : values) value = random.uniform(-1, 1);
  for (int& label : labels) label = static_cast<int>(random.below(3));
  const DataView data{
      .shape = Biased::input, .count = images, .values = values.data(), .labels = labels.data()};
  Model<Biased, CrossEntropy, O> model{seed(2), {}, optimizer};
  for (float& parameter : model.network.parameters()) parameter = random.uniform(-1, 1);
  model.fit(data, options);
  std::vector<float> all;
  for (const NamedTensor& tensor : model.network.export_tensors())
    if (tensor.name.find("running") == std::string::npos)
      for (const float value : tensor.values) all.push_back(value);
  return all;
}

/// Whether each of those numbers belongs to a tensor of one axis, or to the LayerNorm.
std::vector<bool> spared_numbers() {
  std::vector<bool> result;
  for (const NamedTensor& tensor : Biased{}.export_tensors())
    if (tensor.name.find("running") == std::string::npos)
      result.insert(result.end(), tensor.values.size(),
                    tensor.shape.size() == 1 || tensor.name.starts_with("3."));
  return result;
}

TEST_CASE_TEMPLATE("decay leaves biases and what normalizes alone, on request", O, AdamW, SGD,
                   RMSprop) {
  const auto with = [](float decay, bool alone) {
    O optimizer;
    optimizer.learning_rate = 0.05f;
    optimizer.weight_decay = decay;
    return trained(optimizer, {.epochs = 1, .batch_size = 24, .decay_weights_alone = alone});
  };
  const std::vector<float> all = with(0.5f, false), none = with(0, false), some = with(0.5f, true);
  const std::vector<bool> spared = spared_numbers();
  REQUIRE(some.size() == spared.size());
  int differ = 0;
  for (std::size_t i = 0; i < some.size(); ++i) {
    CHECK(some[i] == (spared[i] ? none[i] : all[i]));
    differ += spared[i] && all[i] != none[i];
  }
  CHECK(differ > 10);
  CHECK(with(0, true) == none);
}

TEST_CASE("so does a penalty, for any number of threads, with clipped gradients") {
  const auto with = [](float l1, float l2, bool alone, int threads) {
    return trained(ElasticNet<Adam>{Adam{.learning_rate = 0.05f}, l1, l2},
                   {.epochs = 3,
                    .batch_size = 10,
                    .threads = threads,
                    .clip_norm = 0.5,
                    .decay_weights_alone = alone});
  };
  CHECK(with(0.1f, 0.1f, true, 1) == with(0.1f, 0.1f, true, 3));
  CHECK(with(0.1f, 0.1f, true, 1) != with(0.1f, 0.1f, false, 1));
  CHECK(with(0, 0, true, 1) == with(0, 0, false, 1));
}

struct NoDecay {
  float learning_rate = 0.1f;
  static constexpr int slots = 0;
  static constexpr const char* name = "NoDecay";
  void check() const {}
  template <class T>
  void update(std::int64_t, T, std::span<T>, std::span<const T>, std::array<T*, slots>) const {}
};

TEST_CASE("an optimizer without decay can't leave anything alone") {
  CHECK_THROWS_WITH_AS(trained(NoDecay{}, {.epochs = 1, .decay_weights_alone = true}),
                       "fit: decay_weights_alone needs an optimizer with weight_decay",
                       SettingError);
}

}  // namespace
