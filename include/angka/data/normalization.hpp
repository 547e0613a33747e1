#pragma once

#include <cmath>
#include <cstdint>

#include <angka/core/dataset.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/normalization.hpp>

namespace angka::inline ANGKA_ISA {

/// The mean and standard deviation of all pixels of a view, brought to 0..1, so that normalised
/// pixels have mean 0 and variance 1. The deviation is 1 where all pixels are equal.
///
/// Raises SettingError for a view that is empty or holds no bytes.
inline Normalization measure(const DataView& data) {
  if (data.empty() || !data.bytes || data.shape.size() < 1)
    raise(SettingError("normalization is measured on at least one image of bytes"));
  std::uint64_t sum = 0;
  std::uint64_t squares = 0;
  for (std::size_t i = 0; i < data.size(); ++i)
    for (const std::uint32_t pixel : data.image(i)) {
      sum += pixel;
      squares += pixel * pixel;
    }
  const double count = static_cast<double>(data.size()) * data.shape.size();
  const double mean = static_cast<double>(sum) / count;
  const double variance = static_cast<double>(squares) / count - mean * mean;
  return {
      .mean = static_cast<float>(mean / 255),
      .standard_deviation = variance > 1e-9 ? static_cast<float>(std::sqrt(variance) / 255) : 1};
}

}  // namespace angka::inline ANGKA_ISA
