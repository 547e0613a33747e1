// What OpenCV makes of the same image.

#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>
#include <recorded/opencv.hpp>

#include <cmath>

using namespace angka;

namespace {

TestImage image() {
  return {{1, recorded::opencv_height, recorded::opencv_width}, recorded::opencv_image};
}

/// OpenCV rounds a source to the 32nd part of a pixel: half of that in either direction, between
/// pixels up to 255 apart. The image is noise, so a mistake would be far larger.
void check_warp(const TestImage& found, const std::vector<std::uint8_t>& expected) {
  REQUIRE(found.pixels.size() == expected.size());
  double worst = 0, sum = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double error = std::abs(double(found.pixels[i]) - double(expected[i]));
    worst = std::max(worst, error);
    sum += error;
  }
  CHECK(worst <= 255 * 2 / 64.0 + 1);
  CHECK(sum / static_cast<double>(expected.size()) < 1.5);
}

/// A projection of the caller's choice, as a user might write an operation.
struct Fixed {
  Projection projection{};
  float probability = 1;

  static constexpr const char* name = "Fixed";
  static bool off() { return false; }
  void check() const {}
  Projection source(Random&, const Shape&) const { return projection; }
};

TEST_CASE("warps agree with warpAffine and warpPerspective") {
  check_warp(augmented(augment(Rotate{{10, 10}}), image()), recorded::opencv_rotated_10);
  check_warp(augmented(augment(Rotate{{-35, -35}}, Zoom{{0.2, 0.2}}), image()),
             recorded::opencv_rotated_minus_35_zoomed_20);
  check_warp(augmented(augment(Shift{{1.5 / 16, 1.5 / 16}, {-0.75 / 12, -0.75 / 12}}), image()),
             recorded::opencv_shifted);
  check_warp(augmented(augment(Shear{{20, 20}}), image()), recorded::opencv_sheared_20);

  Projection source;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) source.m[i][j] = recorded::opencv_projection[i][j];
  const double x = (recorded::opencv_width - 1) / 2.0, y = (recorded::opencv_height - 1) / 2.0;
  const Projection to_corner{{{1, 0, x}, {0, 1, y}, {0, 0, 1}}};
  const Projection to_center{{{1, 0, -x}, {0, 1, -y}, {0, 0, 1}}};
  check_warp(augmented(augment(Fixed{to_center * source * to_corner}), image()),
             recorded::opencv_perspective);
}

TEST_CASE("pen thickness agrees with dilate and erode") {
  const auto pen = [](double pixels) {
    return augmented(augment(PenThickness{{pixels, pixels}}), image()).pixels;
  };
  CHECK(pen(1) == recorded::opencv_dilated);
  CHECK(pen(2) == recorded::opencv_dilated_twice);
  CHECK(pen(-1) == recorded::opencv_eroded);
  CHECK(pen(-2) == recorded::opencv_eroded_twice);
}

TEST_CASE("blur agrees with GaussianBlur, which rounds its weights") {
  const std::vector<std::uint8_t> found = augmented(augment(Blur{{1, 1}}), image()).pixels;
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(std::abs(found[i] - recorded::opencv_blurred[i]) <= 2);
}

}  // namespace
