#include <angka/core/number.hpp>

#include <doctest/doctest.h>

#include <string_view>

using angka::detail::read_number;

TEST_CASE("a number is the whole word, as C++ writes it") {
  double number = 0;
  CHECK(read_number("0.25", number));
  CHECK(number == 0.25);
  CHECK(read_number("-1e-3", number));
  CHECK(number == -1e-3);
  for (const std::string_view no : {"", " 1", "1 ", "1,5", "1.5x", "x", "--1"}) {
    CAPTURE(no);
    CHECK_FALSE(read_number(no, number));
  }
  int whole = 0;
  CHECK(read_number("-12", whole));
  CHECK(whole == -12);
  CHECK_FALSE(read_number("1.5", whole));
  CHECK_FALSE(read_number("99999999999", whole));
}
