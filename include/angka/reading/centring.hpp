#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <angka/data/clean_digit.hpp>
#include <angka/reading/morphology.hpp>
#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// The mean width of strokes: twice their area over the length of their outline.
inline double stroke_width(const Plane& ink) {
  double area = 0;
  int outline = 0;
  const auto is_ink = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < ink.width && y < ink.height && ink.row(y)[x] > 0.5f;
  };
  for (int y = 0; y < ink.height; ++y)
    for (int x = 0; x < ink.width; ++x) {
      area += ink.row(y)[x];
      outline += is_ink(x, y) &&
                 !(is_ink(x - 1, y) && is_ink(x + 1, y) && is_ink(x, y - 1) && is_ink(x, y + 1));
    }
  return 2 * area / std::max(1, outline);
}

/// Strokes that are thinner than any of MNIST's (a fine pen, large digits), made as thick as its
/// thin ones.
inline Plane with_strokes(const Plane& ink) {
  constexpr double thinnest = 0.065, thin = 0.085;  // of the digit's longer side
  const double size = std::max(ink.width, ink.height), width = stroke_width(ink);
  const int window = 1 + static_cast<int>(std::lround(thin * size - width));
  if (width >= thinnest * size || window < 2) return ink;
  return transposed(dilated_rows(transposed(dilated_rows(ink, window)), window));
}

/// Ink scaled to fit into 20 x 20 pixels, keeping the aspect.
inline Plane in_box(const Plane& ink) {
  const double scale = 20.0 / std::max(ink.width, ink.height);
  const auto scaled = [scale](int size) {
    return std::clamp(static_cast<int>(std::lround(size * scale)), 1, 20);
  };
  return resized(ink, scaled(ink.width), scaled(ink.height));
}

/// Ink (0 to 1) fitted into 20 x 20, keeping the aspect, and placed in 28 x 28 with its centre of
/// mass on the pixel in row 14, column 14, as MNIST's digits have it.
///
/// Source: LeCun, Cortes, Burges: The MNIST database of handwritten digits.
/// Example: `const DigitPixels square = reading::centred(reading::Plane(40, 40, 1));
/// std::count(square.begin(), square.end(), 255) == 20 * 20`
inline DigitPixels centred(const Plane& ink) {
  const Plane small = in_box(ink);
  double sum = 0, across = 0, down = 0;
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      const double value = small.row(y)[x];
      sum += value, across += value * x, down += value * y;
    }
  const auto start = [sum](double moment, int size) {
    const double mean = sum > 0 ? moment / sum : 0.5 * size;
    return std::clamp(static_cast<int>(std::lround(14 - mean)), 0, 28 - size);
  };
  const int left = start(across, small.width), top = start(down, small.height);
  DigitPixels pixels{};
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x)
      pixels[static_cast<std::size_t>((top + y) * 28 + left + x)] =
          static_cast<std::uint8_t>(255 * std::clamp(small.row(y)[x], 0.0f, 1.0f) + 0.5f);
  return pixels;
}

}  // namespace angka::inline ANGKA_ISA::reading
