#include <doctest/doctest.h>

#include <angka/core/random.hpp>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/dense.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <trial.hpp>
#include <utility>
#include <vector>

namespace {

using namespace angka;

/// How many outputs and gradients of a dense layer differ from those of three plain loops, on small
/// whole numbers.
template <class T, class InputShape, int Units, class... Modifiers>
int dense_differences(std::size_t images) {
  constexpr std::size_t units = Units;
  constexpr bool bias = sizeof...(Modifiers) == 0;
  Trial<T, InputShape, Dense<Units, Modifiers...>> trial;
  Random random(seed(9), Purpose::test);
  const auto next = [&] { return static_cast<int>(random.below(9)) - 4; };
  trial.draw(images, next);
  for (T& parameter : trial.net.parameters()) parameter = static_cast<T>(next());
  trial.run();

  const auto whole = [](auto value) { return static_cast<std::int64_t>(value); };
  const std::span<const T> parameters = trial.net.parameters();
  const std::size_t inputs = trial.inputs;
  std::vector<std::int64_t> output(images * units), input_gradient(images * inputs),
      gradient(parameters.size());
  if (gradient.size() != inputs * units + (bias ? units : 0)) return -1;
  for (std::size_t image = 0; image < images; ++image)
    for (std::size_t o = 0; o < units; ++o) {
      const std::int64_t slope = whole(trial.slope[image * units + o]);
      std::int64_t& y = output[image * units + o];
      if (bias) {
        y = whole(parameters[inputs * units + o]);
        gradient[inputs * units + o] += slope;
      }
      for (std::size_t i = 0; i < inputs; ++i) {
        const std::int64_t x = whole(trial.input[image * inputs + i]);
        y += x * whole(parameters[i * units + o]);
        gradient[i * units + o] += x * slope;
        input_gradient[image * inputs + i] += whole(parameters[i * units + o]) * slope;
      }
    }
  return count_differences(trial.output, output) + count_differences(trial.predicted, output) +
         count_differences(trial.input_gradient, input_gradient) +
         count_differences(trial.parameter_gradient, gradient);
}

template <class T, int... Units>
void check(std::integer_sequence<int, Units...>) {
  for (const int found : {dense_differences<T, Input<2, 1, 3>, Units>(2 * Lanes<T>::count + 1)...})
    CHECK(found == 0);
}

TEST_CASE("dense layers of few and of many units are their naive twins") {
  check<float>(std::integer_sequence<int, 1, 2, 3, 5, 8, 9, 12, 15, 16, 17, 24, 33, 40>{});
  check<double>(std::integer_sequence<int, 1, 3, 8, 17, 40>{});
}

TEST_CASE_TEMPLATE("dense layers of many inputs, cut into parts, are their naive twins", T, float,
                   double) {
  CHECK(dense_differences<T, Input<1, 1, 1>, 3>(1) == 0);
  CHECK(dense_differences<T, Input<3, 4, 5>, 7>(3 * Lanes<T>::count) == 0);
  CHECK(dense_differences<T, Input<1, 23, 29>, 5, NoBias>(Lanes<T>::count + 1) == 0);
  CHECK(dense_differences<T, Input<33, 1, 1>, 10>(200) == 0);
}

TEST_CASE("dense layers keep the contract of a layer") {
  CHECK(check_layer<Dense<1>, Input<2, 1, 2>>().message == "");
  CHECK(check_layer<Dense<11>, Input<2, 1, 2>>().message == "");
  CHECK(check_layer<Dense<5, NoBias>, Input<3, 1, 1>>().message == "");
  CHECK(check_layer<Dense<2>, Input<1, 6, 6>>().message == "");
}

}  // namespace
