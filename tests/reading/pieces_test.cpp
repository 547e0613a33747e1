#include <angka/reading/centring.hpp>
#include <angka/reading/components.hpp>
#include <angka/reading/morphology.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <cmath>
#include <utility>
#include <vector>

using namespace angka;

TEST_CASE("components: as by flooding") {
  using namespace reading;
  Random random(seed(5), Purpose::test);
  for (int trial = 0; trial < 30; ++trial) {
    Plane plane(1 + int(random.below(20)), 1 + int(random.below(20)));
    for (float& value : plane.values) value = random.uniform();
    const Components parts = connected(plane, 0.6f);
    std::vector<int> labels(plane.size(), 0);
    int count = 0;
    for (int start = 0; start < int(plane.size()); ++start) {
      if (!(plane.values[std::size_t(start)] > 0.6f) || labels[std::size_t(start)]) continue;
      Component expected{.box = {plane.width, plane.height, 0, 0}, .label = ++count};
      std::vector<int> open{start};
      labels[std::size_t(start)] = count;
      while (!open.empty()) {
        const int at = open.back(), x = at % plane.width, y = at / plane.width;
        open.pop_back();
        ++expected.area;
        expected.box.include({x, y, x + 1, y + 1});
        for (int v = std::max(0, y - 1); v <= std::min(y + 1, plane.height - 1); ++v)
          for (int u = std::max(0, x - 1); u <= std::min(x + 1, plane.width - 1); ++u) {
            int& label = labels[std::size_t(v * plane.width + u)];
            if (label || !(plane.row(v)[u] > 0.6f)) continue;
            label = count;
            open.push_back(v * plane.width + u);
          }
      }
      REQUIRE(int(parts.found.size()) >= count);
      const Component& found = parts.found[std::size_t(count - 1)];
      CHECK(found.area == expected.area);
      CHECK(found.box.left == expected.box.left);
      CHECK(found.box.right == expected.box.right);
      CHECK(found.box.top == expected.box.top);
      CHECK(found.box.bottom == expected.box.bottom);
    }
    CHECK(int(parts.found.size()) == count);
    CHECK(parts.labels == labels);
  }
}

TEST_CASE("a closing is the smallest over windows of the largest over windows") {
  using namespace reading;
  Random random(seed(6), Purpose::test);
  for (const int window : {1, 2, 3, 5, 8, 30}) {
    CAPTURE(window);
    Plane plane(9, 13);
    for (float& value : plane.values) value = random.uniform(-50, 50);
    const Plane found = closed(plane, window);
    REQUIRE(found.width == 9);
    REQUIRE(found.height == 13);
    for (int y = 0; y < 13; ++y)
      for (int x = 0; x < 9; ++x) {
        float least = 1e9f;  // over the squares that hold the pixel, inside of the plane or not
        for (int top = y - window + 1; top <= y; ++top)
          for (int left = x - window + 1; left <= x; ++left) {
            float most = -1e9f;
            for (int v = std::max(0, top); v < std::min(13, top + window); ++v)
              for (int u = std::max(0, left); u < std::min(9, left + window); ++u)
                most = std::max(most, plane.row(v)[u]);
            least = std::min(least, most);
          }
        CHECK(found.row(y)[x] == least);
      }
  }
}

TEST_CASE("a digit is fitted into 20 x 20 and its mass lies on row and column 14") {
  using namespace reading;
  for (const auto& size : {std::pair(40, 80), {80, 40}, {7, 7}, {1, 60}, {60, 1}}) {
    const int width = size.first, height = size.second;
    CAPTURE(width);
    CAPTURE(height);
    Plane ink(width, height, 1);
    for (int y = 0; y < height / 3; ++y)  // lighter at the top
      for (int x = 0; x < width; ++x) ink.row(y)[x] = 0.3f;
    const DigitPixels pixels = centred(ink);
    double mass = 0, across = 0, down = 0;
    Extent box{28, 28, 0, 0};
    for (int y = 0; y < 28; ++y)
      for (int x = 0; x < 28; ++x) {
        const double value = pixels[std::size_t(28 * y + x)];
        mass += value, across += value * x, down += value * y;
        if (value > 0) box.include({x, y, x + 1, y + 1});
      }
    CHECK(std::abs(across / mass - 14) <= 0.5);
    CHECK(std::abs(down / mass - 14) <= 0.5);
    CHECK(std::max(box.width(), box.height()) == 20);
    const double longer = std::max(width, height), shorter = std::min(width, height);
    CHECK(std::abs(std::min(box.width(), box.height()) - std::max(1.0, 20 * shorter / longer)) <=
          0.5);
  }
}
