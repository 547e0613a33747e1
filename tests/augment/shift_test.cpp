#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <set>

using namespace angka;

namespace {

TEST_CASE("whole pixels move exactly, to the right and down") {
  const TestImage image = noise({2, 10, 20});
  for (const int right : {-20, -3, 0, 1, 7, 20})
    for (const int down : {-10, -1, 0, 4, 10})
      for (const int background : {0, 200}) {
        const double x = right / 20.0, y = down / 10.0;
        auto pipeline = augment(Shift{{x, x}, {y, y}});
        pipeline.background = static_cast<std::uint8_t>(background);
        TestImage expected = image;
        for (int channel = 0; channel < 2; ++channel)
          for (int to_y = 0; to_y < 10; ++to_y)
            for (int to_x = 0; to_x < 20; ++to_x)
              expected.at(to_y, to_x, channel) = static_cast<std::uint8_t>(
                  image.at(to_y - down, to_x - right, channel, background));
        CHECK(augmented(pipeline, image) == expected);
      }
}

TEST_CASE("parts of pixels mix neighbours") {
  const TestImage image = noise({1, 28, 28});
  const TestImage found =
      augmented(augment(Shift{{0.3 / 28, 0.3 / 28}, {-1.6 / 28, -1.6 / 28}}), image);
  CHECK(warp_error(found, image, [](double x, double y) {
          return Point{x - 0.3, y + 1.6};
        }) < rounding);
}

TEST_CASE("mass stays and its center moves") {
  const TestImage image = letter();
  const Moments before = moments(image);
  const Moments after = moments(augmented(augment(Shift{{0.08, 0.08}, {-0.05, -0.05}}), image));
  CHECK(after.mass == doctest::Approx(before.mass).epsilon(0.01));
  CHECK(after.center.x - before.center.x == doctest::Approx(0.08 * 28).epsilon(0.01));
  CHECK(after.center.y - before.center.y == doctest::Approx(-0.05 * 28).epsilon(0.01));
}

TEST_CASE("one number stands for both directions, each drawn for itself") {
  const TestImage image = letter();
  const Moments before = moments(image);
  const auto pipeline = augment(Shift{0.1f});
  double product = 0;
  std::set<int> quadrants;
  constexpr int count = 1000;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Moments after = moments(augmented(pipeline, image, {seed(1), 0, i}));
    const double right = (after.center.x - before.center.x) / 2.8;
    const double down = (after.center.y - before.center.y) / 2.8;
    CHECK(std::abs(right) < 1.02);
    CHECK(std::abs(down) < 1.02);
    product += right * down;
    quadrants.insert((right > 0) * 2 + (down > 0));
  }
  CHECK(std::abs(product / count) < 4 / 3.0 / std::sqrt(double(count)));
  CHECK(quadrants.size() == 4);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Shift{}) == "");
  CHECK(complaint(Shift{1, 0}) == "");
  CHECK(complaint(Shift{1.5}) == "Shift: horizontal must be within [-1, 1], not 1.5");
  CHECK(complaint(Shift{0, 2}) == "Shift: vertical must be within [-1, 1], not 2");
  CHECK(complaint(Shift{0, std::nan("")}) != "");
}

}  // namespace
