#include <angka/data/split.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <set>
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

namespace {

/// As many images of each class by each writer as `sizes[writer][class]` says, mixed.
Dataset written(const std::vector<std::vector<int>>& sizes) {
  Dataset data;
  for (int round = 0, more = 1; more; ++round) {
    more = 0;
    for (std::size_t w = 0; w < sizes.size(); ++w)
      for (std::size_t c = 0; c < sizes[w].size(); ++c)
        if (round < sizes[w][c]) {
          data.labels.push_back(static_cast<int>(c));
          data.writers.push_back(static_cast<int>(w));
          more = 1;
        }
  }
  data.pixels.resize(data.labels.size());
  data.shape = {1, 1, 1};
  return data;
}

std::set<int> writers_of(const Dataset& data, const Positions& positions) {
  std::set<int> found;
  for (const std::uint32_t i : positions) found.insert(data.writers.at(i));
  return found;
}

bool have_common(const std::set<int>& a, const std::set<int>& b) {
  return std::any_of(a.begin(), a.end(), [&](int w) { return b.count(w) > 0; });
}

/// Twelve writers, who wrote 3 to 6 of each of ten digits.
Dataset twelve_writers() {
  std::vector<std::vector<int>> sizes(12);
  for (int w = 0; w < 12; ++w)
    for (int c = 0; c < 10; ++c)
      sizes[static_cast<std::size_t>(w)].push_back(3 + (w * 7 + c * 3) % 4);
  return written(sizes);
}

}  // namespace

TEST_CASE("no writer is on both sides of a split by writer, and the classes are about balanced") {
  const Dataset data = twelve_writers();
  const double size = static_cast<double>(data.size());
  const std::map<int, int> all = counts(data, [&] {
    Positions positions(data.size());
    std::iota(positions.begin(), positions.end(), 0u);
    return positions;
  }());
  std::set<Positions> different;
  for (std::uint64_t s = 0; s < 20; ++s)
    for (const double fraction : {0.1, 0.2, 0.5, 0.8}) {
      const Split split = split_by_writer(data, fraction, seed(s));
      REQUIRE(parted(split, data.size()));
      CHECK_FALSE(have_common(writers_of(data, split.train), writers_of(data, split.held_out)));
      // Within half a writer's images of what was asked.
      CHECK(std::abs(static_cast<double>(split.held_out.size()) - fraction * size) <=
            size / 24 + 1);
      for (const auto& [label, count] : counts(data, split.held_out))
        CHECK(std::abs(count - fraction * all.at(label)) <= 4);
      CHECK(split_by_writer(data, fraction, seed(s)).held_out == split.held_out);
      if (fraction == 0.2) different.insert(split.held_out);
    }
  CHECK(different.size() > 10);

  // Of a view, the positions in the data: validation after the test images.
  const Split outer = split_by_writer(data, 0.2, seed(1));
  const Split inner = split_by_writer(data.select(outer.train), 0.1, seed(1));
  const auto train = writers_of(data, inner.train), validation = writers_of(data, inner.held_out),
             test = writers_of(data, outer.held_out);
  CHECK(train.size() + validation.size() + test.size() == 12);
  CHECK_FALSE(have_common(train, test));
  CHECK_FALSE(have_common(validation, test));
  CHECK(inner.held_out.size() + inner.train.size() == outer.train.size());
}

TEST_CASE("each writer is held out in one fold") {
  const Dataset data = twelve_writers();
  for (const int k : {2, 5, 12}) {
    const std::vector<Split> folds = k_fold_by_writer(data, k, seed(3));
    REQUIRE(folds.size() == static_cast<std::size_t>(k));
    std::vector<int> times(12);
    for (const Split& fold : folds) {
      CHECK(parted(fold, data.size()));
      CHECK_FALSE(have_common(writers_of(data, fold.train), writers_of(data, fold.held_out)));
      for (const int w : writers_of(data, fold.held_out)) ++times[static_cast<std::size_t>(w)];
      if (k == 2)
        CHECK(std::abs(static_cast<double>(fold.held_out.size()) -
                       static_cast<double>(data.size()) / 2) < 10);
    }
    CHECK(times == std::vector<int>(12, 1));
  }
}

TEST_CASE("a writer of the classes that a side lacks is exchanged for one of those it has") {
  const Dataset data = written({{4, 0}, {0, 4}, {4, 0}, {0, 4}});
  for (std::uint64_t s = 0; s < 20; ++s)
    CHECK(counts(data, split_by_writer(data, 0.5, seed(s)).held_out) ==
          std::map<int, int>{{0, 4}, {1, 4}});
}

TEST_CASE("few writers, of few images or very many, leave no part empty") {
  const Dataset data = written({{1000, 900}, {1, 0}, {0, 1}});
  for (std::uint64_t s = 0; s < 10; ++s) {
    for (const double fraction : {0.001, 0.5, 0.999}) {
      const Split split = split_by_writer(data, fraction, seed(s));
      CHECK_FALSE(split.train.empty());
      CHECK_FALSE(split.held_out.empty());
    }
    for (const Split& fold : k_fold_by_writer(data, 3, seed(s))) {
      CHECK_FALSE(fold.held_out.empty());
      CHECK(writers_of(data, fold.held_out).size() == 1);
    }
  }
  // The numbers of writers need not follow each other, and labels need not be there.
  FloatDataset values{.shape = {1, 1, 1}, .pixels = std::vector<float>(6)};
  values.writers = {2599, 7, 2599, 7, -1, -1};
  CHECK(split_by_writer(values, 0.3, seed(1)).held_out.size() == 2);
  CHECK(count_writers(values) == 3);
}

TEST_CASE("splits by writer that can't be made are refused") {
  Dataset data = written({{3, 3}, {3, 3}});
  for (const double fraction : {0.0, 1.0, -0.5, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_AS(split_by_writer(data, fraction, seed(1)), SettingError);
  for (const int k : {-1, 0, 1, 3})
    CHECK_THROWS_AS(k_fold_by_writer(data, k, seed(1)), SettingError);
  const Dataset alone = written({{3, 3}});
  CHECK_THROWS_AS(split_by_writer(alone, 0.5, seed(1)), SettingError);
  const Dataset unknown = labelled({3, 3});
  CHECK_THROWS_AS(split_by_writer(unknown, 0.5, seed(1)), SettingError);
  CHECK_THROWS_AS(k_fold_by_writer(unknown, 2, seed(1)), SettingError);
  CHECK(count_writers(unknown) == 0);
  data.writers.pop_back();
  CHECK_THROWS_AS(split_by_writer(data, 0.5, seed(1)), SettingError);
}
