#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// The seed of everything random in a model: `Model model{seed(42)}`.
struct Seed {
  std::uint64_t value = 0;
};
constexpr Seed seed(std::uint64_t value) { return {value}; }

/// One block of the counter-based generator Philox 4x32-10: four random words from a counter and a
/// key, without state.
///
/// Source: Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                              std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

/// What a stream of random numbers is for, so that no two uses share their numbers.
enum class Purpose : std::uint32_t {
  initialize = 1,
  shuffle,
  dropout,
  augment,
  split,
  test,
  search,
  occurrence,
  mix
};

/// A stream of random numbers that follows from (seed, purpose, epoch, item, part) alone, whatever
/// the thread, the order of calls or the standard library. `part` < 2^24.
/// Example: `Random(seed(1), Purpose::test).bits() == Random(seed(1), Purpose::test).bits()`
class Random {
 public:
  Random(Seed seed, Purpose purpose, std::uint32_t epoch = 0, std::uint32_t item = 0,
         std::uint32_t part = 0)
      : key_{static_cast<std::uint32_t>(seed.value), static_cast<std::uint32_t>(seed.value >> 32)},
        counter_{0, item, epoch, part << 8 | static_cast<std::uint32_t>(purpose)} {}

  /// 32 random bits.
  std::uint32_t bits() {
    if (used_ == 4) {
      block_ = philox(counter_, key_);
      ++counter_[0];
      used_ = 0;
    }
    return block_[static_cast<std::size_t>(used_++)];
  }

  /// Uniform in [0, 1), in steps of 2^-24.
  float uniform() { return static_cast<float>(bits() >> 8) * 0x1p-24f; }

  /// Uniform in [low, high).
  float uniform(float low, float high) { return low + (high - low) * uniform(); }

  /// Uniform among 0, 1, ..., count - 1, without bias (Lemire 2019). `count` > 0.
  std::uint32_t below(std::uint32_t count) {
    const std::uint32_t threshold = (0u - count) % count;
    for (;;) {
      const std::uint64_t product = std::uint64_t{bits()} * count;
      if (static_cast<std::uint32_t>(product) >= threshold)
        return static_cast<std::uint32_t>(product >> 32);
    }
  }

  /// Normal with mean 0 and variance 1 (Box-Muller).
  float normal() {
    const double radius = std::sqrt(-2.0 * std::log((bits() + 1.0) * 0x1p-32));
    return static_cast<float>(radius * std::cos(6.283185307179586 * 0x1p-32 * bits()));
  }

  /// Brings the items into a random order (Fisher-Yates).
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
  }

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int used_ = 4;
};

/// The seed of what is random of an image that occurs several times in an epoch; the first
/// occurrence, number 0, has `seed` itself.
inline Seed seed_of_occurrence(Seed seed, std::uint32_t number) {
  if (number == 0) return seed;
  Random random(seed, Purpose::occurrence, 0, number);
  const std::uint64_t low = random.bits();
  return {std::uint64_t{random.bits()} << 32 | low};
}

}  // namespace angka::inline ANGKA_ISA
