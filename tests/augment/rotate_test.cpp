#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <numbers>

using namespace angka;

namespace {

auto turned(double degrees) { return augment(Rotate{{degrees, degrees}}); }

TEST_CASE("right angles are exact, counter-clockwise") {
  for (const int size : {1, 2, 3, 8, 15, 16, 17, 28, 33}) {
    const TestImage image = noise({2, size, size});
    TestImage quarter = image;
    for (int channel = 0; channel < 2; ++channel)
      for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)  // what was on the right comes to the top
          quarter.at(size - 1 - x, y, channel) = image.at(y, x, channel);
    CAPTURE(size);
    CHECK(augmented(turned(90), image) == quarter);
    CHECK(augmented(turned(-270), image) == quarter);
    CHECK(augmented(turned(180), image) == augmented(turned(90), quarter));
    CHECK(augmented(turned(-90), quarter) == image);
    CHECK(augmented(turned(270), quarter) == image);
    CHECK(augmented(turned(-180), augmented(turned(180), image)) == image);
    CHECK(augmented(turned(360), image) == image);
    CHECK(augmented(turned(-360), image) == image);
  }
}

TEST_CASE("half a turn is exact for any shape") {
  const TestImage image = noise({1, 5, 18});
  TestImage expected = image;
  std::reverse(expected.pixels.begin(), expected.pixels.end());
  CHECK(augmented(turned(180), image) == expected);
}

TEST_CASE("other angles agree with a warp in double") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{3, 17, 40}, Shape{1, 40, 9}})
    for (const double degrees : {-171.0, -45.0, -7.5, 0.5, 10.0, 30.0, 89.0}) {
      const TestImage image = noise(shape);
      const double angle = degrees * std::numbers::pi / 180;
      CAPTURE(degrees);
      CHECK(warp_error(augmented(turned(degrees), image), image, [&](double x, double y) {
              // A pixel of the turned image was a turn clockwise before; y points down.
              return Point{x * std::cos(angle) - y * std::sin(angle),
                           x * std::sin(angle) + y * std::cos(angle)};
            }) < rounding);
    }
}

TEST_CASE("the angle is uniform in the range") {
  // A dot far from the center of a large image shows the angle.
  TestImage image = blank({1, 101, 101});
  for (int y = 49; y <= 51; ++y)
    for (int x = 89; x <= 91; ++x) image.at(y, x) = 255;
  const auto pipeline = augment(Rotate{20});
  constexpr int count = 2000;
  double sum = 0, squares = 0, least = 0, most = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Point dot = moments(augmented(pipeline, image, {seed(1), 0, i})).center;
    const double angle = std::atan2(50 - dot.y, dot.x - 50) * 180 / std::numbers::pi;
    sum += angle;
    squares += angle * angle;
    least = std::min(least, angle);
    most = std::max(most, angle);
  }
  CHECK(std::abs(sum / count) < 4 * 20 / std::sqrt(3.0 * count));
  CHECK(squares / count == doctest::Approx(400.0 / 3).epsilon(0.06));
  CHECK(least > -20.2);
  CHECK(least < -19);
  CHECK(most < 20.2);
  CHECK(most > 19);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Rotate{}) == "");
  CHECK(complaint(Rotate{360}) == "");
  CHECK(complaint(Rotate{{-10, 30}}) == "");
  CHECK(complaint(Rotate{361}) == "Rotate: degrees must be within [-360, 360], not 361");
  CHECK(complaint(Rotate{{30, -10}}) != "");
  CHECK(complaint(Rotate{-5}) != "");
  CHECK(complaint(Rotate{std::nan("")}) != "");
  CHECK(complaint(Rotate{INFINITY}) != "");
}

}  // namespace
