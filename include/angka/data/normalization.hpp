#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <angka/core/dataset.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/normalization.hpp>

namespace angka::inline ANGKA_ISA {

/// The mean and standard deviation of all pixels of a view, brought to 0..1, so that normalised
/// pixels have mean 0 and variance 1: of each channel, where there are 2 to 16. The deviation is 1
/// where all pixels are equal.
///
/// Raises SettingError for a view that is empty or holds no bytes.
inline Normalization measure(const DataView& data) {
  if (data.empty() || !data.bytes || data.shape.size() < 1)
    raise(SettingError("normalization is measured on at least one image of bytes"));
  const bool each = data.shape.channels <= PerChannel::max_size;
  const auto channels = static_cast<std::size_t>(each ? data.shape.channels : 1);
  const std::size_t plane = static_cast<std::size_t>(data.shape.size()) / channels;
  std::array<float, PerChannel::max_size> means{}, deviations{};
  for (std::size_t channel = 0; channel < channels; ++channel) {
    std::uint64_t sum = 0;
    std::uint64_t squares = 0;
    for (std::size_t i = 0; i < data.size(); ++i)
      for (const std::uint32_t pixel : data.image(i).subspan(channel * plane, plane)) {
        sum += pixel;
        squares += pixel * pixel;
      }
    const double count = static_cast<double>(data.size()) * static_cast<double>(plane);
    const double mean = static_cast<double>(sum) / count;
    const double variance = static_cast<double>(squares) / count - mean * mean;
    means[channel] = static_cast<float>(mean / 255);
    deviations[channel] = variance > 1e-9 ? static_cast<float>(std::sqrt(variance) / 255) : 1;
  }
  return {.mean = PerChannel(std::span(means).first(channels)),
          .standard_deviation = PerChannel(std::span(deviations).first(channels))};
}

}  // namespace angka::inline ANGKA_ISA
