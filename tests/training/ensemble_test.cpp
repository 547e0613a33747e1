#include <angka/training/ensemble.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <span>
#include <training/quadrants.hpp>
#include <type_traits>
#include <vector>

namespace {

using namespace angka;

using Wide = Model<Network<Input<1, 6, 6>, Dense<4>>, CrossEntropy, SGD>;
using Deep = Model<Network<Input<1, 6, 6>, Dense<6>, Tanh, Dense<4>>, CrossEntropy, SGD, double>;

std::vector<Wide> three() {
  std::vector<Wide> models;
  for (const std::uint64_t s : {1u, 2u, 3u}) models.emplace_back(seed(s));
  models[1].network.normalization = {.mean = 0.2f, .standard_deviation = 0.1f};
  return models;
}

/// What an image's models say, on average, in double.
template <class... Says>
std::vector<double> naive_mean(const Says&... says) {
  std::vector<double> mean(4);
  const auto add = [&](const auto& of_one) {
    for (std::size_t c = 0; c < 4; ++c)
      mean[c] +=
          static_cast<double>(of_one.probabilities[c]) / static_cast<double>(sizeof...(Says));
  };
  (add(says), ...);
  return mean;
}

template <class T>
void check_mean(const std::vector<T>& all, std::size_t image, const std::vector<double>& expected) {
  for (std::size_t c = 0; c < 4; ++c)
    CHECK(static_cast<double>(all[image * 4 + c]) == doctest::Approx(expected[c]).epsilon(1e-6));
}

TEST_CASE("an ensemble of one type says the mean") {
  const std::vector<Wide> models = three();
  const Ensemble ensemble(models);
  static_assert(std::is_same_v<decltype(ensemble)::Scalar, float>);
  CHECK(ensemble.size() == 3);
  const Dataset data = quadrants(21);
  const DataView view = data;
  const std::vector<float> all = ensemble.predict_batch(view, 2);
  REQUIRE(all.size() == 4 * 21);
  CHECK(all == ensemble.predict_batch(view, 1));
  bool others = false;
  for (std::size_t i = 0; i < data.size(); ++i) {
    check_mean(all, i,
               naive_mean(models[0].predict(view.image(i)), models[1].predict(view.image(i)),
                          models[2].predict(view.image(i))));
    const auto one = ensemble.predict(view.image(i));
    const auto own = std::span<const float>(all).subspan(i * 4, 4);
    CHECK(std::equal(one.probabilities.begin(), one.probabilities.end(), own.begin()));
    CHECK(one.label == std::max_element(own.begin(), own.end()) - own.begin());
    others |= one.label != models[0].predict(view.image(i)).label;
  }
  CHECK(others);  // else nothing was to be seen
}

TEST_CASE("an ensemble may have models of several types, and vectors of them") {
  const std::vector<Wide> models = three();
  const Deep deep(seed(4));
  const Ensemble ensemble(models[0], deep);
  static_assert(std::is_same_v<decltype(ensemble)::Scalar, double>);
  const Ensemble all(deep, models);
  CHECK(all.size() == 4);
  const Dataset data = quadrants(5);
  const DataView view = data;
  const auto two = ensemble.predict_batch(view), four = all.predict_batch(view);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto image = view.image(i);
    check_mean(two, i, naive_mean(models[0].predict(image), deep.predict(image)));
    check_mean(four, i,
               naive_mean(models[0].predict(image), models[1].predict(image),
                          models[2].predict(image), deep.predict(image)));
  }
}

TEST_CASE("an ensemble's evaluation counts what it predicts") {
  std::vector<Wide> models = three();
  const Ensemble ensemble(models);
  const Dataset data = quadrants(30);
  const DataView view = data;
  double loss = 0;
  int correct = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto says = ensemble.predict(view.image(i));
    const int label = view.label(i);
    loss -= std::log(double{says.probabilities[static_cast<std::size_t>(label)]}) / 30;
    correct += says.label == label;
  }
  models[2].classes = {"a", "b", "c", "d"};
  const Evaluation e = ensemble.evaluate(view);
  CHECK(e.total() == 30);
  CHECK(e.correct() == correct);
  CHECK(e.loss() == doctest::Approx(loss).epsilon(1e-6));
  CHECK(e.class_name(3) == "d");
  // Of a single model it is the model's own.
  const Evaluation own = models[0].evaluate(view), alone = Ensemble(models[0]).evaluate(view);
  CHECK(alone.correct() == own.correct());
  CHECK(alone.calibration_error() == own.calibration_error());
  CHECK(alone.loss() == doctest::Approx(own.loss()).epsilon(1e-5));
}

TEST_CASE("models with averaged weights: linear ones say the mean of all logits") {
  std::vector<Wide> models = three();
  CHECK_THROWS_WITH_AS(average_weights(models),
                       "average_weights: the models normalize images otherwise", SettingError);
  CHECK_THROWS_WITH_AS(average_weights(std::vector<Wide>{}), "average_weights: no models",
                       SettingError);
  models[1].network.normalization = models[0].network.normalization;
  const Wide mean = average_weights(models);
  const Dataset data = quadrants(5);
  const DataView view = data;
  for (std::size_t i = 0; i < data.size(); ++i) {
    double logits[4] = {}, sum = 0;  // but for a number that all four share
    for (const Wide& model : models)
      for (std::size_t c = 0; c < 4; ++c)
        logits[c] += std::log(double{model.predict(view.image(i)).probabilities[c]}) / 3;
    for (double& logit : logits) sum += logit = std::exp(logit);
    for (std::size_t c = 0; c < 4; ++c)
      CHECK(double{mean.predict(view.image(i)).probabilities[c]} ==
            doctest::Approx(logits[c] / sum).epsilon(1e-5));
  }
}

TEST_CASE("the values of regressions are averaged, too") {
  using Regressor = Model<Network<Input<1, 6, 6>, Dense<2>>, MeanSquaredError, SGD>;
  const Regressor a(seed(1)), b(seed(2));
  const Ensemble ensemble(a, b);
  Dataset data = quadrants(7);
  data.labels.clear();
  for (int i = 0; i < 14; ++i) data.targets.push_back(static_cast<float>(i % 5));
  const DataView view = data;
  double squares = 0;
  for (std::size_t i = 0; i < 7; ++i)
    for (std::size_t o = 0; o < 2; ++o) {
      const double mean = (static_cast<double>(a.predict(view.image(i)).values()[o]) +
                           static_cast<double>(b.predict(view.image(i)).values()[o])) /
                          2;
      squares += std::pow(mean - static_cast<double>(view.target(i)[o]), 2);
    }
  const Evaluation e = ensemble.evaluate(view);
  REQUIRE(e.regression());
  CHECK(e.loss() == doctest::Approx(squares / 14).epsilon(1e-6));
  CHECK(std::isnan(e.accuracy()));
  data.targets.pop_back();
  data.targets.resize(7);
  CHECK_THROWS_AS(ensemble.evaluate(data), SettingError);
}

TEST_CASE("what makes no ensemble is refused") {
  std::vector<Wide> models = three(), none;
  CHECK_THROWS_AS(Ensemble{none}, SettingError);
  models[0].classes = {"a", "b", "c", "d"};
  models[2].classes = {"d", "c", "b", "a"};
  CHECK_THROWS_AS(Ensemble{models}, SettingError);
  const Ensemble ensemble(models[0], models[1]);
  const std::vector<std::uint8_t> short_by_one(35);
  CHECK_THROWS_AS(ensemble.predict(short_by_one), SettingError);
  CHECK_THROWS_AS(ensemble.predict_batch(DataView{}), SettingError);
  // They must outlive it.
  static_assert(std::is_constructible_v<Ensemble<Wide>, const std::vector<Wide>&>);
  static_assert(!std::is_constructible_v<Ensemble<Wide>, std::vector<Wide>>);
  static_assert(!std::is_constructible_v<Ensemble<Wide>, Wide>);
  const Ensemble copy = ensemble;
  CHECK(copy.size() == 2);
}

}  // namespace
