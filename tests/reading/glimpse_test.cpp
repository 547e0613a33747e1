#include <angka/reading/glimpse.hpp>
#include <angka/reading/view.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace angka;
using namespace angka::reading;

namespace {

Candidate block(int left, int top, int width, int height) {
  Candidate candidate{.box = {left, top, left + width, top + height}, .area = width * height};
  candidate.mask.assign(static_cast<std::size_t>(width * height), 1);
  return candidate;
}

void fill(Plane& plane, const Extent& box, float value) {
  for (int y = box.top; y < box.bottom; ++y)
    for (int x = box.left; x < box.right; ++x) plane.row(y)[x] = value;
}

int ink(const DigitPixels& image, int left, int top, int right, int bottom) {
  int sum = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) sum += image[static_cast<std::size_t>(28 * y + x)];
  return sum;
}

}  // namespace

TEST_CASE("surroundings are 2.6 times a candidate's size, its own ink 170 whatever its contrast") {
  for (const float contrast : {20.0f, 200.0f}) {
    Plane plane(200, 200);
    const Candidate candidate = block(80, 70, 28, 28);
    fill(plane, candidate.box, contrast);
    const DigitPixels seen = surroundings(candidate, plane);
    CHECK(seen[28 * 14 + 14] == 170);
    // 28 / 2.6 of 28 pixels along each side.
    CHECK(ink(seen, 0, 0, 28, 28) / 170.0 == doctest::Approx(28 / 2.6 * 28 / 2.6).epsilon(0.05));
    CHECK(ink(seen, 0, 0, 28, 8) == 0);
    CHECK(ink(seen, 0, 20, 28, 28) == 0);
  }
}

TEST_CASE("surroundings show what goes on beyond a candidate, and nothing beyond the picture") {
  Plane plane(100, 60);
  fill(plane, {40, 0, 44, 60}, 100);
  const Candidate part = block(40, 20, 4, 20);
  const DigitPixels seen = surroundings(part, plane);
  CHECK(seen[28 * 1 + 14] > 100);
  CHECK(seen[28 * 26 + 14] > 100);
  CHECK(ink(seen, 0, 0, 8, 28) == 0);
  fill(plane, {0, 0, 100, 60}, 100);
  const DigitPixels corner = surroundings(block(0, 0, 20, 20), plane);
  CHECK(ink(corner, 0, 0, 8, 28) == 0);
  CHECK(ink(corner, 0, 0, 28, 8) == 0);
  CHECK(corner[28 * 27 + 27] == 170);
}

TEST_CASE("a glimpse of a page that is turned is the glimpse turned") {
  Plane page(120, 120);
  const Candidate upright = block(50, 40, 20, 40);
  fill(page, upright.box, 90);
  fill(page, {20, 30, 40, 60}, 50);
  fill(page, {80, 90, 84, 110}, 70);
  const Plane across = transposed(page);  // transposed and then upside down: turned to the left
  Plane left(120, 120);
  for (int y = 0; y < 120; ++y)
    std::copy_n(across.row(119 - y), 120, left.row(y));
  Candidate candidate = block(40, 50, 40, 20);
  candidate.box = turned(upright.box, 1, 120, 120);
  const DigitPixels seen = surroundings(candidate, left);
  const DigitPixels expected = turned(surroundings(upright, page), 1, 27);
  int off = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) off += std::abs(seen[i] - expected[i]) > 30;
  CHECK(off <= 4);  // places fall between pixels
  CHECK(ink(expected, 0, 0, 28, 28) > 3000);
}
