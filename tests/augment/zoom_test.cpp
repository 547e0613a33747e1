#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

auto zoomed(double by) { return augment(Zoom{{by, by}}); }

TEST_CASE("twice the size, and back") {
  TestImage image = blank({1, 12, 12});
  for (int y = 4; y < 8; ++y)
    for (int x = 5; x < 7; ++x) image.at(y, x) = 200;
  const TestImage larger = augmented(zoomed(1), image);
  for (int y = 0; y < 12; ++y)
    for (int x = 0; x < 12; ++x) {
      // A rectangle of 4 x 8 about the center, with an edge as wide as the interpolation.
      const double outside = std::max(std::abs(x - 5.5) - 2, std::abs(y - 5.5) - 4);
      if (outside <= -1) CHECK(larger.at(y, x) == 200);
      if (outside >= 1) CHECK(larger.at(y, x) == 0);
    }
  CHECK(moments(larger).mass == doctest::Approx(4 * moments(image).mass).epsilon(0.02));
  CHECK(augmented(zoomed(-0.5), image) != image);
}

TEST_CASE("agrees with a warp in double") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{2, 13, 31}})
    for (const double by : {-0.9, -0.25, -0.1, 0.1, 0.6, 9.0}) {
      const TestImage image = noise(shape);
      CAPTURE(by);
      CHECK(warp_error(augmented(zoomed(by), image), image, [&](double x, double y) {
              return Point{x / (1 + by), y / (1 + by)};
            }) < rounding);
    }
}

TEST_CASE("the center of mass keeps its direction") {
  const TestImage image = letter(112);
  const Point center = moments(image).center;
  const Point after = moments(augmented(zoomed(0.2), image)).center;
  CHECK(after.x - 55.5 == doctest::Approx(1.2 * (center.x - 55.5)).epsilon(0.01));
  CHECK(after.y - 55.5 == doctest::Approx(1.2 * (center.y - 55.5)).epsilon(0.01));
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Zoom{}) == "");
  CHECK(complaint(Zoom{0.9f}) == "");
  CHECK(complaint(Zoom{1}) == "Zoom: by must be within [-0.9, 9], not -1");
  CHECK(complaint(Zoom{{0, 10}}) != "");
}

}  // namespace
