#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace angka;

namespace {

TEST_CASE("adds a light that is bilinear between its corners") {
  const TestImage image = blank({2, 9, 17}, 20);
  const auto pipeline = augment(Shade{{0.1, 0.8}});
  double least = 1, most = 0;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const TestImage found = augmented(pipeline, image, {seed(1), 0, i});
    const auto light = [&](int y, int x) { return (found.at(y, x, 0) - 20) / 255.0; };
    for (const double corner : {light(0, 0), light(0, 16), light(8, 0), light(8, 16)}) {
      least = std::min(least, corner);
      most = std::max(most, corner);
    }
    const double tolerance = 1.5 / 255;  // both ends are rounded
    CHECK(std::abs(light(0, 4) - (0.75 * light(0, 0) + 0.25 * light(0, 16))) < tolerance);
    CHECK(std::abs(light(6, 16) - (0.25 * light(0, 16) + 0.75 * light(8, 16))) < tolerance);
    CHECK(std::abs(light(4, 8) - (light(0, 0) + light(0, 16) + light(8, 0) + light(8, 16)) / 4) <
          tolerance);
    for (int y = 0; y < 9; ++y)
      for (int x = 0; x < 17; ++x) REQUIRE(found.at(y, x, 0) == found.at(y, x, 1));
  }
  CHECK(least == doctest::Approx(0.1).epsilon(0.05));
  CHECK(most == doctest::Approx(0.8).epsilon(0.05));
}

TEST_CASE("white is the most") {
  CHECK(augmented(augment(Shade{{1, 1}}), noise({1, 6, 7})) == blank({1, 6, 7}, 255));
  CHECK(complaint(Shade{2}) == "Shade: light must be within [0, 1], not 2");
}

}  // namespace
