#pragma once

#include <angka/augment/integers.hpp>
#include <angka/core/shape.hpp>
#include <cstddef>
#include <cstdint>

namespace angka {

namespace detail {

/// `count`, rounded up to whole registers.
constexpr int whole_lanes(int count) {
  return (count + FloatLanes::count - 1) / FloatLanes::count * FloatLanes::count;
}

/// Rows of floats, `stride` from one to the next. The first of each row is aligned to the register;
/// what lies between `width` and `stride` may be overwritten.
struct Rows {
  float* data = nullptr;
  int height = 0;
  int width = 0;
  int stride = 0;

  float* row(int y) const { return data + static_cast<std::ptrdiff_t>(y) * stride; }
};

/// Rows [top, bottom) and columns [left, right) of an image.
struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool empty() const { return left >= right || top >= bottom; }
};

}  // namespace detail

/// The image that an operation changes: floats from 0 to 255, which end as rounded bytes.
struct Picture {
  Shape shape{};
  float background = 0;
  float* pixels = nullptr;
  int stride = 0;            ///< floats from row to row, whole registers; the width is shape.width
  float* scratch = nullptr;  ///< see detail::Scratch

  detail::Rows plane(int channel) const {
    const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(shape.height) * stride;
    return {pixels + channel * size, shape.height, shape.width, stride};
  }
  /// All rows of all channels.
  detail::Rows rows() const { return {pixels, shape.channels * shape.height, shape.width, stride}; }
};

/// How far, in pixels, the source of each pixel of the new image is from where the projection says.
struct DisplacementField {
  detail::Rows right{};
  detail::Rows down{};
  float* scratch = nullptr;
};

}  // namespace angka
