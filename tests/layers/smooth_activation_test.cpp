#include <doctest/doctest.h>

#include <algorithm>
#include <angka/layers/check_layer.hpp>
#include <angka/layers/smooth_activation.hpp>
#include <angka/network/network.hpp>
#include <cmath>
#include <layers/activation_reference.hpp>
#include <limits>

namespace {

using namespace angka;

TEST_CASE_TEMPLATE("smooth activations keep the contract of a layer", Layer, Softplus, Mish) {
  CHECK(check_layer<Layer, Input<2, 3, 3>>().message == "");
}

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

TEST_CASE_TEMPLATE("smooth activations and their slopes are those of the standard library", T,
                   float, double) {
  const double tolerance = 8 * double(std::numeric_limits<T>::epsilon());
  CHECK(worst<T>(Softplus{}, softplus, logistic) < tolerance);
  CHECK(worst<T>(
            Mish{}, [](double x) { return x > -700 ? x * std::tanh(softplus(x)) : 0; },
            [](double x) {
              const double gate = std::tanh(softplus(x));
              return gate + (std::abs(x) < 700 ? x * logistic(x) * (1 - gate * gate) : 0);
            }) < tolerance);
}

}  // namespace
