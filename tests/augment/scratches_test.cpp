#include <angka/augment/augment.hpp>

#include <doctest/doctest.h>
#include <augment/reference.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

using namespace angka;

namespace {

TEST_CASE("lines run from edge to edge, either way, straight or zigzag, whole or dotted") {
  const TestImage image = blank({1, 40, 40});
  const auto pipeline = augment(Scratches{.count = {1, 1}, .width = {1.5f, 1.5f}});
  int level = 0, whole = 0, straight = 0;
  constexpr int images = 600;
  for (std::uint32_t i = 0; i < images; ++i) {
    const TestImage found = augmented(pipeline, image, {seed(1), 0, i});
    std::set<int> rows, columns;
    std::vector<double> middles_of_columns, middles_of_rows;
    const auto middle = [&](auto&& value) {
      double sum = 0, at = 0;
      for (int k = 0; k < 40; ++k) sum += value(k), at += k * value(k);
      return sum > 0 ? at / sum : -1;
    };
    for (int k = 0; k < 40; ++k) {
      middles_of_columns.push_back(middle([&](int y) { return double(found.at(y, k)); }));
      middles_of_rows.push_back(middle([&](int x) { return double(found.at(k, x)); }));
      if (middles_of_columns.back() >= 0) columns.insert(k);
      if (middles_of_rows.back() >= 0) rows.insert(k);
    }
    level += columns.size() > rows.size();
    whole += columns.size() == 40 || rows.size() == 40;
    const auto& middles = columns.size() > rows.size() ? middles_of_columns : middles_of_rows;
    double bend = 0;
    for (std::size_t k = 6; k < 34; ++k)
      if (middles[k - 1] >= 0 && middles[k] >= 0 && middles[k + 1] >= 0)
        bend = std::max(bend, std::abs(middles[k - 1] - 2 * middles[k] + middles[k + 1]));
    straight += bend < 0.2;
  }
  CHECK(std::abs(level - images / 2) < 80);
  CHECK(std::abs(whole - images / 2) < 90);
  CHECK(straight > images * 4 / 10);
  CHECK(straight < images * 8 / 10);
}

TEST_CASE("a level line is as broad and as light as its settings say") {
  const TestImage image = blank({2, 40, 400});
  const auto pipeline = augment(Scratches{.count = {1, 1}, .width = {4, 4}});
  std::vector<double> widths;
  for (std::uint32_t i = 0; i < 200; ++i) {
    const TestImage found = augmented(pipeline, image, {seed(2), 0, i});
    std::vector<double> of_columns;
    for (int x = 0; x < 400; ++x) {
      double sum = 0, most = 0;
      for (int y = 0; y < 40; ++y) {
        sum += found.at(y, x);
        most = std::max<double>(most, found.at(y, x));
        REQUIRE(found.at(y, x, 0) == found.at(y, x, 1));
      }
      if (most >= 127) of_columns.push_back(sum / most);
    }
    if (of_columns.size() < 150) continue;  // upright
    std::sort(of_columns.begin(), of_columns.end());
    widths.push_back(of_columns[of_columns.size() / 2]);
  }
  REQUIRE(widths.size() > 60);
  std::sort(widths.begin(), widths.end());
  CHECK(widths[widths.size() / 2] == doctest::Approx(4).epsilon(0.03));
}

TEST_CASE("nothing gets darker, and images of one row or column are drawn on") {
  const TestImage image = noise({1, 28, 28});
  for (std::uint32_t i = 0; i < 100; ++i) {
    const TestImage found = augmented(augment(Scratches{{5, 5}}), image, {seed(3), 0, i});
    for (std::size_t k = 0; k < image.pixels.size(); ++k)
      REQUIRE(found.pixels[k] >= image.pixels[k]);
    augmented(augment(Scratches{{5, 5}}), blank({1, 1, 33}), {seed(3), 0, i});
    augmented(augment(Scratches{{5, 5}}), blank({1, 33, 1}), {seed(3), 0, i});
  }
  CHECK(complaint(Scratches{21}) == "Scratches: count must be within [0, 20], not 21");
  CHECK(complaint(Scratches{.count = {1, 2}, .width = {3, 2}}) ==
        "Scratches: width must be at least its low end, 3, not 2");
}

}  // namespace
