#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <angka/data/pixels.hpp>
#include <angka/data/polarity.hpp>

namespace angka::inline ANGKA_ISA {

/// A digit as in MNIST: 28 x 28 pixels, light (255) on black (0).
using DigitPixels = std::array<std::uint8_t, 28 * 28>;

/// The digit that an image already is, if it is one as in MNIST: 28 x 28, grey, light on a dark
/// ground that takes up half of it and nearly all of its border; or dark on light, then inverted.
/// Example: `Image dark = digit; invert(dark.pixels); clean_digit(digit) && clean_digit(dark) ==
/// clean_digit(digit)`
inline std::optional<DigitPixels> clean_digit(const Image& image) {
  constexpr int side = 28, dark = 25, clearly = 50, bright = 128, most_on_border = 10;
  if (image.width != side || image.height != side) return std::nullopt;
  const std::size_t plane = image.plane();
  for (std::size_t i = plane; i < image.pixels.size(); ++i)
    if (image.pixels[i] != image.pixels[i - plane]) return std::nullopt;
  DigitPixels pixels{};
  std::copy_n(image.pixels.begin(), pixels.size(), pixels.begin());
  if (dark_on_light(pixels, side)) invert(pixels);
  int ground = 0, on_border = 0, brightest = 0;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const int value = pixels[static_cast<std::size_t>(y * side + x)];
      ground += value <= dark;
      on_border += value > clearly && (x == 0 || y == 0 || x == side - 1 || y == side - 1);
      brightest = std::max(brightest, value);
    }
  if (2 * ground < side * side || on_border > most_on_border || brightest < bright)
    return std::nullopt;
  return pixels;
}

/// What an error says of a file in which no digit is found.
inline constexpr const char* a_digit = "a handwritten digit";
inline constexpr const char* no_digit = "nothing that looks like one";

}  // namespace angka::inline ANGKA_ISA
