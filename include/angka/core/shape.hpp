#pragma once

#include <cstddef>
#include <string>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// Channels, height and width of an image or of a layer's output. A flat vector is {n, 1, 1}.
/// Example: `to_string(Shape{1, 28, 28}) == "1 x 28 x 28"`
struct Shape {
  int channels = 1;
  int height = 1;
  int width = 1;

  constexpr int pixels() const { return height * width; }
  constexpr int size() const { return channels * height * width; }
  constexpr bool flat() const { return height == 1 && width == 1; }
  friend constexpr bool operator==(const Shape&, const Shape&) = default;
};

/// "6 x 14 x 14", or "120" when flat.
[[gnu::cold]] inline std::string to_string(const Shape& shape) {
  if (shape.flat()) return std::to_string(shape.channels);
  return std::to_string(shape.channels) + " x " + std::to_string(shape.height) + " x " +
         std::to_string(shape.width);
}

}  // namespace angka::inline ANGKA_ISA
