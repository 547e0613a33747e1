#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

TEST_CASE("swaps black and white") {
  const TestImage image = noise({3, 13, 21});
  const TestImage found = augmented(augment(Invert{}), image);
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    CHECK(found.pixels[i] + image.pixels[i] == 255);
  CHECK(augmented(augment(Invert{}, Invert{}), image) == image);
}

TEST_CASE("its number is its probability") {
  const TestImage image = letter();
  int inverted = 0;
  for (std::uint32_t i = 0; i < 1000; ++i)
    inverted += augmented(augment(Invert{0.3f}), image, {seed(1), 0, i}) != image;
  CHECK(std::abs(inverted - 300) < 60);
}

}  // namespace
