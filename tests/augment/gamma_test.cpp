#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

TEST_CASE("takes to the power") {
  TestImage image = blank({1, 16, 16});
  for (std::size_t i = 0; i < 256; ++i) image.pixels[i] = static_cast<std::uint8_t>(i);
  for (const double by : {-0.9, -0.3, 0.2, 1.0, 9.0}) {
    const TestImage found = augmented(augment(Gamma{{by, by}}), image);
    CHECK(found.pixels[0] == 0);
    CHECK(found.pixels[255] == 255);
    for (std::size_t i = 0; i < 256; ++i)
      CHECK(std::abs(found.pixels[i] - 255 * std::pow(double(i) / 255, 1 + by)) < rounding);
  }
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Gamma{0.2f}) == "");
  CHECK(complaint(Gamma{2}) == "Gamma: by must be within [-0.9, 9], not -2");
}

}  // namespace
