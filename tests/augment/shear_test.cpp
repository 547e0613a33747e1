#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>
#include <numbers>

using namespace angka;

namespace {

auto sheared(double degrees) { return augment(Shear{{degrees, degrees}}); }

TEST_CASE("agrees with a warp in double") {
  for (const Shape shape : {Shape{1, 28, 28}, Shape{2, 13, 31}})
    for (const double degrees : {-60.0, -10.0, 5.0, 45.0, 80.0}) {
      const TestImage image = noise(shape);
      const double slope = std::tan(degrees * std::numbers::pi / 180);
      CHECK(warp_error(augmented(sheared(degrees), image), image, [&](double x, double y) {
              return Point{x + slope * y, y};
            }) < rounding);
    }
}

TEST_CASE("positive angles lean to the right") {
  TestImage image = blank({1, 21, 21});
  for (int y = 5; y < 16; ++y) image.at(y, 10) = 255;
  const TestImage leaning = augmented(sheared(45), image);
  for (int y = 5; y < 16; ++y) CHECK(leaning.at(y, 20 - y) == 255);
  CHECK(moments(leaning).mass == doctest::Approx(11 * 255));
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Shear{20}) == "");
  CHECK(complaint(Shear{90}) == "Shear: degrees must be within [-80, 80], not 90");
}

}  // namespace
