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

/// Into how many shares work on one image is cut at most. To wake other threads and to wait for
/// them takes as long as some 50,000 multiply-adds.
constexpr int shares_for(std::int64_t multiply_adds) { return multiply_adds < 500'000 ? 1 : 4; }

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
