#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <cmath>

using namespace angka;

namespace {

TEST_CASE("wider and flatter by the same factor: proportions change, the area stays") {
  const TestImage image = letter(56);
  const TestImage wider = augmented(augment(Stretch{{0.44, 0.44}}), image);
  CHECK(warp_error(wider, image, [](double x, double y) {
          return Point{x / 1.2, y * 1.2};
        }) < rounding);
  CHECK(moments(wider).mass == doctest::Approx(moments(image).mass).epsilon(0.01));
  const TestImage taller = augmented(augment(Stretch{{-0.36, -0.36}}), image);
  CHECK(warp_error(taller, image, [](double x, double y) {
          return Point{x / 0.8, y * 0.8};
        }) < rounding);
}

TEST_CASE("what can't be used is refused") {
  CHECK(complaint(Stretch{0.3}) == "");
  CHECK(complaint(Stretch{1}) == "Stretch: by must be within [-0.9, 9], not -1");
}

}  // namespace
