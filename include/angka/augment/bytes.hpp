#pragma once

#include <algorithm>
#include <angka/augment/integers.hpp>
#include <angka/augment/picture.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace angka::inline ANGKA_ISA::detail {

inline void read_bytes(const std::uint8_t* in, Picture& picture) {
  const Rows& rows = picture.rows;
  for (int y = 0; y < rows.height; ++y) {
    float* to = rows.row(y);
    for (int x = 0; x < rows.width; ++x) to[x] = static_cast<float>(in[x]);
    in += rows.width;
  }
}

/// The picture as bytes; outside of `box` it is background.
inline void write_bytes(const Picture& picture, const Box& box, std::uint8_t background,
                        std::uint8_t* out) {
  const Shape& shape = picture.shape;
  std::memset(out, background, static_cast<std::size_t>(shape.size()));
  alignas(64) int whole[FloatLanes::count];
  for (int channel = 0; channel < shape.channels; ++channel) {
    const Rows rows = picture.plane(channel);
    for (int y = box.top; y < box.bottom; ++y) {
      const float* from = rows.row(y);
      std::uint8_t* to = out + (channel * shape.height + y) * shape.width;
      const int begin = box.left / FloatLanes::count * FloatLanes::count;
      for (int x = begin; x < box.right; x += FloatLanes::count) {
        const FloatLanes value = min(max(FloatLanes::load(from + x), 0.0f), 255.0f);
        IntegerLanes::truncate(value + 0.5f).store(whole);
        const int count = std::min(FloatLanes::count, box.right - x);
        for (int i = 0; i < count; ++i) to[x + i] = static_cast<std::uint8_t>(whole[i]);
      }
    }
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
