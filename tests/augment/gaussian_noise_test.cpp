#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <vector>

using namespace angka;

namespace {

TEST_CASE("adds independent normal noise of the deviation") {
  const Shape shape{2, 50, 45};
  const TestImage grey = blank(shape, 128);
  const auto pipeline = augment(GaussianNoise{{0.1, 0.1}});
  std::vector<double> all;
  double across = 0, along = 0, channels = 0, images = 0;
  TestImage before = grey;
  for (std::uint32_t i = 0; i < 20; ++i) {
    const TestImage noisy = augmented(pipeline, grey, {seed(1), 0, i});
    const auto value = [&](int y, int x, int channel) {
      return (noisy.at(y, x, channel) - 128) / 25.5;
    };
    for (int channel = 0; channel < 2; ++channel)
      for (int y = 0; y < 50; ++y)
        for (int x = 0; x < 45; ++x) {
          const double here = value(y, x, channel);
          all.push_back(here);
          across += here * value(y, (x + 1) % 45, channel);
          along += here * value((y + 1) % 50, x, channel);
          channels += here * value(y, x, 1 - channel);
          images += here * (before.at(y, x, channel) - 128) / 25.5;
        }
    before = noisy;
  }
  const double count = static_cast<double>(all.size()), tolerance = 4 / std::sqrt(count);
  double sum = 0, squares = 0, fourths = 0;
  int beyond[3] = {};
  for (const double value : all) {
    sum += value;
    squares += value * value;
    fourths += std::pow(value, 4);
    for (int k = 0; k < 3; ++k) beyond[k] += std::abs(value) > k + 1.01;  // between two bytes
  }
  CHECK(std::abs(sum / count) < tolerance);
  CHECK(squares / count == doctest::Approx(1).epsilon(0.015));
  CHECK(fourths / count == doctest::Approx(3).epsilon(0.05));
  CHECK(beyond[0] / count == doctest::Approx(std::erfc(1 / std::sqrt(2.0))).epsilon(0.05));
  CHECK(beyond[1] / count == doctest::Approx(std::erfc(2 / std::sqrt(2.0))).epsilon(0.08));
  CHECK(beyond[2] / count == doctest::Approx(std::erfc(3 / std::sqrt(2.0))).epsilon(0.25));
  CHECK(std::abs(across / count) < tolerance);
  CHECK(std::abs(along / count) < tolerance);
  CHECK(std::abs(channels / count) < 1.5 * tolerance);
  CHECK(std::abs(images / count) < tolerance);
}

TEST_CASE("stays within bytes") {
  const auto pipeline = augment(GaussianNoise{{1, 1}});
  int zeros = 0, whites = 0;
  for (const std::uint8_t pixel : augmented(pipeline, blank({1, 40, 40}, 128)).pixels) {
    zeros += pixel == 0;
    whites += pixel == 255;
  }
  CHECK(std::abs(zeros - 1600 * 0.309) < 80);
  CHECK(std::abs(whites - 1600 * 0.309) < 80);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(GaussianNoise{0.1f}) == "");
  CHECK(complaint(GaussianNoise{2}) == "GaussianNoise: deviation must be within [0, 1], not 2");
  CHECK(complaint(GaussianNoise{{-0.1, 0.1}}) != "");
}

}  // namespace
