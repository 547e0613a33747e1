#pragma once

#include <algorithm>
#include <angka/augment/noise.hpp>
#include <angka/augment/picture.hpp>
#include <angka/core/aligned_array.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/shape.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace angka::inline ANGKA_ISA {

/// What one thread needs to augment images of one shape.
/// Example: `AugmentationWorkspace workspace(Shape{1, 28, 28});`
struct AugmentationWorkspace {
  explicit AugmentationWorkspace(const Shape& of)
      : shape(of),
        stride(detail::row_stride(of.width)),
        source_stride((of.width + 3 + 7) / 8 * 8),
        bytes(source_size()),
        values(source_size()),
        index(size(1, stride)),
        gathered(size(1, stride)),
        corners(size(4, stride)),
        parts_x(size(1, stride)),
        parts_y(size(1, stride)),
        pixels(size(of.channels * of.height, stride)),
        right(size(of.height, stride)),
        down(size(of.height, stride)),
        plain(size(of.height, stride)),
        framed(size(of.height + 2, 3 * stride)),
        words(size(of.height, stride) + detail::Noise::words) {}

  Shape shape;
  int stride;         ///< of rows of floats
  int source_stride;  ///< of rows of the image that a warp reads, with a frame of background
  AlignedArray<std::uint8_t> bytes;      ///< that image, or
  AlignedArray<float> values;            ///< where it has numbers
  AlignedArray<int> index, gathered;     ///< a row's quads: where they lie, and what they are
  AlignedArray<float> corners;           ///< where these are numbers
  AlignedArray<float> parts_x, parts_y;  ///< a row's distances from its quads
  AlignedArray<float> pixels;
  AlignedArray<float> right, down;    ///< the displacement field
  AlignedArray<float> plain, framed;  ///< see detail::Scratch
  AlignedArray<std::uint32_t> words;

 private:
  static std::size_t size(int rows, int row) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(row);
  }
  std::size_t source_size() const {
    return size(shape.channels * (shape.height + 3), source_stride);
  }
};

namespace detail {

inline Scratch scratch_of(AugmentationWorkspace& workspace) {
  const int height = workspace.shape.height, width = workspace.shape.width;
  const int stride = workspace.stride;
  return {{workspace.plain.data(), height, width, stride},
          {workspace.framed.data() + 4 * stride, height, width, 3 * stride},
          workspace.words.data()};
}

template <class Pixel>
Picture picture_of(AugmentationWorkspace& workspace, Pixel background) {
  const Shape& shape = workspace.shape;
  using Limits = std::numeric_limits<Pixel>;
  return {.shape = shape,
          .background = static_cast<float>(background),
          .white = white<Pixel>,
          .lowest = static_cast<float>(Limits::lowest()),
          .highest = static_cast<float>(Limits::max()),
          .rows = {workspace.pixels.data(), shape.channels * shape.height, shape.width,
                   workspace.stride},
          .scratch = scratch_of(workspace)};
}

inline DisplacementField field_of(AugmentationWorkspace& workspace) {
  const Shape& shape = workspace.shape;
  return {{workspace.right.data(), shape.height, shape.width, workspace.stride},
          {workspace.down.data(), shape.height, shape.width, workspace.stride},
          scratch_of(workspace)};
}

inline void clear_field(AugmentationWorkspace& workspace) {
  std::fill(workspace.right.begin(), workspace.right.end(), 0.0f);
  std::fill(workspace.down.begin(), workspace.down.end(), 0.0f);
}

/// The longest displacement to either side.
inline double greatest_reach(const DisplacementField& field) {
  FloatLanes most(0.0f);
  for (const Rows& rows : {field.right, field.down})
    for (int y = 0; y < rows.height; ++y)
      for (int x = 0; x < rows.stride; x += FloatLanes::count)
        most = max(most, abs(FloatLanes::load(rows.row(y) + x)));
  float result = 0;
  for (int lane = 0; lane < FloatLanes::count; ++lane) result = std::max(result, most[lane]);
  return result;
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
