#include <angka/metrics/label_issues.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <vector>

using angka::find_label_issues;
using angka::LabelIssues;
using doctest::Approx;

namespace {

std::vector<std::uint32_t> images(const LabelIssues& found, bool confident_alone) {
  std::vector<std::uint32_t> list;
  for (const angka::LabelIssue& issue : found.ranked)
    if (issue.confident || !confident_alone) list.push_back(issue.image);
  return list;
}

}  // namespace

TEST_CASE("likely wrong labels are those that cleanlab finds, in its order") {
  // cleanlab 2.9.0: get_confident_thresholds(labels, p), and find_label_issues(labels, p,
  // filter_by=..., return_indices_ranked_by="normalized_margin").
  const std::vector<int> labels{3, 2, 2, 3, 2, 3, 3, 0, 0, 1, 1, 3, 3, 0, 1, 3, 0, 3, 0, 1,
                                3, 1, 1, 1, 2, 1, 3, 1, 1, 2, 2, 2, 2, 3, 3, 3, 2, 2, 1, 3};
  const int percent[] = {6,  7,  57, 30, 71, 22, 4,  3,  22, 21, 47, 10, 38, 2,  22, 38,  //
                         4,  70, 18, 8,  73, 14, 6,  7,  9,  21, 50, 20, 30, 15, 28, 27,  //
                         49, 8,  27, 16, 4,  62, 33, 1,  4,  60, 29, 7,  3,  3,  3,  91,  //
                         10, 11, 23, 56, 83, 3,  11, 3,  23, 13, 58, 6,  5,  25, 8,  62,  //
                         57, 38, 4,  1,  7,  32, 11, 50, 59, 8,  20, 13, 8,  65, 20, 7,   //
                         9,  26, 29, 36, 16, 42, 35, 7,  37, 18, 30, 15, 2,  89, 1,  8,   //
                         2,  33, 50, 15, 13, 19, 44, 24, 24, 19, 22, 35, 35, 53, 10, 2,   //
                         6,  3,  49, 42, 34, 12, 50, 4,  70, 15, 10, 5,  0,  1,  99, 0,   //
                         1,  3,  96, 0,  8,  5,  1,  86, 11, 12, 5,  72, 20, 31, 11, 38,  //
                         24, 3,  71, 2,  3,  3,  92, 2,  6,  63, 25, 6,  11, 4,  2,  83};
  std::vector<float> p;
  for (const int value : percent) p.push_back(static_cast<float>(value) / 100);
  const LabelIssues found = find_label_issues(p, labels, 4);
  REQUIRE(found.thresholds.size() == 4);
  CHECK(found.thresholds[0] == Approx(0.556).epsilon(1e-6));
  CHECK(found.thresholds[1] == Approx(0.44272727272727275).epsilon(1e-6));
  CHECK(found.thresholds[2] == Approx(0.537).epsilon(1e-6));
  CHECK(found.thresholds[3] == Approx(0.5028571428571429).epsilon(1e-6));
  CHECK(found.confident == 6);
  CHECK(images(found, true) == std::vector<std::uint32_t>{1, 5, 30, 4, 14, 0});
  CHECK(images(found, false) == std::vector<std::uint32_t>{1, 5, 30, 4, 28, 14, 6, 0, 25, 22});
  CHECK(found.ranked[4].label == 1);
  CHECK(found.ranked[4].likely == 2);
  CHECK(found.ranked[4].of_label == 0.03f);
  CHECK(found.ranked[4].of_likely == 0.49f);
}

TEST_CASE("likely wrong labels: a rare class is likely at less than the most probable one") {
  // Thresholds: 0.8 for the two of class 0, 0.3 for the one of class 1, 0.4 for that of class 2.
  const float p[] = {0.9f, 0.05f, 0.05f, 0.7f, 0.1f, 0.2f, 0.6f, 0.3f, 0.1f, 0.3f, 0.3f, 0.4f};
  const int labels[] = {0, 0, 1, 2};
  CHECK(find_label_issues(p, labels, 3).ranked.empty());  // image 2 reaches its own threshold
  const int changed[] = {0, 0, 2, 1};                     // thresholds 0.8, 0.3, 0.1
  const LabelIssues found = find_label_issues(p, changed, 3);
  // Image 2 is most probably 0, but not as surely as those are; of the others 1 is the likeliest.
  REQUIRE(found.ranked.size() == 2);
  CHECK(found.ranked[0].image == 2);
  CHECK(found.ranked[0].likely == 1);
  CHECK(found.ranked[1].image == 3);
  CHECK(found.ranked[1].likely == 2);
  CHECK(found.confident == 2);
}

TEST_CASE("likely wrong labels: a class without images is no issue's, and ties keep their order") {
  const float p[] = {0.5f, 0.5f, 0, 0.2f, 0.3f, 0.5f, 0.5f, 0.5f, 0, 0.2f, 0.3f, 0.5f};
  const int labels[] = {0, 0, 1, 1};
  const LabelIssues found = find_label_issues(p, labels, 3);
  CHECK(found.thresholds[2] > 1);
  CHECK(images(found, false) == std::vector<std::uint32_t>{1, 3});  // of 2, none is more probable
  CHECK(found.ranked[0].likely == 2);
  CHECK_FALSE(found.ranked[0].confident);
  CHECK(find_label_issues({}, {}, 2).ranked.empty());
}

TEST_CASE("likely wrong labels: what doesn't belong together is refused") {
  const std::vector<float> p{0.5f, 0.5f, 0.25f, 0.75f};
  const std::vector<int> labels{0, 1};
  CHECK(find_label_issues(p, labels, 2).ranked.empty());
  const auto refused = [&](std::vector<float> values, std::vector<int> given, int classes) {
    CHECK_THROWS_AS(find_label_issues(values, given, classes), angka::SettingError);
  };
  refused(p, {0}, 2);
  refused(p, {0, 1, 0}, 2);
  refused({0.5f, 0.5f, 1}, {0}, 2);
  refused(p, labels, 1);
  refused(p, labels, 0);
  refused(p, labels, -2);
  refused(p, labels, 3);
  refused(p, {0, 2}, 2);
  refused(p, {-1, 0}, 2);
  for (const float wrong : {-0.1f, 1.5f, std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()})
    refused({0.5f, 0.5f, wrong, 0.5f}, labels, 2);
}
