#pragma once

#include <angka/core/dataset.hpp>
#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/normalization.hpp>

namespace angka::inline ANGKA_ISA {

/// The mean and standard deviation of all values of a view, so that normalised ones have mean 0 and
/// variance 1: of each channel, where there are at most 16. The deviation is 1 where all values are
/// equal.
///
/// Raises SettingError for a view that is empty or has values that aren't finite.
/// Example: `const FloatDataset two{.shape = {1, 1, 1}, .pixels = {1, 5}}; measure(two) ==
/// Normalization{.mean = 3, .standard_deviation = 2}`
ANGKA_INLINE Normalization measure(const DataView& data);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <angka/core/finite.hpp>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace angka::inline ANGKA_ISA {

namespace detail {

template <class Pixel>
Normalization measure_pixels(const DataView& data) {
  using Sum = std::conditional_t<std::is_same_v<Pixel, float>, double, std::uint64_t>;
  const bool each = data.shape.channels <= PerChannel::max_size;
  const auto channels = static_cast<std::size_t>(each ? data.shape.channels : 1);
  const std::size_t plane = static_cast<std::size_t>(data.shape.size()) / channels;
  std::array<float, PerChannel::max_size> means{}, deviations{};
  for (std::size_t channel = 0; channel < channels; ++channel) {
    // Far from 0, squares of numbers would lose what differs; sums of bytes are exact.
    Sum origin = 0;
    if constexpr (std::is_same_v<Pixel, float>) origin = data.image<Pixel>(0)[channel * plane];
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
      Sum sum_of_image = 0, squares_of_image = 0;
      for (const Pixel pixel : data.image<Pixel>(i).subspan(channel * plane, plane)) {
        const Sum distance = pixel - origin;
        sum_of_image += distance;
        squares_of_image += distance * distance;
      }
      sum += static_cast<double>(sum_of_image);
      squares += static_cast<double>(squares_of_image);
    }
    const double count = static_cast<double>(data.size()) * static_cast<double>(plane);
    const double mean = sum / count, variance = squares / count - mean * mean;
    const auto deviation = static_cast<float>(std::sqrt(std::max(variance, 0.0)) / white<Pixel>);
    means[channel] = static_cast<float>((static_cast<double>(origin) + mean) / white<Pixel>);
    deviations[channel] = deviation > 0 ? deviation : 1;
    if (!finite(means[channel]) || !finite(deviations[channel]))
      raise(SettingError("normalization: the images have numbers that aren't finite"));
  }
  return {.mean = PerChannel(std::span(means).first(channels)),
          .standard_deviation = PerChannel(std::span(deviations).first(channels))};
}

}  // namespace detail

ANGKA_INLINE Normalization measure(const DataView& data) {
  if (data.empty() || data.shape.size() < 1 || (!data.bytes && !data.values))
    raise(SettingError("normalization is measured on at least one image"));
  return data.bytes ? detail::measure_pixels<std::uint8_t>(data)
                    : detail::measure_pixels<float>(data);
}

}  // namespace angka::inline ANGKA_ISA

#endif
