#pragma once

#include <angka/core/isa.hpp>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

/// Part number `part` of the `of` into which work is cut, each to be done by any thread.
/// Example: `Share{1, 3}.begin(10) == 3 && Share{1, 3}.end(10) == 6`
struct Share {
  int part = 0, of = 1;
  constexpr int begin(int size) const { return size * part / of; }
  constexpr int end(int size) const { return size * (part + 1) / of; }
};

namespace detail {

/// Work that isn't cut, as the compiler then knows.
struct Whole {
  static constexpr int begin(int) { return 0; }
  static constexpr int end(int size) { return size; }
};

/// Work on one image is cut into at most so many shares.
inline constexpr int max_shares = 4;

/// To wake other threads and to wait for them takes as long as some 50,000 multiply-adds.
constexpr int shares_for(std::int64_t multiply_adds) {
  return multiply_adds < 500'000 ? 1 : max_shares;
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
