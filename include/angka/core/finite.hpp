#pragma once

#include <angka/core/isa.hpp>
#include <bit>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

/// Whether `x` is neither infinite nor NaN, read from its bits: holds under -ffast-math too.
/// Example: `finite(1.0f) && !finite(std::numeric_limits<double>::infinity())`
template <class T>
constexpr bool finite(T x) {
  if constexpr (sizeof(T) == 4)
    return (std::bit_cast<std::uint32_t>(x) & 0x7f800000u) != 0x7f800000u;
  else
    return (std::bit_cast<std::uint64_t>(x) & 0x7ff0000000000000u) != 0x7ff0000000000000u;
}

}  // namespace angka::inline ANGKA_ISA
