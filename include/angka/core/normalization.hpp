#pragma once

namespace angka {

/// How pixels become numbers: value = (byte / 255 - mean) / standard_deviation.
struct Normalization {
  float mean = 0;
  float standard_deviation = 1;
};

}  // namespace angka
