#pragma once

#include <algorithm>
#include <angka/augment/integers.hpp>
#include <angka/augment/picture.hpp>
#include <angka/core/aligned_array.hpp>
#include <angka/core/shape.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace angka {

/// What one thread needs to augment images of one shape.
struct AugmentationWorkspace {
  explicit AugmentationWorkspace(const Shape& of)
      : shape(of),
        stride(detail::whole_lanes(of.width)),
        source_stride((of.width + 3 + 7) / 8 * 8),
        bytes(source_size()),
        quads(source_size()),
        pixels(size(of.channels * of.height, stride)),
        right(size(of.height, stride)),
        down(size(of.height, stride)),
        scratch(size(of.height + 2, stride + 2 * detail::whole_lanes(of.width))) {}

  Shape shape;
  int stride;         ///< of rows of floats
  int source_stride;  ///< of rows of the image that a warp reads, with a frame of background
  AlignedArray<std::uint8_t> bytes;
  AlignedArray<std::uint32_t> quads;  ///< of each pixel: itself, right, below, right and below
  AlignedArray<float> pixels;
  AlignedArray<float> right, down;  ///< the displacement field
  AlignedArray<float> scratch;

 private:
  static std::size_t size(int rows, int row) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(row);
  }
  std::size_t source_size() const {
    return size(shape.channels * (shape.height + 3), source_stride);
  }
};

namespace detail {

inline Picture picture_of(AugmentationWorkspace& workspace, std::uint8_t background) {
  return {workspace.shape, static_cast<float>(background), workspace.pixels.data(),
          workspace.stride, workspace.scratch.data()};
}

inline DisplacementField field_of(AugmentationWorkspace& workspace) {
  const Shape& shape = workspace.shape;
  return {{workspace.right.data(), shape.height, shape.width, workspace.stride},
          {workspace.down.data(), shape.height, shape.width, workspace.stride},
          workspace.scratch.data()};
}

inline void clear(AugmentationWorkspace& workspace) {
  std::fill(workspace.right.begin(), workspace.right.end(), 0.0f);
  std::fill(workspace.down.begin(), workspace.down.end(), 0.0f);
}

/// The longest displacement to either side.
inline double reach(const DisplacementField& field) {
  FloatLanes most(0.0f);
  for (const Rows& rows : {field.right, field.down})
    for (int y = 0; y < rows.height; ++y)
      for (int x = 0; x < rows.stride; x += FloatLanes::count)
        most = max(most, abs(FloatLanes::load(rows.row(y) + x)));
  float result = 0;
  for (int lane = 0; lane < FloatLanes::count; ++lane) result = std::max(result, most[lane]);
  return result;
}

inline void read(const std::uint8_t* in, Picture& picture) {
  const Rows rows = picture.rows();
  for (int y = 0; y < rows.height; ++y) {
    float* to = rows.row(y);
    for (int x = 0; x < rows.width; ++x) to[x] = static_cast<float>(in[x]);
    in += rows.width;
  }
}

/// The picture as bytes; outside of `box` it is background.
inline void write(const Picture& picture, const Box& box, std::uint8_t background,
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
        const int count = std::min(FloatLanes::count, shape.width - x);
        for (int i = 0; i < count; ++i) to[x + i] = static_cast<std::uint8_t>(whole[i]);
      }
    }
  }
}

}  // namespace detail
}  // namespace angka
