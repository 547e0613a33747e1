#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

TEST_CASE("so many pixels become black or white, as often; the others stay") {
  TestImage image = noise({2, 60, 50});
  for (std::uint8_t& pixel : image.pixels)
    pixel = static_cast<std::uint8_t>(1 + pixel % 254);  // neither
  for (const double amount : {0.02, 0.3, 1.0}) {
    const auto pipeline = augment(SaltAndPepper{{amount, amount}});
    int black = 0, white = 0, count = 0;
    for (std::uint32_t i = 0; i < 10; ++i) {
      const TestImage found = augmented(pipeline, image, {seed(1), 0, i});
      for (std::size_t k = 0; k < image.pixels.size(); ++k, ++count) {
        black += found.pixels[k] == 0;
        white += found.pixels[k] == 255;
        if (found.pixels[k] != 0 && found.pixels[k] != 255)
          REQUIRE(found.pixels[k] == image.pixels[k]);
      }
    }
    CAPTURE(amount);
    const double tolerance = 4 * std::sqrt(count * amount / 2);
    CHECK(std::abs(black - count * amount / 2) < tolerance);
    CHECK(std::abs(white - count * amount / 2) < tolerance);
  }
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(SaltAndPepper{0.1f}) == "");
  CHECK(complaint(SaltAndPepper{2}) == "SaltAndPepper: amount must be within [0, 1], not 2");
}

}  // namespace
