#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// Whether a grey image of `height` rows is a dark digit on light ground, told by its border: nets
/// are trained on light digits on dark ground.
/// Example: `dark_on_light(std::array<std::uint8_t, 9>{255, 255, 255, 255, 0, 255, 255, 255, 255},
/// 3)`
inline bool dark_on_light(std::span<const std::uint8_t> pixels, int height) {
  const auto rows = static_cast<std::size_t>(height);
  const std::size_t columns = pixels.size() / rows;
  std::size_t sum = 0, count = 0;
  for (std::size_t y = 0; y < rows; ++y)
    for (std::size_t x = 0; x < columns; ++x)
      if (y == 0 || y + 1 == rows || x == 0 || x + 1 == columns) {
        sum += pixels[y * columns + x];
        ++count;
      }
  return sum > 127 * count;
}

/// Dark becomes light.
inline void invert(std::span<std::uint8_t> pixels) {
  for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
}

}  // namespace angka::inline ANGKA_ISA
