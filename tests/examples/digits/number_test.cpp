#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include "console/text.hpp"

// Numbers as people write them.

namespace {

struct Language {
  explicit Language(const Texts& texts) { number_signs = texts.signs; }
  ~Language() { number_signs = {}; }
};

}  // namespace

TEST_CASE("numbers have groups of digits, a sign where they differ from 0, and digits that count") {
  CHECK(count(0) == "0");
  CHECK(count(999) == "999");
  CHECK(count(1000) == "1,000");
  CHECK(count(-1234567) == "-1,234,567");
  CHECK(count(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
  CHECK(fixed(-0.001, 2) == "0.00");
  CHECK(fixed(-0.006, 2) == "-0.01");
  CHECK(fixed(12345.678, 1) == "12,345.7");
  CHECK(fixed(0.5, 6, machine_signs) == "0.500000");
  CHECK(fixed(1234.5, 1, machine_signs) == "1234.5");
  CHECK(percent(0.93388) == "93.39%");
  CHECK(points(0.011) == "+1.10");
  CHECK(points(-0.055) == "-5.50");
  CHECK(points(-0.00001) == "0.00");
  CHECK(points(0.00001) == "0.00");
  CHECK(p_value(0.03) == "0.0300");
  CHECK(p_value(1e-9) == "< 0.0001");
  CHECK(is_p_value(0.03) == "= 0.0300");
  CHECK(brief(0) == "0");
  CHECK(brief(0.1) == "0.1");
  CHECK(brief(-0.25) == "-0.25");
  CHECK(brief(60) == "60");
  CHECK(brief(61706) == "61,706");
  CHECK(brief(0.000941292) == "0.000941");
  CHECK(brief(0.0001) == "0.0001");
  CHECK(brief(2e-8) == "2×10⁻⁸");
  CHECK(brief(1.5e-5) == "1.5×10⁻⁵");
  CHECK(brief(9.999e-5) == "0.0001");
  CHECK(brief(3.0e-12) == "3×10⁻¹²");
}

TEST_CASE("numbers are in the language of the program") {
  const Language language(indonesian);
  CHECK(count(61706) == "61.706");
  CHECK(percent(0.93388) == "93,39%");
  CHECK(points(0.011) == "+1,10");
  CHECK(brief(0.000941292) == "0,000941");
  CHECK(fixed(1234.5, 1) == "1.234,5");
  CHECK(p_value(0) == "< 0,0001");
  CHECK(fill("{} dari {}", 1500, 0.25) == "1.500 dari 0,25");
  CHECK(typed_number(0.25) == "0.25");  // a word of a command
}

TEST_CASE("a text takes its values, and the word that a number asks for") {
  CHECK(fill("{} {file|files}", 1) == "1 file");
  CHECK(fill("{} {file|files}", 0) == "0 files");
  CHECK(fill("{} of {} {image was|images were} read", 1, 1000) == "1 of 1,000 images were read");
  CHECK(fill("{}: {} {seed|seeds}", "net", 1) == "net: 1 seed");
  CHECK(fill("nothing") == "nothing");
  CHECK(right("2×10⁻⁸", 8) == "  2×10⁻⁸");  // as wide as it looks
}
