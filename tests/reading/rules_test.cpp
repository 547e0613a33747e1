#include <angka/reading/rules.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace angka::reading;

namespace {

void fill(Plane& plane, int left, int top, int width, int height) {
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x) plane.row(y)[x] = 1;
}

}  // namespace

TEST_CASE("long straight lines are rules, across, down and leaning; strokes are not") {
  Plane ink(400, 300);
  fill(ink, 10, 50, 380, 3);
  fill(ink, 350, 10, 2, 280);
  for (int x = 20; x < 380; ++x)  // leans by a tenth
    fill(ink, x, 200 + static_cast<int>(std::lround(0.1 * x)), 1, 3);
  fill(ink, 100, 90, 6, 60);
  const Rules rules = find_rules(ink);
  CHECK(rules.any);
  CHECK(rules.at(100, 51) == Rules::across);
  CHECK(rules.at(350, 100) == Rules::down);
  CHECK(rules.at(200, 221) == Rules::across);
  CHECK(rules.at(102, 120) == 0);
  const Plane bare = without_rules(ink, rules);
  CHECK(bare.row(51)[100] == 0);
  CHECK(bare.row(120)[102] == 1);
}

TEST_CASE("most of a long, thin rule is found at any lean") {
  for (int lean = 0; lean <= 16; ++lean) {
    const double slope = 0.0095 * lean;
    Plane ink(1100, 700);
    for (int x = 0; x < 1100; ++x)
      fill(ink, x, 300 + static_cast<int>(std::lround(slope * x)), 1, 3);
    const Rules rules = find_rules(ink);
    int found = 0;
    for (int x = 0; x < 1100; ++x)
      found += rules.at(x, 300 + static_cast<int>(std::lround(slope * x))) != 0;
    CAPTURE(slope);
    CHECK(found > 0.6 * 1100);
  }
}

TEST_CASE("a stroke that crosses a rule is mended") {
  Plane ink(400, 300);
  fill(ink, 10, 150, 380, 4);
  fill(ink, 100, 110, 6, 90);
  const Plane bare = without_rules(ink, find_rules(ink));
  for (int y = 110; y < 200; ++y) CHECK(bare.row(y)[102] == 1);
  CHECK(bare.row(151)[200] == 0);
  CHECK(bare.row(151)[90] == 0);
}

TEST_CASE("a page without long lines has no rules") {
  Plane ink(400, 300);
  for (int i = 0; i < 5; ++i) fill(ink, 30 + 70 * i, 100, 40, 60);
  CHECK(!find_rules(ink).any);
}

TEST_CASE("in a strip of one line of writing a 1 is no rule, a frame's side is") {
  Plane ink(800, 134);
  fill(ink, 100, 28, 4, 79);
  fill(ink, 400, 6, 4, 122);
  const Rules rules = find_rules(ink);
  CHECK(rules.at(101, 60) == 0);
  CHECK(rules.at(401, 60) == Rules::down);
}
