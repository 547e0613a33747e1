#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <set>

using namespace angka;

namespace {

TEST_CASE("one rectangle of background, of the area and ratio, anywhere") {
  const Shape shape{2, 40, 60};
  const TestImage image = blank(shape, 200);
  auto pipeline = augment(Erasing{.area = {0.05, 0.2}, .ratio = {0.5f, 3}});
  pipeline.background = 9;
  double least_area = 1, most_area = 0, least_ratio = 99, most_ratio = 0;
  std::set<int> lefts, tops;
  for (std::uint32_t i = 0; i < 500; ++i) {
    const TestImage found = augmented(pipeline, image, {seed(1), 0, i});
    int left = 60, right = 0, top = 40, bottom = 0, count = 0, others = 0;
    for (int channel = 0; channel < 2; ++channel)
      for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 60; ++x) {
          others += found.at(y, x, channel) != 200 && found.at(y, x, channel) != 9;
          if (found.at(y, x, channel) == 200) continue;
          ++count;
          left = std::min(left, x);
          right = std::max(right, x + 1);
          top = std::min(top, y);
          bottom = std::max(bottom, y + 1);
        }
    const int width = right - left, height = bottom - top;
    REQUIRE(others == 0);
    REQUIRE(count == 2 * width * height);
    const double area = width * height / 2400.0, ratio = double(width) / height;
    least_area = std::min(least_area, area);
    most_area = std::max(most_area, area);
    least_ratio = std::min(least_ratio, ratio);
    most_ratio = std::max(most_ratio, ratio);
    lefts.insert(left);
    tops.insert(top);
  }
  CHECK(least_area == doctest::Approx(0.05).epsilon(0.1));
  CHECK(most_area == doctest::Approx(0.2).epsilon(0.1));
  CHECK(least_ratio == doctest::Approx(0.5).epsilon(0.1));
  CHECK(most_ratio == doctest::Approx(3).epsilon(0.1));
  CHECK(*lefts.begin() == 0);
  CHECK(*lefts.rbegin() > 40);
  CHECK(*tops.begin() == 0);
  CHECK(*tops.rbegin() > 20);
}

TEST_CASE("a rectangle never leaves the image") {
  const TestImage image = blank({1, 5, 30}, 200);
  const auto pipeline = augment(Erasing{.area = {1, 1}, .ratio = {0.05f, 20}});
  for (std::uint32_t i = 0; i < 200; ++i) augmented(pipeline, image, {seed(1), 0, i});
  CHECK(augmented(augment(Erasing{.area = {1, 1}, .ratio = {6, 6}}), image) == blank(image.shape));
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Erasing{0.3}) == "");
  CHECK(complaint(Erasing{2}) == "Erasing: area must be within [0, 1], not 2");
  CHECK(complaint(Erasing{.area = 0.1, .ratio = {0, 1}}) ==
        "Erasing: ratio must be within [0.05, 20], not 0");
}

}  // namespace
