#pragma once

#include <algorithm>
#include <angka/augment/picture.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/workspace.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace angka::inline ANGKA_ISA::detail {

inline void copy_row(const std::uint8_t* from, int width, std::uint8_t* to) {
  if (width < 16) {
    std::copy_n(from, width, to);
    return;
  }
  for (int x = 0; x < width - 16; x += 16) std::memcpy(to + x, from + x, 16);
  std::memcpy(to + width - 16, from + width - 16, 16);
}

/// Copies the image into a frame of background, one pixel above and left, two below and right;
/// makes quads of it. Returns the box of what differs from the background in any channel.
inline Box frame_image(const Shape& shape, const std::uint8_t* in, std::uint8_t background,
                       AugmentationWorkspace& workspace) {
  const int stride = workspace.source_stride, rows = shape.height + 3;
  std::memset(workspace.bytes.data(), background, workspace.bytes.size());
  const std::uint64_t blank = background * 0x0101010101010101u;
  Box box{shape.width, shape.height, 0, 0};
  for (int channel = 0; channel < shape.channels; ++channel)
    for (int y = 0; y < shape.height; ++y) {
      std::uint8_t* row = workspace.bytes.data() + (channel * rows + y + 1) * stride;
      copy_row(in, shape.width, row + 1);
      in += shape.width;
      for (int word = 0; word < stride; word += 8) {
        std::uint64_t eight;
        std::memcpy(&eight, row + word, 8);
        if (eight == blank) continue;
        box.top = std::min(box.top, y);
        box.bottom = std::max(box.bottom, y + 1);
        break;
      }
    }
  // The columns.
  for (int word = 0; word < stride; word += 8) {
    std::uint64_t all = 0;
    for (int row = 0; row < shape.channels * rows; ++row) {
      std::uint64_t eight;
      std::memcpy(&eight, workspace.bytes.data() + row * stride + word, 8);
      all |= eight ^ blank;
    }
    std::uint8_t used[8];
    std::memcpy(used, &all, 8);
    for (int i = 0; i < 8; ++i)
      if (used[i]) {
        box.left = std::min(box.left, word + i - 1);
        box.right = std::max(box.right, word + i);
      }
  }
  return box;
}

inline Box frame_image(const Shape& shape, const float* in, float background,
                       AugmentationWorkspace& workspace) {
  const int stride = workspace.source_stride, rows = shape.height + 3;
  std::fill(workspace.values.begin(), workspace.values.end(), background);
  Box box{shape.width, shape.height, 0, 0};
  for (int channel = 0; channel < shape.channels; ++channel)
    for (int y = 0; y < shape.height; ++y, in += shape.width) {
      std::copy_n(in, shape.width, workspace.values.data() + (channel * rows + y + 1) * stride + 1);
      for (int x = 0; x < shape.width; ++x) {
        if (in[x] == background) continue;
        box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1),
               std::max(box.bottom, y + 1)};
      }
    }
  return box;
}

/// Where a pixel of the new image can have a source within `ink`, moved by less than `reach`.
inline Box reached(const Shape& shape, const Projection& source, const Box& ink, double reach) {
  const Box all{0, 0, shape.width, shape.height};
  if (ink.empty()) return {};
  const Projection target = source.adjugate();
  const double center_x = (shape.width - 1) / 2.0, center_y = (shape.height - 1) / 2.0;
  double left = std::numeric_limits<double>::max(), top = left, right = -left, bottom = -left;
  for (const double x : {ink.left - 1 - reach, ink.right + reach})
    for (const double y : {ink.top - 1 - reach, ink.bottom + reach}) {
      const double u = x - center_x, v = y - center_y;
      const double w = target.m[2][0] * u + target.m[2][1] * v + target.m[2][2];
      const double scale = target.m[2][2];
      if (!(w / scale > 0.05)) return all;
      const double to_x = (target.m[0][0] * u + target.m[0][1] * v + target.m[0][2]) / w + center_x;
      const double to_y = (target.m[1][0] * u + target.m[1][1] * v + target.m[1][2]) / w + center_y;
      left = std::min(left, to_x);
      right = std::max(right, to_x);
      top = std::min(top, to_y);
      bottom = std::max(bottom, to_y);
    }
  const auto clip = [](double value, int most) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(most)));
  };
  return {clip(std::floor(left), shape.width), clip(std::floor(top), shape.height),
          clip(std::floor(right) + 2, shape.width), clip(std::floor(bottom) + 2, shape.height)};
}

}  // namespace angka::inline ANGKA_ISA::detail
