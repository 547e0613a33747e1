#include <angka/report/planes.hpp>

#include <doctest/doctest.h>

#include <array>

using namespace angka;

namespace {

std::array<int, 3> pixel(const Image& image, int x, int y) {
  const auto at = static_cast<std::size_t>(y * image.width + x);
  return {image.pixels[at], image.pixels[image.plane() + at], image.pixels[2 * image.plane() + at]};
}

constexpr std::array<int, 3> white{255, 255, 255}, red{178, 24, 43}, blue{33, 102, 172};

}  // namespace

TEST_CASE("planes as pictures: signs and sizes are colours, on one scale for all planes") {
  const std::vector<float> values{0, 2, -4, 1, 4, 0};
  const auto pictures = plane_pictures(values, {2, 1, 3});
  REQUIRE(pictures.size() == 2);
  CHECK(pictures[0].width == 3);
  CHECK(pictures[0].height == 1);
  CHECK(pixel(pictures[0], 0, 0) == white);
  CHECK(pixel(pictures[0], 1, 0) == std::array{217, 140, 149});  // half way
  CHECK(pixel(pictures[0], 2, 0) == blue);
  CHECK(pixel(pictures[1], 1, 0) == red);
  CHECK_THROWS_AS(plane_pictures(values, {1, 1, 3}), SettingError);
  // Nothing but zeros, and no planes.
  CHECK(pixel(plane_pictures(std::vector<float>(4), {1, 2, 2})[0], 1, 1) == white);
  CHECK(plane_pictures({}, {0, 2, 2}).empty());
}

TEST_CASE("filters as pictures: one for each filter and channel, rows and columns as in files") {
  NamedTensor weights{.name = "0.weight", .shape = {2, 1, 2, 3}, .values = std::vector<float>(12)};
  weights.values[6 + 4] = -1;  // filter 1, row 1, column 1
  const auto pictures = filter_pictures(weights);
  REQUIRE(pictures.size() == 2);
  CHECK(pictures[1].width == 3);
  CHECK(pictures[1].height == 2);
  CHECK(pixel(pictures[1], 1, 1) == blue);
  CHECK(pixel(pictures[1], 1, 0) == white);
  weights.shape = {2, 6};
  CHECK_THROWS_AS(filter_pictures(weights), SettingError);

  // Side by side: two in the first row, one in the second, each pixel three wide.
  const Image sheet = tiled({pictures[1], pictures[0], pictures[1]}, 2, 3);
  CHECK(sheet.width == 4 + 2 * (3 * 3 + 4));
  CHECK(sheet.height == 4 + 2 * (3 * 2 + 4));
  CHECK(pixel(sheet, 4 + 4, 4 + 4) == blue);
  CHECK(pixel(sheet, 4 + 4, 4 + 10 + 4) == blue);
  CHECK(pixel(sheet, 17 + 4, 4 + 4) == white);
}
