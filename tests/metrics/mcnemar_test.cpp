#include <angka/metrics/mcnemar.hpp>

#include <doctest/doctest.h>

#include <cstdlib>

using angka::mcnemar_p;
using doctest::Approx;

TEST_CASE("McNemar's test: published examples") {
  // 7 children changed one way, 1 the other: 0.070. Fagerland, Lydersen, Laake: The McNemar test
  // for binary matched-pairs data (2013), after Bentur et al. (2009).
  CHECK(mcnemar_p(1, 7) == Approx(0.070).epsilon(0.005));
  // Approval of a president in two surveys: chi-squared 17.3559, p 3.099e-05. Agresti: Categorical
  // data analysis (1990), p. 350, and Penn State's STAT 504.
  CHECK(mcnemar_p(86, 150) == Approx(3.099e-05).epsilon(0.0005));
}

TEST_CASE("McNemar's test of few images is a game of heads and tails") {
  CHECK(mcnemar_p(0, 0) == 1);
  CHECK(mcnemar_p(0, 1) == 1);
  CHECK(mcnemar_p(0, 5) == 2.0 / 32);
  CHECK(mcnemar_p(2, 8) == 2.0 * (1 + 10 + 45) / 1024);
  CHECK(mcnemar_p(3, 3) == 1);
  // All ways to throw n coins, counted.
  for (int n = 1; n <= 12; ++n)
    for (int first = 0; first <= n; ++first) {
      int as_far = 0;
      for (int coins = 0; coins < 1 << n; ++coins) {
        const int heads = __builtin_popcount(static_cast<unsigned>(coins));
        as_far += std::abs(2 * heads - n) >= std::abs(2 * first - n);
      }
      CHECK(mcnemar_p(first, n - first) == Approx(as_far / double(1 << n)).epsilon(1e-12));
    }
}

TEST_CASE("McNemar's test takes no side, and few images agree with many") {
  for (int first = 0; first < 40; ++first) CHECK(mcnemar_p(first, 20) == mcnemar_p(20, first));
  CHECK(mcnemar_p(13, 13) == 1);
  CHECK(mcnemar_p(5, 20) == Approx(mcnemar_p(5, 21)).epsilon(1));
  CHECK(mcnemar_p(1000000, 2000000) < 1e-300);
}
