#include <angka/metrics/regression.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using namespace angka;

namespace {

/// Counts rows [from, to) of outputs and targets, which lie row after row.
template <class T>
Regression counted(int outputs, const std::vector<T>& found, const std::vector<T>& wanted,
                   std::size_t from = 0, std::size_t to = SIZE_MAX) {
  Regression r(outputs);
  const auto width = static_cast<std::size_t>(outputs);
  for (std::size_t i = from; i < std::min(to, found.size() / width); ++i)
    r.add(std::span(found).subspan(i * width, width), std::span(wanted).subspan(i * width, width));
  return r;
}

TEST_CASE_TEMPLATE("the examples of scikit-learn's documentation", T, float, double) {
  const RegressionScores one = counted<T>(1, {T(2.5), 0, 2, 8}, {3, T(-0.5), 2, 7}).scores();
  CHECK(one.mae == doctest::Approx(0.5));
  CHECK(one.rmse == doctest::Approx(0.61237243569579));
  CHECK(one.r2 == doctest::Approx(0.948608137044967));

  const Regression two = counted<T>(2, {0, 2, -1, 2, 8, -5}, {T(0.5), 1, -1, 1, 7, -6});
  CHECK(two.scores().mae == doctest::Approx(0.75));
  CHECK(two.scores().rmse == doctest::Approx(std::sqrt(0.7083333333333334)));
  CHECK(two.scores().r2 == doctest::Approx((0.96543779 + 0.90816327) / 2));
  CHECK(two.scores(0).mae == doctest::Approx(0.5));
  CHECK(two.scores(1).mae == doctest::Approx(1));
  CHECK(two.scores(0).rmse == doctest::Approx(std::sqrt(0.41666667)));
  CHECK(two.scores(1).rmse == doctest::Approx(1));
  CHECK(two.scores(0).r2 == doctest::Approx(0.96543779));
  CHECK(two.scores(1).r2 == doctest::Approx(0.90816327));
}

TEST_CASE("the figures are their formulas, also far from 0 and in parts") {
  Random random(seed(3), Purpose::test);
  std::vector<double> found, wanted;
  for (int i = 0; i < 300; ++i) {
    const double offset = i % 3 * 1e6;
    wanted.push_back(offset + double(random.uniform(-1, 1)));
    found.push_back(wanted.back() + double(random.uniform(-0.3f, 0.5f)));
  }
  const Regression whole = counted(3, found, wanted);
  Regression parts = counted(3, found, wanted, 0, 1);
  parts.merge(Regression(3));
  parts.merge(counted(3, found, wanted, 1, 58));
  parts.merge(counted(3, found, wanted, 58));
  CHECK(whole.images() == 100);
  CHECK(parts.images() == 100);
  for (std::size_t o = 0; o < 3; ++o) {
    double mean = 0, absolute = 0, squared = 0, deviation = 0;
    for (std::size_t i = o; i < 300; i += 3) mean += wanted[i] / 100;
    for (std::size_t i = o; i < 300; i += 3) {
      absolute += std::abs(found[i] - wanted[i]);
      squared += std::pow(found[i] - wanted[i], 2);
      deviation += std::pow(wanted[i] - mean, 2);
    }
    for (const Regression* r : std::initializer_list<const Regression*>{&whole, &parts}) {
      const RegressionScores scores = r->scores(static_cast<int>(o));
      CHECK(scores.mae == doctest::Approx(absolute / 100).epsilon(1e-9));
      CHECK(scores.rmse == doctest::Approx(std::sqrt(squared / 100)).epsilon(1e-9));
      CHECK(scores.r2 == doctest::Approx(1 - squared / deviation).epsilon(1e-9));
    }
  }
}

TEST_CASE("equal targets, no images, and outputs that aren't finite") {
  CHECK(counted<float>(1, {4, 4}, {4, 4}).scores().r2 == 1);
  CHECK(counted<float>(1, {4, 5}, {4, 4}).scores().r2 == 0);
  CHECK(Regression(2).scores().mae == 0);
  CHECK(Regression(2).scores().rmse == 0);
  const RegressionScores scores =
      counted<float>(1, {4, std::numeric_limits<float>::quiet_NaN()}, {4, 3}).scores();
  CHECK(std::isnan(scores.mae));
  CHECK(std::isnan(scores.rmse));
  CHECK(std::isnan(scores.r2));
}

TEST_CASE("what doesn't fit is refused, clear forgets") {
  CHECK_THROWS_AS(Regression(0), SettingError);
  CHECK_THROWS_AS(Regression(2, {"x"}), SettingError);
  Regression r(2, {"x", "y"});
  const std::vector<float> two{1, 2}, three{1, 2, 3};
  CHECK_THROWS_AS(r.add<float>(three, two), SettingError);
  CHECK_THROWS_AS(r.add<float>(two, three), SettingError);
  CHECK_THROWS_AS(r.merge(Regression(1)), SettingError);
  r.add<float>(two, std::span(three).first(2));
  r.clear();
  CHECK(r.images() == 0);
  CHECK(r.output_name(1) == "y");
}

TEST_CASE("it is printed, each output on a line") {
  const auto text = [](const Regression& r) {
    std::ostringstream out;
    out << r;
    return out.str();
  };
  CHECK(text(counted<float>(1, {2.5f, 0, 2, 8}, {3, -0.5f, 2, 7})) ==
        "MAE 0.5, RMSE 0.6124, R2 0.9486 (4 images)\n");
  CHECK(text(counted<float>(2, {0, 2, -1, 2, 8, -5}, {0.5f, 1, -1, 1, 7, -6})) ==
        "MAE 0.75, RMSE 0.8416, R2 0.9368 (3 images)\n\n"
        "output        MAE       RMSE       R2\n"
        "0             0.5     0.6455   0.9654\n"
        "1               1          1   0.9082\n");
}

}  // namespace
