#include <doctest/doctest.h>

#include <angka/core/errors.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/feature_noise.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <trial.hpp>

namespace {

using namespace angka;

TEST_CASE("what is random in training keeps the contract of a layer") {
  CHECK(check_layer<SpatialDropout, Input<3, 2, 2>>({.rate = 0.3f}).message == "");
  CHECK(check_layer<FeatureNoise, Input<3, 2, 2>>({.deviation = 0.3f}).message == "");
}

TEST_CASE_TEMPLATE("whole channels are dropped at the rate", T, float, double) {
  constexpr std::size_t images = 1000;
  Trial<T, Input<4, 2, 3>, SpatialDropout> trial;
  trial.net.template layer<1>().rate = 0.25f;
  trial.draw(images, [] { return 3; });
  trial.run();
  std::size_t dropped = 0;
  for (std::size_t i = 0; i < trial.output.size(); ++i) {
    const bool gone = trial.output[i] == 0;
    dropped += gone;
    if (!gone) REQUIRE(trial.output[i] == T(4));
    REQUIRE(trial.output[i] == trial.output[i / 6 * 6]);
    REQUIRE(trial.input_gradient[i] == trial.output[i]);
  }
  // Within 5 standard deviations.
  CHECK(std::abs(double(dropped) / (24 * images) - 0.25) < 5 * std::sqrt(0.1875 / (4 * images)));
  for (const T y : trial.predicted) REQUIRE(y == 3);
}

TEST_CASE_TEMPLATE("noise has the deviation that is set, and its gradient is the identity", T,
                   float, double) {
  constexpr std::size_t images = 1000;
  Trial<T, Input<2, 2, 5>, FeatureNoise> trial;
  trial.net.template layer<1>().deviation = 0.5f;
  trial.draw(images, [] { return 3; });
  trial.run();
  double sum = 0, squares = 0;
  for (const T y : trial.output) {
    sum += double(y) - 3;
    squares += (double(y) - 3) * (double(y) - 3);
  }
  const double n = double(trial.output.size());
  CHECK(std::abs(sum / n) < 5 * 0.5 / std::sqrt(n));
  CHECK(std::abs(squares / n - 0.25) < 5 * 0.25 * std::sqrt(2 / n));
  for (const T slope : trial.input_gradient) REQUIRE(slope == 3);
  for (const T y : trial.predicted) REQUIRE(y == 3);
  CHECK(trial.output[0] != trial.output[20]);
}

TEST_CASE("rates and deviations that can't be are refused") {
  CHECK_THROWS_AS(SpatialDropout{.rate = 1}.check(), SettingError);
  CHECK_NOTHROW(FeatureNoise{.deviation = 0}.check());
  CHECK_THROWS_AS(FeatureNoise{.deviation = -1}.check(), SettingError);
  CHECK_THROWS_AS(FeatureNoise{.deviation = std::numeric_limits<float>::infinity()}.check(),
                  SettingError);
}

}  // namespace
