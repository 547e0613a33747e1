#pragma once

#include <algorithm>
#include <angka/augment/integers.hpp>
#include <angka/augment/picture.hpp>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace angka::inline ANGKA_ISA::detail {

/// The pixel that is nearest to a number.
template <class Pixel>
Pixel to_pixel(float number) {
  if constexpr (std::is_same_v<Pixel, std::uint8_t>)
    return static_cast<Pixel>(std::clamp(number, 0.0f, 255.0f) + 0.5f);
  else
    return number;
}

template <class Pixel>
void read_pixels(const Pixel* in, Picture& picture) {
  const Rows& rows = picture.rows;
  for (int y = 0; y < rows.height; ++y) {
    float* to = rows.row(y);
    for (int x = 0; x < rows.width; ++x) to[x] = static_cast<float>(in[x]);
    in += rows.width;
  }
}

/// Columns [begin, end) of a row as rounded bytes.
inline void write_row(const float* from, int begin, int end, std::uint8_t* to) {
  alignas(64) int whole[FloatLanes::count];
  for (int x = begin / FloatLanes::count * FloatLanes::count; x < end; x += FloatLanes::count) {
    const FloatLanes value = min(max(FloatLanes::load(from + x), 0.0f), 255.0f);
    IntegerLanes::truncate(value + 0.5f).store(whole);
    const int count = std::min(FloatLanes::count, end - x);
    for (int i = 0; i < count; ++i) to[x + i] = static_cast<std::uint8_t>(whole[i]);
  }
}
inline void write_row(const float* from, int begin, int end, float* to) {
  std::copy(from + begin, from + end, to + begin);
}

/// The picture as pixels; outside of `box` it is background.
template <class Pixel>
void write_pixels(const Picture& picture, const Box& box, Pixel background, Pixel* out) {
  const Shape& shape = picture.shape;
  std::fill_n(out, shape.size(), background);
  for (int channel = 0; channel < shape.channels; ++channel) {
    const Rows rows = picture.plane(channel);
    for (int y = box.top; y < box.bottom; ++y)
      write_row(rows.row(y), box.left, box.right, out + (channel * rows.height + y) * rows.width);
  }
}

/// Makes background of what is outside of `box`, which a warp leaves undefined.
inline void surround(Picture& picture, const Box& box) {
  const int begin = box.left / FloatLanes::count * FloatLanes::count;
  for (int channel = 0; channel < picture.shape.channels; ++channel) {
    const Rows rows = picture.plane(channel);
    for (int y = 0; y < rows.height; ++y) {
      float* row = rows.row(y);
      const bool outside = y < box.top || y >= box.bottom;
      std::fill(row, row + (outside ? rows.stride : begin), picture.background);
      if (!outside) std::fill(row + box.right, row + rows.stride, picture.background);
    }
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
