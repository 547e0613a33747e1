#include <angka/metrics/accuracy.hpp>

#include <cstdint>
#include <initializer_list>

#include <doctest/doctest.h>

namespace {

using namespace angka;

// Newcombe: Two-sided confidence intervals for the single proportion (Statistics in Medicine 17,
// 1998), table I, method 3, given to four digits.
TEST_CASE("Wilson intervals are the published ones") {
  const auto check = [](std::int64_t correct, std::int64_t total, double low, double high) {
    const Interval interval = wilson_interval(correct, total);
    CHECK(interval.low == doctest::Approx(low).scale(1).epsilon(5e-5));
    CHECK(interval.high == doctest::Approx(high).scale(1).epsilon(5e-5));
  };
  check(81, 263, 0.2553, 0.3662);
  check(15, 148, 0.0624, 0.1605);
  check(0, 20, 0.0000, 0.1611);
  check(1, 29, 0.0061, 0.1718);
  check(263 - 81, 263, 1 - 0.3662, 1 - 0.2553);  // mirrored
  check(20, 20, 1 - 0.1611, 1);
}

TEST_CASE("Wilson intervals stay within [0, 1] and hold the accuracy") {
  for (std::int64_t total : {1, 2, 3, 10, 1000, 1000000000})
    for (std::int64_t correct : {std::int64_t{0}, total / 3, total / 2, total - 1, total}) {
      const Interval interval = wilson_interval(correct, total);
      const double accuracy = static_cast<double>(correct) / static_cast<double>(total);
      CHECK(interval.low >= 0);
      CHECK(interval.high <= 1);
      CHECK(interval.low <= accuracy);
      CHECK(interval.high >= accuracy);
      CHECK(interval.low < interval.high);
    }
}

TEST_CASE("of nothing the accuracy may be anything") {
  CHECK(wilson_interval(0, 0).low == 0);
  CHECK(wilson_interval(0, 0).high == 1);
}

}  // namespace
