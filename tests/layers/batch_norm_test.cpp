#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/batch_norm.hpp>
#include <angka/layers/check_layer.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <trial.hpp>
#include <vector>

namespace {

using namespace angka;

TEST_CASE("batch normalization keeps the contract of a layer") {
  CHECK(check_layer<BatchNorm, Input<3, 2, 2>>({.epsilon = 0.1f}).message == "");
  CHECK(check_layer<BatchNorm, Input<4, 1, 1>>().message == "");
  CHECK(check_layer<BatchNorm, Input<1, 1, 3>>().message == "");
}

constexpr std::size_t channels = 3, area = 4;

/// Mean and sum of squared deviations of each channel, by two passes.
struct Moments {
  double mean[channels]{}, squares[channels]{};
  double count = 0;

  explicit Moments(const std::vector<float>& images) {
    const std::size_t n = images.size() / (channels * area);
    count = double(n * area);
    const auto for_each = [&](auto&& visit) {
      for (std::size_t i = 0; i < images.size(); ++i) visit(i / area % channels, double(images[i]));
    };
    for_each([&](std::size_t c, double x) { mean[c] += x / count; });
    for_each([&](std::size_t c, double x) { squares[c] += (x - mean[c]) * (x - mean[c]); });
  }
};

template <class T>
double worst(const std::vector<T>& found, const std::vector<double>& expected) {
  double result = found.size() == expected.size() ? 0 : 1e9;
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i)
    if (!(std::abs(double(found[i]) - expected[i]) <= result))
      result = std::abs(double(found[i]) - expected[i]);
  return result;
}

TEST_CASE_TEMPLATE("outputs, gradients and running statistics are those of the definition", T,
                   float, double) {
  // 1000: a mean far from 0, of which float keeps only four digits behind the point.
  for (const double offset : {0.0, 1000.0}) {
    const double tolerance =
        sizeof(T) == 8 ? (offset == 0 ? 1e-12 : 1e-10) : (offset == 0 ? 2e-5 : 2e-3);
    Trial<T, Input<3, 2, 2>, BatchNorm> trial;
    BatchNorm& norm = trial.net.template layer<1>();
    norm.momentum = 0.3f;
    norm.epsilon = 1e-3f;
    const std::vector<double> weight{0.5, -2, 1.5}, bias{1, 0, -3};
    for (std::size_t c = 0; c < channels; ++c) {
      trial.net.parameters()[c] = T(weight[c]);
      trial.net.parameters()[channels + c] = T(bias[c]);
    }
    std::vector<double> running_mean(channels, 0), running_var(channels, 1);
    for (std::size_t batch = 0; batch < 3; ++batch) {
      CAPTURE(batch);
      Random random(seed(batch), Purpose::test);
      const std::size_t images = std::size_t{Lanes<T>::count} * batch + 3;
      trial.draw(images, [&] { return random.uniform(-2, 3); });
      for (float& x : trial.input) x += static_cast<float>(offset);
      trial.run();

      const Moments moments(trial.input);
      std::vector<double> output, gradient, input_gradient;
      double sum[channels]{}, product[channels]{};
      const auto normalized = [&](std::size_t i) {
        const std::size_t c = i / area % channels;
        return (double(trial.input[i]) - moments.mean[c]) /
               std::sqrt(moments.squares[c] / moments.count + double(norm.epsilon));
      };
      for (std::size_t i = 0; i < trial.input.size(); ++i) {
        const std::size_t c = i / area % channels;
        output.push_back(weight[c] * normalized(i) + bias[c]);
        sum[c] += double(trial.slope[i]);
        product[c] += double(trial.slope[i]) * normalized(i);
      }
      for (std::size_t i = 0; i < trial.input.size(); ++i) {
        const std::size_t c = i / area % channels;
        input_gradient.push_back(
            weight[c] / std::sqrt(moments.squares[c] / moments.count + double(norm.epsilon)) *
            (double(trial.slope[i]) - sum[c] / moments.count -
             normalized(i) * product[c] / moments.count));
      }
      gradient.assign(product, product + channels);
      gradient.insert(gradient.end(), sum, sum + channels);
      CHECK(worst(trial.output, output) < tolerance);
      CHECK(worst(trial.input_gradient, input_gradient) < tolerance);
      CHECK(worst(trial.parameter_gradient, gradient) < tolerance * moments.count);

      const double m = double(norm.momentum);
      std::vector<double> predicted;
      for (std::size_t c = 0; c < channels; ++c) {
        running_mean[c] += m * (moments.mean[c] - running_mean[c]);
        running_var[c] += m * (moments.squares[c] / (moments.count - 1) - running_var[c]);
      }
      const auto tensors = trial.net.export_tensors();
      REQUIRE(tensors.size() == 4);
      CHECK(tensors[2].name == "1.running_mean");
      CHECK(tensors[3].name == "1.running_var");
      CHECK(worst(tensors[2].values, running_mean) < 1e-6 * (1 + offset));
      CHECK(worst(tensors[3].values, running_var) < std::max(tolerance, 1e-6));
      for (std::size_t i = 0; i < trial.input.size(); ++i) {
        const std::size_t c = i / area % channels;
        predicted.push_back(weight[c] * (double(trial.input[i]) - running_mean[c]) /
                                std::sqrt(running_var[c] + double(norm.epsilon)) +
                            bias[c]);
      }
      CHECK(worst(trial.predicted, predicted) < tolerance * 3);
    }
  }
}

TEST_CASE_TEMPLATE("a constant batch becomes the bias, and a batch of one is no trap", T, float,
                   double) {
  Trial<T, Input<2, 1, 1>, BatchNorm> trial;
  trial.draw(1, [] { return 5; });
  trial.run();
  CHECK(trial.output == std::vector<T>{0, 0});
  CHECK(trial.input_gradient == std::vector<T>{0, 0});
  const auto tensors = trial.net.export_tensors();
  CHECK(tensors[2].values[0] == doctest::Approx(0.5));
  CHECK(tensors[3].values[0] == doctest::Approx(0.9));

  trial.draw(std::size_t{Lanes<T>::count} + 1, [] { return 0.1f; });
  trial.run();
  for (const T y : trial.output) CHECK(std::abs(double(y)) < 1e-4);
  for (const T g : trial.input_gradient) CHECK(std::abs(double(g)) < 1e-3);
}

TEST_CASE("unusable settings are refused") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_NOTHROW(BatchNorm{.momentum = 0}.check());
  CHECK_NOTHROW(BatchNorm{.momentum = 1}.check());
  CHECK_THROWS_AS(BatchNorm{.epsilon = 0}.check(), SettingError);
  CHECK_THROWS_AS(BatchNorm{.epsilon = -1}.check(), SettingError);
  CHECK_THROWS_AS(BatchNorm{.epsilon = nan}.check(), SettingError);
  CHECK_THROWS_AS(BatchNorm{.momentum = -0.1f}.check(), SettingError);
  CHECK_THROWS_AS(BatchNorm{.momentum = 1.1f}.check(), SettingError);
  CHECK_THROWS_AS(BatchNorm{.momentum = nan}.check(), SettingError);
}

}  // namespace
