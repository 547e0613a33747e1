#include <angka/metrics/confusion.hpp>

#include <initializer_list>

#include <doctest/doctest.h>

namespace {

using namespace angka;

// True 0: read as 0 three times, as 1 once. True 1: as 1 twice, as 0 once, as nothing once.
// True 2: never occurs, and nothing is read as it.
ConfusionMatrix example() {
  ConfusionMatrix m(3);
  for (int i = 0; i < 3; ++i) m.add(0, 0);
  m.add(0, 1);
  for (int i = 0; i < 2; ++i) m.add(1, 1);
  m.add(1, 0);
  m.add(1, ConfusionMatrix::none);
  return m;
}

TEST_CASE("counts and scores are as by hand") {
  const ConfusionMatrix m = example();
  CHECK(m.classes() == 3);
  CHECK(m.count(0, 0) == 3);
  CHECK(m.count(0, 1) == 1);
  CHECK(m.count(1, 0) == 1);
  CHECK(m.count(1, ConfusionMatrix::none) == 1);
  CHECK(m.total() == 8);
  CHECK(m.correct() == 5);
  CHECK(m.support(0) == 4);
  CHECK(m.support(1) == 4);
  CHECK(m.predicted(0) == 4);
  CHECK(m.predicted(1) == 3);

  CHECK(m.scores(0).precision == doctest::Approx(3.0 / 4));
  CHECK(m.scores(0).recall == doctest::Approx(3.0 / 4));
  CHECK(m.scores(0).f1 == doctest::Approx(3.0 / 4));
  CHECK(m.scores(1).precision == doctest::Approx(2.0 / 3));
  CHECK(m.scores(1).recall == doctest::Approx(2.0 / 4));
  CHECK(m.scores(1).f1 == doctest::Approx(4.0 / 7));
  CHECK(m.macro_average().precision == doctest::Approx((3.0 / 4 + 2.0 / 3) / 3));
  CHECK(m.weighted_average().recall == doctest::Approx(5.0 / 8));
}

TEST_CASE("a division by zero gives 0") {
  const ConfusionMatrix empty(2);
  for (const ClassScores& s :
       {example().scores(2), empty.scores(0), empty.macro_average(), empty.weighted_average()}) {
    CHECK(s.precision == 0);
    CHECK(s.recall == 0);
    CHECK(s.f1 == 0);
  }
}

TEST_CASE("merging adds, clearing forgets") {
  ConfusionMatrix m = example();
  m.merge(example());
  CHECK(m.count(0, 0) == 6);
  CHECK(m.count(1, ConfusionMatrix::none) == 2);
  CHECK(m.total() == 16);
  m.clear();
  CHECK(m.total() == 0);
  CHECK(m.classes() == 3);
}

TEST_CASE("unusable class counts are refused") {
  CHECK_THROWS_WITH_AS(ConfusionMatrix(0), "ConfusionMatrix: classes must be 1 or above, not 0",
                       SettingError);
  CHECK_THROWS_AS(ConfusionMatrix(-1), SettingError);
  ConfusionMatrix m(3);
  CHECK_THROWS_WITH_AS(m.merge(ConfusionMatrix(2)),
                       "ConfusionMatrix: merged classes must be 3, not 2", SettingError);
}

}  // namespace
