#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace angka;

namespace {

TEST_CASE("the greatest less the least of five, the background around") {
  for (const int background : {0, 255}) {
    const TestImage image = noise({2, 11, 37});
    auto pipeline = augment(Outline{});
    pipeline.background = static_cast<std::uint8_t>(background);
    const TestImage found = augmented(pipeline, image);
    for (int channel = 0; channel < 2; ++channel)
      for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 37; ++x) {
          int least = 255, most = 0;
          for (const auto& [v, u] : {std::pair{y, x}, {y - 1, x}, {y + 1, x}, {y, x - 1}, {y, x + 1}}) {
            const bool inside = v >= 0 && u >= 0 && v < 11 && u < 37;
            const int value = inside ? image.at(v, u, channel) : background;
            least = std::min(least, value);
            most = std::max(most, value);
          }
          REQUIRE(found.at(y, x, channel) == most - least);
        }
  }
}

TEST_CASE("its number is its probability") {
  const TestImage image = letter();
  int changed = 0;
  for (std::uint32_t i = 0; i < 1000; ++i)
    changed += augmented(augment(Outline{0.3f}), image, {seed(1), 0, i}) != image;
  CHECK(std::abs(changed - 300) < 60);
}

}  // namespace
