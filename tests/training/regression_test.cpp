#include <doctest/doctest.h>

#include <angka/angka.hpp>
#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace angka;

using Line = Model<Network<Input<2, 1, 1>, Dense<2>>, MeanSquaredError, SGD>;

/// Two values of which the targets are sums, a bit off.
FloatDataset sums(int count) {
  FloatDataset data{.shape = {2, 1, 1}};
  Random random(seed(2), Purpose::test);
  for (int i = 0; i < count; ++i) {
    const float x = random.uniform(-1, 1), y = random.uniform(-1, 1);
    data.pixels.insert(data.pixels.end(), {x, y});
    data.targets.insert(data.targets.end(),
                        {2 * x - y + random.uniform(-0.1f, 0.1f), x + y + 0.5f});
  }
  return data;
}

std::string text(const auto& printed) {
  std::ostringstream out;
  out << printed;
  return out.str();
}

TEST_CASE("a regression is measured by its errors, in training too") {
  const FloatDataset data = sums(101);
  Line model{seed(1), {}, {.learning_rate = 0.1f}};
  const History history = model.fit(data, {.epochs = 3, .batch_size = 16, .validation = data});
  CHECK(std::isnan(history.epochs.back().train_accuracy));
  CHECK(std::isnan(history.epochs.back().validation_accuracy));
  CHECK(text(history).find("accuracy") == std::string::npos);

  const std::vector<float> found = model.predict_batch(data);
  const Evaluation evaluation = model.evaluate(data, {"difference", "sum"});
  REQUIRE(evaluation.regression());
  CHECK(evaluation.total() == 101);
  CHECK(evaluation.classes() == 0);
  CHECK(std::isnan(evaluation.accuracy()));
  double all_absolute = 0, all_squared = 0;
  for (std::size_t o = 0; o < 2; ++o) {
    double mean = 0, absolute = 0, squared = 0, deviation = 0;
    for (std::size_t i = o; i < found.size(); i += 2) mean += double(data.targets[i]) / 101;
    for (std::size_t i = o; i < found.size(); i += 2) {
      const double target = double(data.targets[i]), error = double(found[i]) - target;
      absolute += std::abs(error) / 101;
      squared += error * error / 101;
      deviation += (target - mean) * (target - mean) / 101;
    }
    const RegressionScores scores = evaluation.regression()->scores(static_cast<int>(o));
    CHECK(scores.mae == doctest::Approx(absolute));
    CHECK(scores.rmse == doctest::Approx(std::sqrt(squared)));
    CHECK(scores.r2 == doctest::Approx(1 - squared / deviation));
    all_absolute += absolute / 2;
    all_squared += squared / 2;
  }
  CHECK(evaluation.regression()->scores().mae == doctest::Approx(all_absolute));
  CHECK(evaluation.loss() == doctest::Approx(all_squared));
  CHECK(history.epochs.back().validation_loss == doctest::Approx(evaluation.loss()));
  CHECK(model.predict(data.image(100)).values()[1] == found[201]);

  const std::string printed = text(evaluation);
  CHECK(printed.find("MAE") != std::string::npos);
  CHECK(printed.find("difference") != std::string::npos);
  CHECK(printed.find("accuracy") == std::string::npos);
  CHECK(printed.find("precision") == std::string::npos);
  for (const int threads : {1, 2, 3})
    CHECK(text(model.evaluate(data, {"difference", "sum"}, threads)) == printed);
  CHECK(model.evaluate(data, {}, 1).regression()->scores().r2 ==
        model.evaluate(data, {}, 3).regression()->scores().r2);
  CHECK_THROWS_AS(model.evaluate(data, {"one"}), SettingError);
  CHECK_THROWS_AS(Evaluation(2).merge(evaluation), SettingError);
  CHECK_THROWS_AS(Evaluation(evaluation).merge(Evaluation(2)), SettingError);
}

TEST_CASE("labels beside targets are not what a regression is about") {
  FloatDataset data = sums(40);
  data.labels.assign(40, 0);
  data.labels[7] = 1;
  Line model{seed(1), {}, {.learning_rate = 1e-6f}};
  const History history = model.fit(data, {.epochs = 1, .validation = data});
  CHECK_FALSE(history.at_chance);
  CHECK(std::isnan(history.epochs[0].train_accuracy));
  CHECK(std::isnan(history.epochs[0].validation_accuracy));
  CHECK(model.evaluate(data).regression());
}

TEST_CASE("labels are counted where there are no targets") {
  FloatDataset data = sums(40);
  data.targets.clear();
  for (std::size_t i = 0; i < 40; ++i)
    data.labels.push_back(data.pixels[2 * i] < data.pixels[2 * i + 1]);
  Line model{seed(1), {}, {.learning_rate = 0.1f}};
  const History history = model.fit(data, {.epochs = 20, .batch_size = 10});
  CHECK(history.epochs.back().train_accuracy > 0.8);
  const Evaluation evaluation = model.evaluate(data);
  CHECK_FALSE(evaluation.regression());
  CHECK(evaluation.classes() == 2);
  CHECK(evaluation.accuracy() > 0.8);
}

}  // namespace
