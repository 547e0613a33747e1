#include <angka/metrics/mean.hpp>

#include <doctest/doctest.h>

#include <vector>

using angka::Mean;
using doctest::Approx;

TEST_CASE("a mean's interval follows Student's distribution") {
  // Student's own data, hours of sleep gained: mean 1.58, 95% interval 0.70 to 2.46 (R's
  // t.test(sleep2 - sleep1) prints 0.7001142 and 2.4598858).
  const std::vector<double> sleep{1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
  const Mean mean(sleep);
  CHECK(mean.value == Approx(1.58).epsilon(1e-12));
  CHECK(mean.interval.low == Approx(0.7001142).epsilon(3e-4));
  CHECK(mean.interval.high == Approx(2.4598858).epsilon(3e-4));
}

TEST_CASE("the interval of few and of many numbers") {
  CHECK(Mean(std::vector<double>{0.5}).interval.low == 0.5);
  CHECK(Mean(std::vector<double>{0.5}).interval.high == 0.5);
  const Mean two(std::vector<double>{0, 2});  // 1 +- 12.706 sqrt(2) / sqrt(2)
  CHECK(two.interval.high == Approx(13.706));
  // 41 numbers: the quantile of 40 degrees of freedom is 2.021; s = sqrt(41 / 40), but for the
  // one number in the middle.
  std::vector<double> many(41, 0);
  for (int i = 0; i < 40; ++i) many[static_cast<std::size_t>(i)] = i % 2 ? 1 : -1;
  CHECK(Mean(many).interval.high == Approx(2.021 / 6.4031).epsilon(1e-3));
}
