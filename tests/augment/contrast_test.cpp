#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <numeric>

using namespace angka;

namespace {

TEST_CASE("multiplies distances from the mean") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{3, 7, 19}}) {
    const TestImage image = noise(shape);
    const double mean =
        std::accumulate(image.pixels.begin(), image.pixels.end(), 0.0) / shape.size();
    for (const double by : {-1.0, -0.4, 0.5}) {
      const TestImage found = augmented(augment(Contrast{{by, by}}), image);
      for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        const double expected = std::clamp(mean + (image.pixels[i] - mean) * (1 + by), 0.0, 255.0);
        CHECK(std::abs(found.pixels[i] - expected) < rounding);
      }
    }
  }
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Contrast{0.2f}) == "");
  CHECK(complaint(Contrast{2}) == "Contrast: by must be within [-1, 9], not -2");
}

}  // namespace
