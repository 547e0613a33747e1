#pragma once

#include <angka/core/random.hpp>
#include <cstdint>

namespace angka::inline ANGKA_ISA::detail {

/// Many random words at once: Philox 4x32-10 on `blocks` counters side by side, which the compiler
/// vectorizes, under a key from `random`.
class Noise {
 public:
  static constexpr int blocks = 32;
  static constexpr int words = 4 * blocks;

  explicit Noise(Random& random) : key_{random.bits(), random.bits()} {}

  /// Writes `count` words, rounded up to whole `words`.
  void fill(std::uint32_t* to, int count) {
    for (int i = 0; i < count; i += words) next(to + i);
  }

 private:
  void next(std::uint32_t* to) {
    std::uint32_t x[4][blocks];
    for (int i = 0; i < blocks; ++i) {
      x[0][i] = counter_ + static_cast<std::uint32_t>(i);
      x[1][i] = x[2][i] = x[3][i] = 0;
    }
    counter_ += blocks;
    std::uint32_t key0 = key_[0], key1 = key_[1];
    for (int round = 0; round < 10; ++round) {
      for (int i = 0; i < blocks; ++i) {
        const std::uint64_t a = std::uint64_t{0xD2511F53u} * x[0][i];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * x[2][i];
        x[0][i] = static_cast<std::uint32_t>(b >> 32) ^ x[1][i] ^ key0;
        x[2][i] = static_cast<std::uint32_t>(a >> 32) ^ x[3][i] ^ key1;
        x[1][i] = static_cast<std::uint32_t>(b);
        x[3][i] = static_cast<std::uint32_t>(a);
      }
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
    for (int word = 0; word < 4; ++word)
      for (int i = 0; i < blocks; ++i) to[word * blocks + i] = x[word][i];
  }

  std::uint32_t key_[2];
  std::uint32_t counter_ = 0;
};

}  // namespace angka::inline ANGKA_ISA::detail
