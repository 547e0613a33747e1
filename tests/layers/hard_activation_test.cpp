#include <doctest/doctest.h>

#include <algorithm>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/hard_activation.hpp>
#include <angka/network/network.hpp>
#include <layers/activation_reference.hpp>
#include <limits>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("hard activations keep the contract of a layer", Layer, ReLU6, HardSigmoid,
                   HardSwish) {
  CHECK(check_layer<Layer, Input<2, 3, 3>>().message == "");
}

TEST_CASE_TEMPLATE("hard activations are lines between corners", T, float, double) {
  const double tolerance = 4 * double(std::numeric_limits<T>::epsilon());
  const auto gate = [](double x) { return std::clamp(x + 3, 0.0, 6.0) / 6; };
  CHECK(worst<T>(
            ReLU6{}, [](double x) { return std::clamp(x, 0.0, 6.0); },
            [](double x) { return x > 0 && x < 6 ? 1 : 0; }) == 0);
  CHECK(worst<T>(HardSigmoid{}, gate, [](double x) { return x > -3 && x < 3 ? 1 / 6.0 : 0; }) <
        tolerance);
  CHECK(worst<T>(
            HardSwish{}, [&](double x) { return x > -3 ? x * gate(x) : 0; },
            [](double x) { return x <= -3  ? 0
                                  : x >= 3 ? 1
                                           : x / 3 + 0.5; }) < tolerance);
}

}  // namespace
