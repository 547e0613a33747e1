#pragma once

#include <algorithm>
#include <angka/augment/integers.hpp>
#include <angka/augment/picture.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/workspace.hpp>
#include <angka/core/lanes.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace angka::detail {

/// Copies the image into a frame of background, one pixel above and left, two below and right;
/// makes quads of it. Returns the box of what differs from the background in any channel.
inline Box frame(const Shape& shape, const std::uint8_t* in, std::uint8_t background,
                 AugmentationWorkspace& workspace) {
  const int stride = workspace.source_stride, rows = shape.height + 3;
  std::memset(workspace.bytes.data(), background, workspace.bytes.size());
  const std::uint64_t blank = background * 0x0101010101010101u;
  Box box{shape.width, shape.height, 0, 0};
  for (int channel = 0; channel < shape.channels; ++channel)
    for (int y = 0; y < shape.height; ++y) {
      std::uint8_t* row = workspace.bytes.data() + (channel * rows + y + 1) * stride;
      std::copy_n(in, shape.width, row + 1);
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
  const std::uint8_t* bytes = workspace.bytes.data();
  std::uint32_t* quads = workspace.quads.data();
  const int size = shape.channels * rows * stride - stride - 1;
  for (int i = 0; i < size; ++i)
    quads[i] = bytes[i] | std::uint32_t{bytes[i + 1]} << 8 |
               std::uint32_t{bytes[i + stride]} << 16 | std::uint32_t{bytes[i + stride + 1]} << 24;
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

/// The picture whose pixel at p is the image at source(p) + field(p), between pixels by bilinear
/// interpolation; beyond the image is background. `field` may be null; none of its vectors is
/// longer than `reach` in either direction. Returns the box outside of which all is background.
inline Box warp(const Shape& shape, const std::uint8_t* in, std::uint8_t background,
                const Projection& source, const DisplacementField* field, double reach,
                AugmentationWorkspace& workspace) {
  using Pack = Lanes<float>;
  const Box box = reached(shape, source, frame(shape, in, background, workspace), reach);
  std::fill(workspace.pixels.begin(), workspace.pixels.end(), static_cast<float>(background));

  const double center_x = (shape.width - 1) / 2.0, center_y = (shape.height - 1) / 2.0;
  const int stride = workspace.source_stride, plane = (shape.height + 3) * stride;
  const bool projective = !source.affine();
  alignas(64) float first[Pack::count];
  for (int lane = 0; lane < Pack::count; ++lane) first[lane] = static_cast<float>(lane);
  const auto pack = [](double value) { return Pack(static_cast<float>(value)); };
  const Pack xx = pack(source.m[0][0]), yx = pack(source.m[1][0]), wx = pack(source.m[2][0]);
  const Pack origin_x = pack(center_x + 1), origin_y = pack(center_y + 1);
  const Pack most_x = pack(shape.width + 1), most_y = pack(shape.height + 1), zero(0.0f);
  alignas(64) int index[Pack::count];
  alignas(64) int quad[Pack::count];
  const int begin = box.left / Pack::count * Pack::count;
  for (int y = box.top; y < box.bottom; ++y) {
    const double v = y - center_y;
    const Pack xy = pack(source.m[0][1] * v + source.m[0][2] - source.m[0][0] * center_x);
    const Pack yy = pack(source.m[1][1] * v + source.m[1][2] - source.m[1][0] * center_x);
    const Pack wy = pack(source.m[2][1] * v + source.m[2][2] - source.m[2][0] * center_x);
    for (int x = begin; x < box.right; x += Pack::count) {
      const Pack column = Pack::load(first) + Pack(static_cast<float>(x));
      Pack from_x = fma(xx, column, xy), from_y = fma(yx, column, yy);
      if (projective) {
        const Pack scale = Pack(1.0f) / max(fma(wx, column, wy), Pack(1e-6f));
        from_x *= scale;
        from_y *= scale;
      }
      if (field) {
        from_x += Pack::load(field->right.row(y) + x);
        from_y += Pack::load(field->down.row(y) + x);
      }
      from_x = min(max(from_x + origin_x, zero), most_x);
      from_y = min(max(from_y + origin_y, zero), most_y);
      const Pack whole_x = IntegerLanes::truncate(from_x), whole_y = IntegerLanes::truncate(from_y);
      const Pack part_x = from_x - whole_x, part_y = from_y - whole_y;
      IntegerLanes::truncate(fma(whole_y, Pack(static_cast<float>(stride)), whole_x)).store(index);
      for (int channel = 0; channel < shape.channels; ++channel) {
        const std::uint32_t* quads = workspace.quads.data() + channel * plane;
        for (int lane = 0; lane < Pack::count; ++lane)
          quad[lane] = static_cast<int>(quads[index[lane]]);
        const IntegerLanes four = IntegerLanes::load(quad);
        const Pack a = four.byte<0>(), b = four.byte<1>(), c = four.byte<2>(), d = four.byte<3>();
        const Pack above = fma(part_x, b - a, a), below = fma(part_x, d - c, c);
        fma(part_y, below - above, above)
            .store(workspace.pixels.data() + (channel * shape.height + y) * workspace.stride + x);
      }
    }
  }
  return box;
}

}  // namespace angka::detail
