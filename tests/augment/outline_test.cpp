#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace angka;

namespace {

TEST_CASE("dilation less the image, the image less erosion, or both, as often") {
  for (const int background : {0, 255}) {
    const TestImage image = noise({2, 11, 37});
    auto pipeline = augment(Outline{});
    pipeline.background = static_cast<std::uint8_t>(background);
    TestImage outside = image, inside = image, both = image;
    for (int channel = 0; channel < 2; ++channel)
      for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 37; ++x) {
          const int here = image.at(y, x, channel);
          int least = 255, most = 0;
          for (const auto& [v, u] :
               {std::pair{y, x}, {y - 1, x}, {y + 1, x}, {y, x - 1}, {y, x + 1}}) {
            const int value = image.at(v, u, channel, background);
            least = std::min(least, value);
            most = std::max(most, value);
          }
          outside.at(y, x, channel) = std::uint8_t(most - here);
          inside.at(y, x, channel) = std::uint8_t(here - least);
          both.at(y, x, channel) = std::uint8_t(most - least);
        }
    int count[3] = {};
    for (std::uint32_t i = 0; i < 300; ++i) {
      const TestImage found = augmented(pipeline, image, {seed(1), 0, i});
      count[0] += found == outside;
      count[1] += found == inside;
      count[2] += found == both;
    }
    CHECK(count[0] + count[1] + count[2] == 300);
    for (const int of : count) CHECK(std::abs(of - 100) < 35);
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
