#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

TEST_CASE("multiplies, up to white") {
  const TestImage image = noise({1, 16, 16});
  for (const double by : {-1.0, -0.3, 0.2, 1.0, 9.0}) {
    const TestImage found = augmented(augment(Brightness{{by, by}}), image);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      CHECK(std::abs(found.pixels[i] - std::min(255.0, image.pixels[i] * (1 + by))) < rounding);
  }
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Brightness{0.2f}) == "");
  CHECK(complaint(Brightness{2}) == "Brightness: by must be within [-1, 9], not -2");
}

}  // namespace
