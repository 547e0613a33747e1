#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/layers/activation.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/network/network.hpp>
#include <cmath>
#include <layers/activation_reference.hpp>
#include <limits>
#include <numbers>

namespace {

using namespace angka;

TEST_CASE("activations with settings keep the contract of a layer") {
  using Image = Input<2, 3, 3>;
  CHECK(check_layer<LeakyReLU, Image>({.negative_slope = 0.3f}).message == "");
  CHECK(check_layer<LeakyReLU, Image>({.negative_slope = 0}).message == "");
  CHECK(check_layer<ELU, Image>({.alpha = 0.4f}).message == "");
  CHECK(check_layer<Softmax, Input<5, 1, 1>>().message == "");
  CHECK(check_layer<Softmax, Input<1, 2, 2>>().message == "");
}

double normal_distribution(double x) { return std::erfc(-x / std::sqrt(2)) / 2; }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

TEST_CASE_TEMPLATE("activations and their slopes are those of the standard library", T, float,
                   double) {
  const double tolerance = 8 * double(std::numeric_limits<T>::epsilon());
  CHECK(worst<T>(
            ReLU{}, [](double x) { return x > 0 ? x : 0; },
            [](double x) { return x > 0 ? 1 : 0; }) == 0);
  CHECK(worst<T>(
            LeakyReLU{.negative_slope = 0.25f}, [](double x) { return x > 0 ? x : x / 4; },
            [](double x) { return x > 0 ? 1 : 0.25; }) == 0);
  CHECK(worst<T>(
            ELU{.alpha = 0.5f}, [](double x) { return x > 0 ? x : std::expm1(x) / 2; },
            [](double x) { return x > 0 ? 1 : std::exp(x) / 2; }) < tolerance);
  CHECK(worst<T>(
            GELU{}, [](double x) { return x * normal_distribution(x); },
            [](double x) {
              return normal_distribution(x) +
                     x * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
            }) < tolerance);
  CHECK(worst<T>(
            SiLU{}, [](double x) { return x * logistic(x); },
            [](double x) {
              return logistic(x) * (1 + (std::abs(x) < 1e3 ? x * (1 - logistic(x)) : 0));
            }) < tolerance);
  CHECK(worst<T>(Sigmoid{}, logistic, [](double x) { return logistic(x) * (1 - logistic(x)); }) <
        tolerance);
  CHECK(worst<T>(
            Tanh{}, [](double x) { return std::tanh(x); },
            [](double x) { return 1 - std::tanh(x) * std::tanh(x); }) < tolerance);
}

TEST_CASE_TEMPLATE("softmax is a distribution at each pixel, also of huge values", T, float,
                   double) {
  using Bound = Softmax::Bind<Shape{3, 1, 2}>;
  // Values 0 and 1 of channel c are the pixels 2 c and 2 c + 1.
  Lanes<T> x[6], y[6];
  const double values[6] = {1, 1e38, 2, -1e38, 4, 1e38};
  for (int i = 0; i < 6; ++i) x[i] = Lanes<T>(T(values[i]));
  Bound::forward(Softmax{}, Forward<T>{.input = x, .output = y});
  const double sum = std::exp(1) + std::exp(2) + std::exp(4);
  CHECK(y[0][0] == doctest::Approx(std::exp(1) / sum));
  CHECK(y[2][0] == doctest::Approx(std::exp(2) / sum));
  CHECK(y[4][0] == doctest::Approx(std::exp(4) / sum));
  CHECK(y[1][0] == doctest::Approx(0.5));
  CHECK(double(y[3][0]) < 1e-30);
  CHECK(y[5][0] == doctest::Approx(0.5));
}

TEST_CASE("settings that break an activation's slope are refused") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK_NOTHROW(LeakyReLU{.negative_slope = 0}.check());
  CHECK_THROWS_AS(LeakyReLU{.negative_slope = -0.1f}.check(), SettingError);
  CHECK_THROWS_AS(LeakyReLU{.negative_slope = nan}.check(), SettingError);
  CHECK_NOTHROW(ELU{.alpha = 0}.check());
  CHECK_THROWS_AS(ELU{.alpha = -1}.check(), SettingError);
  CHECK_THROWS_AS(ELU{.alpha = nan}.check(), SettingError);
}

}  // namespace
