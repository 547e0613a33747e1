#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/errors.hpp>
#include <angka/core/random.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/group_norm.hpp>
#include <cmath>
#include <cstddef>
#include <trial.hpp>

namespace {

using namespace angka;

static_assert(parameter_count<GroupNorm<2>::Bind<Shape{6, 4, 5}>>() == 12);
static_assert(parameter_count<InstanceNorm::Bind<Shape{6, 4, 5}>>() == 12);
static_assert(parameter_count<LayerNorm::Bind<Shape{6, 4, 5}>>() == 240);
static_assert(GroupNorm<4>::needs({6, 4, 5}) == Shape{8, 1, 1});

TEST_CASE_TEMPLATE("normalisation of images keeps the contract of a layer", Layer, GroupNorm<1>,
                   GroupNorm<2>, InstanceNorm, LayerNorm) {
  CHECK(check_layer<Layer, Input<4, 3, 2>>().message == "");
  CHECK(check_layer<Layer, Input<4, 5, 4>>().message == "");
}

TEST_CASE("a row of numbers is normalised, too") {
  CHECK(check_layer<LayerNorm, Input<19, 1, 1>>().message == "");
  CHECK(check_layer<GroupNorm<3>, Input<18, 1, 1>>().message == "");
}

TEST_CASE_TEMPLATE(
    "each group has mean 0 and variance 1, and an image alone is normalised as in a "
    "pack, bit by bit",
    T, float, double) {
  Random random(seed(4), Purpose::test);
  const auto run = [&](auto trial, std::size_t size) {
    trial.draw(std::size_t{2 * Lanes<T>::count + 1}, [&] { return random.uniform(-1, 3); });
    for (T& parameter : trial.net.parameters()) parameter = T(1);
    trial.run();
    CHECK(trial.predicted == trial.output);
    double worst = 0;
    for (std::size_t at = 0; at < trial.output.size(); at += size) {
      double sum = 0, squares = 0;
      for (std::size_t i = at; i < at + size; ++i) {
        const double y = double(trial.output[i]) - 1;  // the bias
        sum += y;
        squares += y * y;
      }
      worst = std::max({worst, std::abs(sum / double(size)), std::abs(squares / double(size) - 1)});
    }
    CHECK(worst < 1e-3);
  };
  run(Trial<T, Input<6, 3, 5>, GroupNorm<2>>{}, 45);
  run(Trial<T, Input<4, 7, 5>, InstanceNorm>{}, 35);
  run(Trial<T, Input<3, 4, 4>, LayerNorm>{}, 48);
  run(Trial<T, Input<77, 1, 1>, LayerNorm>{}, 77);
}

TEST_CASE("an epsilon that can't be is refused") {
  CHECK_THROWS_AS(GroupNorm<2>{.epsilon = 0}.check(), SettingError);
  CHECK_THROWS_AS(InstanceNorm{.epsilon = -1}.check(), SettingError);
  CHECK_THROWS_AS(LayerNorm{.epsilon = 0}.check(), SettingError);
}

}  // namespace
