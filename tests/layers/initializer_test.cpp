#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/layers/initializer.hpp>
#include <cmath>
#include <span>
#include <vector>

namespace {

using namespace angka;

struct Moments {
  double mean = 0, deviation = 0, largest = 0, kurtosis = 0;
};

constexpr int draws = 100000;

Moments moments(const Initializer& initializer, int fan_in, int fan_out) {
  std::vector<double> weights(draws);
  initializer.fill(std::span(weights), fan_in, fan_out, Random(seed(1), Purpose::initialize));
  Moments result;
  double fourths = 0;
  for (const double w : weights) {
    result.mean += w / draws;
    result.largest = std::max(result.largest, std::abs(w));
  }
  for (const double w : weights) {
    result.deviation += std::pow(w - result.mean, 2) / draws;
    fourths += std::pow(w - result.mean, 4) / draws;
  }
  result.kurtosis = fourths / std::pow(result.deviation, 2);
  result.deviation = std::sqrt(result.deviation);
  return result;
}

void check(const Initializer& initializer, double deviation, bool uniform) {
  const Moments found = moments(initializer, 30, 10);
  CHECK(std::abs(found.mean) < 5 * deviation / std::sqrt(draws));
  CHECK(found.deviation == doctest::Approx(deviation).epsilon(0.01));
  CHECK(found.kurtosis == doctest::Approx(uniform ? 1.8 : 3).epsilon(0.03));
  if (uniform) CHECK(found.largest <= std::sqrt(3) * deviation * 1.000001);
}

TEST_CASE("initial weights have the variance and the shape of their distribution") {
  const double he = std::sqrt(2.0 / 30), glorot = std::sqrt(2.0 / 40), lecun = std::sqrt(1.0 / 30);
  check(he_normal, he, false);
  check(he_uniform, he, true);
  check(he_normal_fan_out, std::sqrt(2.0 / 10), false);
  check(glorot_normal, glorot, false);
  check(glorot_uniform, glorot, true);
  check(lecun_normal, lecun, false);
  check(lecun_uniform, lecun, true);
}

TEST_CASE("PyTorch's are uniform within 1 / sqrt(fan_in), its biases too") {
  check(torch_uniform, std::sqrt(1.0 / 30 / 3), true);
  CHECK(moments(torch_uniform, 30, 10).largest == doctest::Approx(1 / std::sqrt(30)).epsilon(1e-3));
  CHECK(torch_uniform.biases);
}

TEST_CASE("where a layer says nothing they are Glorot's uniform ones, biases 0") {
  check(Initializer{}, std::sqrt(2.0 / 40), true);
  CHECK_FALSE(Initializer{}.biases);
}

TEST_CASE("a constant is that constant") {
  std::vector<float> weights(7);
  constant(0.25f).fill(std::span(weights), 3, 3, Random(seed(1), Purpose::initialize));
  for (const float w : weights) CHECK(w == 0.25f);
}

TEST_CASE("the same random stream gives the same weights, whatever the scalar") {
  std::vector<float> a(50);
  std::vector<double> b(50);
  he_normal.fill(std::span(a), 5, 5, Random(seed(8), Purpose::initialize, 0, 2));
  he_normal.fill(std::span(b), 5, 5, Random(seed(8), Purpose::initialize, 0, 2));
  for (std::size_t i = 0; i < 50; ++i) CHECK(double(a[i]) == b[i]);
  he_normal.fill(std::span(b), 5, 5, Random(seed(8), Purpose::initialize, 0, 3));
  CHECK(double(a[0]) != b[0]);
}

}  // namespace
