#include <angka/reading/first_sight.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <optional>

#include "reading/page.hpp"

using namespace angka;

namespace {

std::optional<reading::Seen> seen(const Page& page) {
  return reading::at_first_sight(page.image, shape_judge);
}

Page one_zero(int paper = 220, int ink = 40) {
  Page page(120, 160, paper);
  page.zero(35, 40, 50, 80, ink);
  return page;
}

}  // namespace

TEST_CASE("a small picture of one digit is read at first sight, where the digit is") {
  for (const bool light : {false, true}) {
    const auto zero = light ? seen(one_zero(40, 220)) : seen(one_zero());
    REQUIRE(zero);
    REQUIRE(zero->view.chosen.size() == 1);
    CHECK(zero->view.chosen[0].label == 0);
    CHECK(zero->candidates[0].light == light);
    const Reading reading =
        read_digits(light ? one_zero(40, 220).image : one_zero().image, shape_judge);
    REQUIRE(reading.digits.size() == 1);
    CHECK(std::abs(reading.digits[0].box.left - 35) <= 2);
    CHECK(std::abs(reading.digits[0].box.top - 40) <= 2);
    CHECK(std::abs(reading.digits[0].box.height - 80) <= 3);
  }
}

TEST_CASE("what isn't one clear digit is looked at closely") {
  CHECK_FALSE(seen(Page(120, 160)));  // blank
  Page two = one_zero();
  two.fill(100, 60, 6, 60);
  CHECK_FALSE(seen(two));
  Page pale = one_zero();  // a pale one beside it
  pale.fill(100, 60, 6, 60, 160);
  CHECK_FALSE(seen(pale));
  Page cut(120, 160);  // not all of it is in the picture
  cut.zero(-3, 40, 60, 80);
  CHECK_FALSE(seen(cut));
  Page large(500, 300);  // small writing would be lost at a glance
  large.zero(100, 100, 50, 80);
  CHECK_FALSE(seen(large));
  Page sign(120, 160);  // no digit
  sign.fill(30, 70, 60, 10);
  sign.fill(55, 45, 10, 60);
  CHECK_FALSE(seen(sign));
}
