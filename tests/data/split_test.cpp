#include <angka/data/split.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <vector>

using namespace angka;

namespace {

using Positions = std::vector<std::uint32_t>;

/// A set with `sizes[c]` images of class c, mixed; the images themselves don't matter.
Dataset labelled(const std::vector<int>& sizes) {
  Dataset data;
  for (bool more = true; more;) {
    more = false;
    for (std::size_t c = 0; c < sizes.size(); ++c)
      if (std::count(data.labels.begin(), data.labels.end(), static_cast<int>(c)) < sizes[c]) {
        data.labels.push_back(static_cast<int>(c));
        more = true;
      }
  }
  data.pixels.resize(data.labels.size());
  return data;
}

std::map<int, int> counts(const Dataset& data, const Positions& positions) {
  std::map<int, int> count;
  for (const std::uint32_t i : positions) ++count[data.labels.at(i)];
  return count;
}

/// Whether both parts are in rising order and together are all of 0, ..., size - 1, each once.
bool parted(const Split& split, std::size_t size) {
  Positions all;
  std::merge(split.train.begin(), split.train.end(), split.held_out.begin(), split.held_out.end(),
             std::back_inserter(all));
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] != i) return false;
  return all.size() == size && std::is_sorted(split.train.begin(), split.train.end()) &&
         std::is_sorted(split.held_out.begin(), split.held_out.end());
}

}  // namespace

TEST_CASE("images without labels are parted too") {
  const FloatDataset data{.shape = {1, 1, 2}, .pixels = std::vector<float>(2 * 101)};
  const Split split = random_split(data, 0.2, seed(7));
  CHECK(parted(split, 101));
  CHECK(split.held_out.size() == 20);
  CHECK(random_split(data, 0.2, seed(7)).held_out == split.held_out);
  CHECK(random_split(data, 0.2, seed(8)).held_out != split.held_out);
  const Split inner = random_split(data.select(split.train), 0.5, seed(7));
  CHECK(inner.held_out.size() == 41);
  for (const std::uint32_t position : inner.held_out)
    CHECK(std::binary_search(split.train.begin(), split.train.end(), position));
  // Whatever the labels: some class is cut otherwise than in proportion.
  const Dataset labels = labelled({50, 50});
  int uneven = 0;
  for (int s = 0; s < 20; ++s)
    uneven +=
        counts(labels,
               random_split(labels, 0.2, seed(static_cast<std::uint64_t>(s))).held_out)[0] != 10;
  CHECK(uneven > 5);
}

TEST_CASE("a split takes its fraction of every class, up to rounding, and of the whole") {
  for (const std::vector<int>& sizes : {std::vector{500, 500, 500},
                                        {13, 13, 13, 13, 13, 13, 13, 13, 13, 13},
                                        {7, 100, 3, 41},
                                        {10}})
    for (const double fraction : {0.2, 0.5, 0.1, 1.0 / 3, 0.77, 0.9}) {
      CAPTURE(sizes.size());
      CAPTURE(fraction);
      const Dataset data = labelled(sizes);
      const Split split = stratified_split(data, fraction, seed(1));
      CHECK(parted(split, data.size()));
      auto count = counts(data, split.held_out);
      bool clamped = false;
      for (std::size_t c = 0; c < sizes.size(); ++c) {
        const int held = count[static_cast<int>(c)];
        CHECK(std::abs(held - fraction * sizes[c]) < 1 + 1e-6);
        CHECK(held >= 1);
        CHECK(held < sizes[c]);
        clamped |= fraction * sizes[c] < 1 || (1 - fraction) * sizes[c] < 1;
      }
      if (!clamped)
        CHECK(std::abs(static_cast<double>(split.held_out.size()) -
                       fraction * static_cast<double>(data.size())) <= 0.5 + 1e-6);
    }
}

TEST_CASE("4,000 and 1,000 of 5,000 digits: 100 of each held out") {
  const Dataset data = labelled(std::vector<int>(10, 500));
  const auto count = counts(data, stratified_split(data, 0.2, seed(42)).held_out);
  CHECK(count.size() == 10);
  for (const auto& [label, held] : count) CHECK(held == 100);
}

TEST_CASE("each class with two images is on both sides; a single image is trained on") {
  const Dataset data = labelled({2, 1, 1000, 2});
  for (const double fraction : {1e-9, 0.001, 0.5, 0.999, 1 - 1e-12}) {
    const Split split = stratified_split(data, fraction, seed(7));
    CHECK(parted(split, data.size()));
    auto held = counts(data, split.held_out);
    CHECK(held[0] == 1);
    CHECK(held[1] == 0);
    CHECK(held[2] >= 1);
    CHECK(held[2] <= 999);
    CHECK(held[3] == 1);
  }
}

TEST_CASE("a split follows from the seed, and differs with it") {
  const Dataset data = labelled({50, 60, 70});
  const Split split = stratified_split(data, 0.25, seed(1));
  CHECK(split.held_out == stratified_split(data, 0.25, seed(1)).held_out);
  CHECK(split.held_out != stratified_split(data, 0.25, seed(2)).held_out);
  const auto folds = k_fold(data, 4, seed(1));
  CHECK(folds[2].held_out == k_fold(data, 4, seed(1))[2].held_out);
  CHECK(folds[2].held_out != k_fold(data, 4, seed(2))[2].held_out);
}

TEST_CASE("every image of a class is as likely to be held out") {
  const Dataset data = labelled({10, 10});
  std::vector<int> times(20);
  const int trials = 2000;
  for (int s = 0; s < trials; ++s)
    for (const std::uint32_t i :
         stratified_split(data, 0.3, seed(static_cast<std::uint64_t>(s))).held_out)
      ++times[i];
  // Binomial with p = 0.3: a deviation of 20.5, of which five are allowed.
  for (const int count : times) CHECK(std::abs(count - 0.3 * trials) < 103);
}

TEST_CASE("the parts of a view are positions in its arrays, so that splits can be split") {
  const Dataset data = labelled({40, 40});
  const Split outer = stratified_split(data, 0.5, seed(3));
  const Split inner = stratified_split(data.select(outer.train), 0.25, seed(3));
  CHECK(inner.train.size() == 30);
  CHECK(inner.held_out.size() == 10);
  Positions both;
  std::merge(inner.train.begin(), inner.train.end(), inner.held_out.begin(), inner.held_out.end(),
             std::back_inserter(both));
  CHECK(both == outer.train);
}

TEST_CASE("labels may be any numbers, also few of them and far apart") {
  Dataset data;
  for (int i = 0; i < 12; ++i)
    data.labels.push_back(i % 3 == 0 ? -5 : i % 3 == 1 ? 7 : std::numeric_limits<int>::max());
  data.pixels.resize(12);
  const auto held = counts(data, stratified_split(data, 0.5, seed(1)).held_out);
  CHECK(held == std::map<int, int>{{-5, 2}, {7, 2}, {std::numeric_limits<int>::max(), 2}});
}

TEST_CASE("folds part the set, evenly in all and in each class") {
  for (const std::vector<int>& sizes : {std::vector{50, 50}, {7, 3, 12, 1}, {5}})
    for (const int k : {2, 3, 5}) {
      CAPTURE(sizes.size());
      CAPTURE(k);
      const Dataset data = labelled(sizes);
      const auto folds = k_fold(data, k, seed(9));
      REQUIRE(folds.size() == static_cast<std::size_t>(k));
      Positions all;
      for (const Split& fold : folds) {
        CHECK(parted(fold, data.size()));
        const double share = static_cast<double>(data.size()) / k;
        CHECK(std::abs(static_cast<double>(fold.held_out.size()) - share) < 1);
        auto count = counts(data, fold.held_out);
        for (std::size_t c = 0; c < sizes.size(); ++c)
          CHECK(std::abs(count[static_cast<int>(c)] - static_cast<double>(sizes[c]) / k) < 1);
        all.insert(all.end(), fold.held_out.begin(), fold.held_out.end());
      }
      std::sort(all.begin(), all.end());
      REQUIRE(all.size() == data.size());
      for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == i);
    }
}

TEST_CASE("what can't be split is a setting error") {
  const Dataset data = labelled({10, 10});
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double fraction :
       {0.0, -0.0, -0.1, 1.0, 1.5, infinity, -infinity, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS(stratified_split(data, fraction, seed(1)), SettingError);
    CHECK_THROWS_AS(random_split(data, fraction, seed(1)), SettingError);
  }
  for (const int k : {-1, 0, 1, 21}) CHECK_THROWS_AS(k_fold(data, k, seed(1)), SettingError);
  CHECK(k_fold(data, 20, seed(1)).size() == 20);
  CHECK_THROWS_AS(stratified_split(DataView{.count = 3}, 0.5, seed(1)), SettingError);
  CHECK_THROWS_AS(k_fold(DataView{.count = 3}, 2, seed(1)), SettingError);
  const Dataset nothing = labelled({});
  CHECK_THROWS_AS(stratified_split(nothing, 0.5, seed(1)), SettingError);
  CHECK_THROWS_AS(random_split(nothing, 0.5, seed(1)), SettingError);
}
