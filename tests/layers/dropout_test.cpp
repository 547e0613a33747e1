#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/dropout.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <trial.hpp>
#include <vector>

namespace {

using namespace angka;

TEST_CASE("dropout keeps the contract of a layer") {
  CHECK(check_layer<Dropout, Input<3, 2, 2>>({.rate = 0.3f}).message == "");
  CHECK(check_layer<Dropout, Input<3, 2, 2>>({.rate = 0}).message == "");
}

TEST_CASE_TEMPLATE("values are dropped at the rate, the rest scaled to keep the mean", T, float,
                   double) {
  constexpr std::size_t images = 1000;
  Trial<T, Input<1, 5, 8>, Dropout> trial;
  trial.net.template layer<1>().rate = 0.25f;
  trial.draw(images, [] { return 3; });
  trial.run();
  std::size_t dropped = 0;
  std::vector<int> by_place(40);
  for (std::size_t i = 0; i < trial.output.size(); ++i) {
    const bool gone = trial.output[i] == 0;
    dropped += gone;
    by_place[i % 40] += gone;
    if (!gone) REQUIRE(trial.output[i] == T(4));
    REQUIRE(trial.input_gradient[i] == trial.output[i]);
  }
  // Within 5 standard deviations.
  CHECK(std::abs(double(dropped) / (40 * images) - 0.25) < 5 * std::sqrt(0.1875 / (40 * images)));
  for (const int count : by_place) CHECK(std::abs(count / 1000.0 - 0.25) < 0.07);
  for (const T y : trial.predicted) REQUIRE(y == 3);
}

/// Which values of the images numbered `samples` are kept.
template <class T>
std::map<std::uint32_t, std::vector<bool>> masks(std::vector<std::uint32_t> samples,
                                                 std::uint64_t seed, std::uint32_t epoch,
                                                 std::uint32_t position) {
  using Bound = Dropout::Bind<Shape{30, 1, 1}>;
  std::vector<Lanes<T>> input(30, Lanes<T>(T(1))), output(30), kept(30);
  std::map<std::uint32_t, std::vector<bool>> result;
  Bound::forward(Dropout{},
                 Forward<T>{.input = input.data(),
                            .output = output.data(),
                            .kept = kept.data(),
                            .training = true,
                            .images = {{seed}, epoch, samples.data(), int(samples.size())},
                            .position = position});
  for (std::size_t lane = 0; lane < samples.size(); ++lane)
    for (const Lanes<T>& y : output) result[samples[lane]].push_back(y[int(lane)] != 0);
  return result;
}

TEST_CASE_TEMPLATE("what is dropped follows from seed, epoch, image and position alone", T, float,
                   double) {
  const auto mask = [](std::uint32_t sample, std::uint64_t seed = 1, std::uint32_t epoch = 2,
                       std::uint32_t position = 3) {
    return masks<T>({sample}, seed, epoch, position).at(sample);
  };
  std::vector<std::uint32_t> samples;
  for (int lane = 0; lane < Lanes<T>::count; ++lane)
    samples.push_back(static_cast<std::uint32_t>(90 - 7 * lane));
  for (const auto& [sample, found] : masks<T>(samples, 1, 2, 3)) CHECK(found == mask(sample));

  CHECK(mask(5) != mask(6));
  CHECK(mask(5) != mask(5, 2));
  CHECK(mask(5) != mask(5, 1, 3));
  CHECK(mask(5) != mask(5, 1, 2, 4));
  CHECK(masks<float>({5}, 1, 2, 3) == masks<double>({5}, 1, 2, 3));
}

TEST_CASE("unusable rates are refused") {
  CHECK_NOTHROW(Dropout{.rate = 0}.check());
  CHECK_NOTHROW(Dropout{.rate = 0.99f}.check());
  CHECK_THROWS_AS(Dropout{.rate = -0.1f}.check(), SettingError);
  CHECK_THROWS_AS(Dropout{.rate = 1}.check(), SettingError);
  CHECK_THROWS_AS(Dropout{.rate = std::numeric_limits<float>::quiet_NaN()}.check(), SettingError);
}

}  // namespace
