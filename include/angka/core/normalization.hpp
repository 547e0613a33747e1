#pragma once

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// How pixels become numbers: value = (byte / 255 - mean) / standard_deviation.
struct Normalization {
  float mean = 0;
  float standard_deviation = 1;
};

}  // namespace angka::inline ANGKA_ISA
