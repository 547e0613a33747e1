#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <angka/data/normalization.hpp>
#include <angka/network/static_network.hpp>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <training/quadrants.hpp>
#include <utility>
#include <vector>

namespace {

using namespace angka;

template <class T>
using Predictor =
    Model<Network<Input<1, 6, 6>, Conv2D<5, 3, Same, NoBias>, BatchNorm, ReLU, MaxPool2D<2>,
                  Residual<Conv2D<5, 3, Same>, Sigmoid>, Dropout, Dense<7>, GELU, Dense<4>>,
          CrossEntropy, Adam, T>;

template <class T>
Predictor<T> trained() {
  Predictor<T> model{seed(5), CrossEntropy{}, Adam{.learning_rate = 0.01f}};
  model.network.normalization = {.mean = 0.3f, .standard_deviation = 0.25f};
  const Dataset data = quadrants(64);
  model.fit(data, {.epochs = 2, .batch_size = 16});
  return model;
}

TEST_CASE_TEMPLATE("one image at a time and all at once are the same, bit by bit", T, float,
                   double) {
  const Predictor<T> model = trained<T>();
  const Dataset all = quadrants(2 * Lanes<T>::count + 3, 2);
  for (std::size_t count = 1; count <= all.size(); ++count) {
    CAPTURE(count);
    DataView data = all;
    data.count = count;
    const std::vector<T> batch = model.predict_batch(data, 1 + int(count % 3));
    REQUIRE(batch.size() == 4 * count);
    const auto last = std::span<const T>(batch).last(4);
    const auto single = model.predict(data.image(count - 1));
    CHECK(std::equal(last.begin(), last.end(), single.probabilities.begin()));
    CHECK(single.label == std::max_element(last.begin(), last.end()) - last.begin());
    double sum = 0;
    for (const T p : last) sum += double(p);
    CHECK(sum == doctest::Approx(1));
  }
}

TEST_CASE_TEMPLATE("evaluate counts what predict says", T, float, double) {
  const Predictor<T> model = trained<T>();
  const Dataset data = quadrants(101, 2);
  Evaluation expected(4);
  double loss = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto prediction = model.predict(DataView(data).image(i));
    expected.add(data.labels[i], prediction.probabilities);
    loss -= std::log(double(prediction.probabilities[std::size_t(data.labels[i])])) /
            double(data.size());
  }
  for (const int threads : {1, 2, 3}) {
    const Evaluation found = model.evaluate(data, {}, threads);
    CHECK(found.total() == 101);
    CHECK(found.correct() == expected.correct());
    CHECK(found.loss() == doctest::Approx(loss).epsilon(1e-5));
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < 4; ++b) CHECK(found.confusion(a, b) == expected.confusion(a, b));
  }
}

TEST_CASE_TEMPLATE("numbers are normalized as bytes are; images may be named by index", T, float,
                   double) {
  const Predictor<T> model = trained<T>();
  const Dataset data = quadrants(20, 2);
  std::vector<float> values;
  for (const std::uint8_t byte : data.pixels) values.push_back(static_cast<float>(byte / 255.0));
  const DataView numbers{
      .shape = data.shape, .count = 20, .values = values.data(), .labels = data.labels.data()};
  const std::vector<T> a = model.predict_batch(data), b = model.predict_batch(numbers);
  for (std::size_t i = 0; i < a.size(); ++i)
    CHECK(double(a[i]) == doctest::Approx(double(b[i])).epsilon(1e-4));
  const auto single = model.predict(std::span<const float>(values).subspan(36 * 3, 36));
  for (std::size_t o = 0; o < 4; ++o) CHECK(single.probabilities[o] == b[12 + o]);

  const std::vector<std::uint32_t> index{19, 3, 3, 0};
  const std::vector<T> some = model.predict_batch(data.select(index));
  REQUIRE(some.size() == 16);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t o = 0; o < 4; ++o) CHECK(some[4 * i + o] == a[4 * index[i] + o]);
}

TEST_CASE("each channel of a color image is normalized by its own numbers, alone and in a batch") {
  using Color = Model<Network<Input<3, 5, 5>, Conv2D<4, 3>, ReLU, Dense<2>>, CrossEntropy, SGD>;
  Dataset data{.shape = {3, 5, 5}, .pixels = {}, .labels = {}, .classes = {}};
  Random random(seed(2), Purpose::test);
  for (int i = 0; i < 40; ++i) {
    data.labels.push_back(i % 2);
    for (std::uint32_t p = 0; p < 75; ++p)
      data.pixels.push_back(static_cast<std::uint8_t>(random.below(100) + p / 25 * 70));
  }
  const Normalization normalization = measure(data);
  Color model{seed(1)}, plain{seed(1)};
  model.network.normalization = normalization;
  const std::vector<float> batch = model.predict_batch(data);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto single = model.predict(DataView(data).image(i));
    for (std::size_t o = 0; o < 2; ++o) CHECK(single.probabilities[o] == batch[2 * i + o]);
  }
  // The same training on numbers, and on numbers that were normalized by plain loops.
  FloatDataset numbers{.shape = data.shape, .labels = data.labels}, normalized = numbers;
  for (std::size_t p = 0; p < data.pixels.size(); ++p) {
    const int channel = static_cast<int>(p / 25 % 3);
    numbers.pixels.push_back(static_cast<float>(data.pixels[p]) / 255);
    normalized.pixels.push_back((numbers.pixels[p] - normalization.mean[channel]) /
                                normalization.standard_deviation[channel]);
  }
  Color of_numbers{seed(1)};
  of_numbers.network.normalization = measure(numbers);
  const auto check_alike = [&](const Color& other, const FloatDataset& its) {
    const std::vector<float> a = model.predict_batch(data), b = other.predict_batch(its);
    for (std::size_t i = 0; i < a.size(); ++i)
      CHECK(double(a[i]) == doctest::Approx(double(b[i])).epsilon(1e-4));
    for (std::size_t i = 0; i < its.size(); ++i) {
      const auto single = other.predict(its.image(i));
      for (std::size_t o = 0; o < 2; ++o) CHECK(single.probabilities[o] == b[2 * i + o]);
    }
    CHECK(other.evaluate(its).loss() == doctest::Approx(model.evaluate(data).loss()).epsilon(1e-4));
  };
  for (int epochs = 0; epochs < 2; ++epochs) {
    check_alike(of_numbers, numbers);
    check_alike(plain, normalized);
    const double loss = model.fit(data, {.epochs = 1, .batch_size = 8}).epochs.back().loss;
    for (const auto& [other, its] :
         {std::pair(&of_numbers, &numbers), std::pair(&plain, &normalized)})
      CHECK(other->fit(*its, {.epochs = 1, .batch_size = 8}).epochs.back().loss ==
            doctest::Approx(loss).epsilon(1e-4));
  }

  model.network.normalization.mean = {0.5f, 0.5f};
  CHECK_THROWS_AS(model.fit(data, {.epochs = 1}), SettingError);
  CHECK_THROWS_AS(model.evaluate(data), SettingError);
  CHECK_THROWS_AS(model.predict_batch(data), SettingError);
  CHECK_THROWS_AS(model.predict(DataView(data).image(0)), SettingError);
}

TEST_CASE("images need no labels to be predicted") {
  const Predictor<float> model = trained<float>();
  const Dataset data = quadrants(20, 2);
  DataView unlabelled = data;
  unlabelled.labels = nullptr;
  CHECK(model.predict_batch(unlabelled) == model.predict_batch(data));
}

TEST_CASE("a single output is the probability of label 1") {
  Model<Network<Input<1, 6, 6>, Dense<1>>, BinaryCrossEntropy, Adam> model{
      seed(1), {}, {.learning_rate = 0.05f}};
  Dataset data = quadrants(200);
  for (int& label : data.labels) label = label >= 2;
  model.fit(data, {.epochs = 30, .batch_size = 20});
  const Evaluation evaluation = model.evaluate(data);
  CHECK(evaluation.classes() == 2);
  CHECK(evaluation.accuracy() > 0.95);
  int correct = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto prediction = model.predict(DataView(data).image(i));
    CHECK(prediction.label == (prediction.probabilities[0] > 0.5f));
    correct += prediction.label == data.labels[i];
  }
  CHECK(correct == evaluation.correct());
}

TEST_CASE("an image of another size is refused") {
  using Net = Network<Input<2, 3, 4>, Dense<2>>;
  using Fixed = StaticNetwork<Net>;
  static constexpr float weights[Fixed::trained_size]{}, state[Fixed::state_size]{};
  const Fixed fixed(weights, state);
  Fixed::Workspace fixed_workspace;
  const Model<Net, CrossEntropy, Adam> model{seed(1)};
  Net::Workspace workspace;
  const std::vector<std::uint8_t> bytes(100);
  const std::vector<float> values(100);
  for (const std::size_t size : {0u, 1u, 12u, 23u, 24u, 25u, 48u}) {
    CAPTURE(size);
    const auto image = std::span(bytes).first(size);
    const auto numbers = std::span(values).first(size);
    if (size == 24) {
      model.predict(image), model.predict(numbers);
      fixed.predict(image, fixed_workspace);
      continue;
    }
    const std::string says =
        "predict: an image of " + std::to_string(size) + " values, the network takes 2 x 3 x 4";
    CHECK_THROWS_WITH_AS(model.predict(image), says.c_str(), SettingError);
    CHECK_THROWS_WITH_AS(model.predict(numbers), says.c_str(), SettingError);
    CHECK_THROWS_WITH_AS(model.network.predict(image, workspace), says.c_str(), SettingError);
    CHECK_THROWS_WITH_AS(model.network.predict(numbers, workspace), says.c_str(), SettingError);
    CHECK_THROWS_AS(fixed.predict(image, fixed_workspace), SettingError);
  }
  CHECK_THROWS_AS(model.predict(std::span<const std::uint8_t>()), SettingError);
}

TEST_CASE("two models of one type, and copies, keep apart") {
  const Predictor<float> a = trained<float>();
  Predictor<float> b = a;
  const Dataset data = quadrants(5, 2);
  const auto before = a.predict(DataView(data).image(0));
  CHECK(before.probabilities == b.predict(DataView(data).image(0)).probabilities);
  const Dataset more = quadrants(64);
  b.fit(more, {.epochs = 1});
  CHECK(before.probabilities == a.predict(DataView(data).image(0)).probabilities);
  CHECK(before.probabilities != b.predict(DataView(data).image(0)).probabilities);
}

}  // namespace
