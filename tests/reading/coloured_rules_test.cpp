#include <angka/reading/candidates.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <utility>

using namespace angka;
using namespace angka::reading;

namespace {

/// A table in which a pale grey ring is written, on white paper.
Image table(std::array<std::uint8_t, 3> of_rules) {
  Image image{.width = 400, .height = 300, .channels = 3, .pixels = {}};
  for (const std::uint8_t rule : of_rules)
    for (int y = 0; y < 300; ++y)
      for (int x = 0; x < 400; ++x) {
        const int dx = x - 140, dy = y - 90, square = dx * dx + dy * dy;
        const bool ruled = x % 80 < 6 || y % 60 < 6;
        const bool ring = square >= 11 * 11 && square < 15 * 15;
        image.pixels.push_back(ruled ? rule : ring ? 205 : 245);
      }
  return image;
}

/// How many readings of what is ink find the ring.
int finds_ring(const Image& image) {
  std::uint32_t sources = 0;
  for (const Candidate& one : candidates(image))
    if (std::abs(one.box.left - 125) < 4 && std::abs(one.box.right - 156) < 4 &&
        std::abs(one.box.top - 75) < 4 && std::abs(one.box.bottom - 106) < 4)
      sources |= one.sources;
  return std::popcount(sources);
}

}  // namespace

TEST_CASE("contrast is known in the colour that shows an ink most, and least") {
  const auto of = [](const Contrast& contrast, int x, int y) {
    return std::pair{contrast.most.row(y)[x], contrast.least.row(y)[x]};
  };
  const Contrast blue = contrast(colours(table({40, 60, 235})), false);
  const auto [most, least] = of(blue, 2, 40);
  CHECK(most > 180);
  CHECK(least < 30);
  const auto [grey_most, grey_least] = of(blue, 140, 102);
  CHECK(grey_most == doctest::Approx(255.0 * 40 / 245).epsilon(0.05));
  CHECK(grey_least == doctest::Approx(grey_most));
}

TEST_CASE("pale ink is found by many readings beside bold rules of any colour") {
  CHECK(finds_ring(table({40, 60, 235})) >= 6);
  CHECK(finds_ring(table({235, 60, 40})) >= 6);
  CHECK(finds_ring(table({40, 200, 40})) >= 6);
}
