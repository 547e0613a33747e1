#include <doctest/doctest.h>

#include <algorithm>
#include <angka/core/random.hpp>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <span>
#include <vector>

namespace {

using namespace angka;
using Block = std::array<std::uint32_t, 4>;

TEST_CASE("Philox 4x32-10 gives the known answers of Random123 (tests/kat_vectors)") {
  static_assert(philox({0, 0, 0, 0}, {0, 0}) ==
                Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream is the blocks of its counter, one after the other") {
  Random random(seed(0x1122334455667788), Purpose::dropout, 5, 6, 7);
  for (std::uint32_t block = 0; block < 3; ++block) {
    const Block words = philox({block, 6, 5, 7 << 8 | 3}, {0x55667788, 0x11223344});
    for (const std::uint32_t word : words) CHECK(random.bits() == word);
  }
}

TEST_CASE("streams differ by seed, purpose, epoch, item and part") {
  std::set<std::uint32_t> first;
  int streams = 0;
  const auto add = [&](Random random) {
    first.insert(random.bits());
    ++streams;
  };
  add(Random(seed(1), Purpose::shuffle));
  add(Random(seed(2), Purpose::shuffle));
  add(Random(seed(1ull << 32 | 1), Purpose::shuffle));
  add(Random(seed(1), Purpose::dropout));
  add(Random(seed(1), Purpose::shuffle, 1));
  add(Random(seed(1), Purpose::shuffle, 0, 1));
  add(Random(seed(1), Purpose::shuffle, 0, 0, 1));
  add(Random(seed(1), Purpose::shuffle, 0, 0, (1u << 24) - 1));
  CHECK(first.size() == std::size_t(streams));
}

TEST_CASE("uniform numbers lie in their range and spread over it evenly") {
  Random random(seed(3), Purpose::test);
  constexpr int draws = 200000, bins = 20;
  std::array<int, bins> count{};
  for (int i = 0; i < draws; ++i) {
    const float x = random.uniform();
    REQUIRE_UNARY(x >= 0 && x < 1);
    ++count[std::size_t(x * bins)];
  }
  // Chi-square with 19 degrees of freedom exceeds 43.8 with probability 0.001.
  double chi = 0;
  for (const int c : count) chi += std::pow(c - draws / bins, 2) / (draws / bins);
  CHECK(chi < 43.8);

  float low = 9, high = -9;
  for (int i = 0; i < draws; ++i) {
    const float x = random.uniform(-3, 5);
    low = std::min(low, x);
    high = std::max(high, x);
  }
  CHECK(low >= -3);
  CHECK(low < -2.99f);
  CHECK(high < 5);
  CHECK(high > 4.99f);
}

TEST_CASE("whole numbers below a count are all as likely") {
  Random random(seed(4), Purpose::test);
  constexpr int draws = 120000;
  std::array<int, 6> count{};
  for (int i = 0; i < draws; ++i) ++count.at(random.below(6));
  double chi = 0;
  for (const int c : count) chi += std::pow(c - draws / 6, 2) / (draws / 6);
  CHECK(chi < 20.5);  // 5 degrees of freedom, probability 0.001

  for (int i = 0; i < 100; ++i) CHECK(random.below(1) == 0);
  // A count for which rounding a fraction would favour some numbers by a third.
  constexpr std::uint32_t large = 3u << 30;
  int thirds[3] = {};
  for (int i = 0; i < draws; ++i) ++thirds[random.below(large) >> 30];
  for (const int c : thirds) CHECK(std::abs(c - draws / 3) < 700);
}

TEST_CASE("normal numbers have the moments and tails of the normal distribution") {
  Random random(seed(5), Purpose::test);
  constexpr int draws = 400000;
  double sum = 0, squares = 0, cubes = 0, fourths = 0;
  int beyond_2 = 0;
  for (int i = 0; i < draws; ++i) {
    const double x = double(random.normal());
    sum += x;
    squares += x * x;
    cubes += x * x * x;
    fourths += x * x * x * x;
    beyond_2 += std::abs(x) > 2;
  }
  // Five standard errors each: those of the moments are sqrt(1, 2, 15, 96) / sqrt(draws).
  const double unit = 5 / std::sqrt(draws);
  CHECK(std::abs(sum / draws) < unit);
  CHECK(std::abs(squares / draws - 1) < unit * std::sqrt(2));
  CHECK(std::abs(cubes / draws) < unit * std::sqrt(15));
  CHECK(std::abs(fourths / draws - 3) < unit * std::sqrt(96));
  CHECK(std::abs(beyond_2 / double(draws) - 0.0455) < unit * 0.21);
}

TEST_CASE("shuffling keeps all items, and every order is as likely") {
  std::vector<int> items(1000);
  std::iota(items.begin(), items.end(), 0);
  Random(seed(6), Purpose::test).shuffle(std::span(items));
  CHECK_FALSE(std::is_sorted(items.begin(), items.end()));
  std::vector<int> again(1000);
  std::iota(again.begin(), again.end(), 0);
  Random(seed(6), Purpose::test).shuffle(std::span(again));
  CHECK(items == again);
  std::sort(items.begin(), items.end());
  for (int i = 0; i < 1000; ++i) CHECK(items[std::size_t(i)] == i);

  std::array<int, 27> orders{};
  constexpr int draws = 60000;
  Random random(seed(7), Purpose::test);
  for (int i = 0; i < draws; ++i) {
    std::array<int, 3> three{0, 1, 2};
    random.shuffle(std::span<int>(three));
    ++orders[std::size_t(three[0] * 9 + three[1] * 3 + three[2])];
  }
  int seen = 0;
  for (const int count : orders) {
    seen += count > 0;
    CHECK_UNARY(count == 0 || std::abs(count - draws / 6) < 460);
  }
  CHECK(seen == 6);

  random.shuffle(std::span<int>());
  std::array<int, 1> one{5};
  random.shuffle(std::span<int>(one));
  CHECK(one[0] == 5);
}

}  // namespace
