#include <angka/core/errors.hpp>
#include <angka/metrics/roc.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

using angka::roc_curve;
using doctest::Approx;

namespace {

/// Scores in 32nds, ties among them.
const std::vector<float> of_positives{20, 32, 21, 26, 23, 18, 12, 12, 11, 17, 32,
                                      6,  19, 23, 17, 22, 18, 8,  32, 13, 29};
const std::vector<float> of_negatives{20, 20, 8,  10, 14, 10, 12, 14, 6, 20, 2,  3,  3,
                                      21, 5,  16, 3,  18, 10, 13, 12, 9, 3,  10, 9,  7,
                                      9,  14, 28, 17, 16, 20, 13, 8,  8, 5,  13, 10, 16};

angka::RocCurve curve_of(const std::vector<float>& positives, const std::vector<float>& negatives) {
  std::vector<float> scores = negatives;
  scores.insert(scores.end(), positives.begin(), positives.end());
  return roc_curve(scores, [&](std::size_t i) { return i >= negatives.size(); });
}

double area_by_pairs(const std::vector<float>& positives, const std::vector<float>& negatives) {
  double won = 0;
  for (const float positive : positives)
    for (const float negative : negatives)
      won += positive > negative ? 1 : positive == negative ? 0.5 : 0;
  return won / static_cast<double>(positives.size() * negatives.size());
}

}  // namespace

TEST_CASE("the area below a ROC curve is what scikit-learn computes, and pairs that are counted") {
  const angka::RocCurve curve = curve_of(of_positives, of_negatives);
  CHECK(curve.area == Approx(0.7875457875457875).epsilon(1e-14));  // roc_auc_score, 1.9.1
  CHECK(curve.area == Approx(area_by_pairs(of_positives, of_negatives)).epsilon(1e-14));
  // roc_curve(drop_intermediate=False)
  REQUIRE(curve.points.size() == 25);
  const double expected[][2] = {
      {0, 0}, {0, 0.14285714}, {0, 0.19047619}, {0.02564103, 0.19047619}, {0.02564103, 0.23809524}};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(curve.points[i].false_positive_rate == Approx(expected[i][0]).epsilon(1e-6));
    CHECK(curve.points[i].true_positive_rate == Approx(expected[i][1]).epsilon(1e-6));
  }
  CHECK(curve.points.back().false_positive_rate == 1);
  CHECK(curve.points.back().true_positive_rate == 1);
  double trapezoids = 0;
  for (std::size_t i = 1; i < curve.points.size(); ++i)
    trapezoids += (curve.points[i].false_positive_rate - curve.points[i - 1].false_positive_rate) *
                  (curve.points[i].true_positive_rate + curve.points[i - 1].true_positive_rate) / 2;
  CHECK(trapezoids == Approx(curve.area).epsilon(1e-12));
}

TEST_CASE("perfect, useless and turned round scores") {
  CHECK(curve_of({3, 4}, {1, 2}).area == 1);
  CHECK(curve_of({1, 2}, {3, 4}).area == 0);
  CHECK(curve_of({7, 7}, {7, 7, 7}).area == 0.5);
  CHECK(curve_of(of_negatives, of_positives).area ==
        Approx(1 - area_by_pairs(of_positives, of_negatives)).epsilon(1e-14));
}

TEST_CASE("without positives, or negatives, there is no curve; a score must be a number") {
  for (const auto& curve : {curve_of({}, {1, 2}), curve_of({1, 2}, {}), curve_of({}, {})}) {
    CHECK(std::isnan(curve.area));
    CHECK(curve.points.empty());
  }
  CHECK_THROWS_AS(curve_of({std::numeric_limits<float>::quiet_NaN()}, {1}), angka::SettingError);
}
