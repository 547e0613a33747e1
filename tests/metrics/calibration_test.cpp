#include <angka/metrics/calibration.hpp>

#include <initializer_list>

#include <doctest/doctest.h>

namespace {

using namespace angka;

TEST_CASE("the error is as by hand") {
  Calibration c;
  CHECK(c.error() == 0);
  for (int i = 0; i < 4; ++i) c.add(0.75, i < 1);  // says 75%, is right 25% of the time
  c.add(1, true);                                  // says 100% and is right
  CHECK(c.bin(11).count == 4);
  CHECK(c.bin(11).accuracy() == doctest::Approx(0.25));
  CHECK(c.bin(11).confidence() == doctest::Approx(0.75));
  CHECK(c.bin(14).count == 1);
  CHECK(c.error() == doctest::Approx(4.0 / 5 * 0.5));
}

TEST_CASE("bins hold their upper end") {
  Calibration c;
  for (const double confidence : {0.0, 1e-9, 0.066, 0.067, 0.2001, 0.9333, 0.9334, 1.0, 1.0000001})
    c.add(confidence, true);
  CHECK(c.bin(0).count == 3);
  CHECK(c.bin(1).count == 1);
  CHECK(c.bin(3).count == 1);
  CHECK(c.bin(13).count == 1);
  CHECK(c.bin(14).count == 3);
  Calibration ends;
  ends.add(3.0 / 15, true);
  CHECK(ends.bin(2).count == 1);
}

TEST_CASE("merging adds") {
  Calibration a, b, both;
  a.add(0.3, true), b.add(0.31, false), b.add(0.9, true);
  both.add(0.3, true), both.add(0.31, false), both.add(0.9, true);
  a.merge(b);
  CHECK(a.error() == both.error());
  CHECK(a.bin(4).count == 2);
  CHECK(a.bin(4).correct == 1);
}

}  // namespace
