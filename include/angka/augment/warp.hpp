#pragma once

#include <angka/augment/frame.hpp>
#include <angka/augment/integers.hpp>
#include <angka/augment/picture.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/workspace.hpp>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace angka::inline ANGKA_ISA::detail {

/// The four pixels around the source of each of some pixels.
struct Quads {
  FloatLanes a, b, c, d;
};

/// Collects those of columns [begin, end), whose upper left ones lie at `workspace.index` of
/// `from`.
inline void gather(const std::uint8_t* from, int begin, int end, AugmentationWorkspace& workspace) {
  const int stride = workspace.source_stride;
  const int* const index = workspace.index.data();
  int* const gathered = workspace.gathered.data();
  for (int x = begin; x < end; ++x) {
    const std::uint8_t* upper = from + index[x];
    std::uint16_t pairs[2];
    std::memcpy(pairs, upper, 2);
    std::memcpy(pairs + 1, upper + stride, 2);
    std::memcpy(gathered + x, pairs, 4);
  }
}
inline void gather(const float* from, int begin, int end, AugmentationWorkspace& workspace) {
  const int stride = workspace.source_stride, next = workspace.stride;
  const int* const index = workspace.index.data();
  float* const corners = workspace.corners.data();
  for (int x = begin; x < end; ++x) {
    const float* upper = from + index[x];
    corners[x] = upper[0];
    corners[next + x] = upper[1];
    corners[2 * next + x] = upper[stride];
    corners[3 * next + x] = upper[stride + 1];
  }
}

/// What was gathered from column `x` on.
template <class Pixel>
Quads gathered(const AugmentationWorkspace& workspace, int x) {
  if constexpr (std::is_same_v<Pixel, std::uint8_t>) {
    const IntegerLanes four = IntegerLanes::load(workspace.gathered.data() + x);
    return {four.byte<0>(), four.byte<1>(), four.byte<2>(), four.byte<3>()};
  } else {
    const float* corners = workspace.corners.data() + x;
    const int next = workspace.stride;
    return {FloatLanes::load(corners), FloatLanes::load(corners + next),
            FloatLanes::load(corners + 2 * next), FloatLanes::load(corners + 3 * next)};
  }
}

template <class Pixel>
const Pixel* framed(const AugmentationWorkspace& workspace) {
  if constexpr (std::is_same_v<Pixel, std::uint8_t>)
    return workspace.bytes.data();
  else
    return workspace.values.data();
}

/// Writes the rows of `box` of the picture whose pixel at p is the image, framed in `workspace`, at
/// source(p) + field(p), between pixels by bilinear interpolation. `field` may be null.
template <class Pixel>
void warp(const Projection& source, const DisplacementField* field, const Box& box,
          AugmentationWorkspace& workspace) {
  using Pack = FloatLanes;
  const Shape& shape = workspace.shape;
  const double center_x = (shape.width - 1) / 2.0, center_y = (shape.height - 1) / 2.0;
  const int stride = workspace.source_stride, plane = (shape.height + 3) * stride;
  const bool projective = !source.affine();
  // The frame's corner is the origin, seen from the center.
  const double origin_x = center_x + 1, origin_y = center_y + 1;
  const double added_x = projective ? 0 : origin_x, added_y = projective ? 0 : origin_y;
  const auto pack = [](double value) { return Pack(static_cast<float>(value)); };
  const Pack xx = pack(source.m[0][0]), yx = pack(source.m[1][0]), wx = pack(source.m[2][0]);
  const Pack most_x = pack(shape.width + 1), most_y = pack(shape.height + 1), zero(0.0f);
  alignas(64) float first[Pack::count];
  for (int lane = 0; lane < Pack::count; ++lane) first[lane] = static_cast<float>(lane);
  const int begin = box.left / Pack::count * Pack::count;
  int* const index = workspace.index.data();
  float* const parts_x = workspace.parts_x.data();
  float* const parts_y = workspace.parts_y.data();
  for (int y = box.top; y < box.bottom; ++y) {
    const double v = y - center_y;
    const auto at_left = [&](const double* m) { return m[1] * v + m[2] - m[0] * center_x; };
    const Pack xy = pack(at_left(source.m[0]) + added_x);
    const Pack yy = pack(at_left(source.m[1]) + added_y);
    const Pack wy = pack(at_left(source.m[2]));
    for (int x = begin; x < box.right; x += Pack::count) {
      const Pack column = Pack::load(first) + Pack(static_cast<float>(x));
      Pack from_x = fma(xx, column, xy), from_y = fma(yx, column, yy);
      if (projective) {
        const Pack scale = Pack(1.0f) / max(fma(wx, column, wy), Pack(1e-6f));
        from_x = fma(from_x, scale, pack(origin_x));
        from_y = fma(from_y, scale, pack(origin_y));
      }
      if (field) {
        from_x += Pack::load(field->right.row(y) + x);
        from_y += Pack::load(field->down.row(y) + x);
      }
      from_x = min(max(from_x, zero), most_x);
      from_y = min(max(from_y, zero), most_y);
      const Pack whole_x = IntegerLanes::truncate(from_x), whole_y = IntegerLanes::truncate(from_y);
      (from_x - whole_x).store(parts_x + x);
      (from_y - whole_y).store(parts_y + x);
      IntegerLanes::truncate(fma(whole_y, pack(stride), whole_x)).store(index + x);
    }
    for (int channel = 0; channel < shape.channels; ++channel) {
      gather(framed<Pixel>(workspace) + channel * plane, begin, box.right, workspace);
      float* to = workspace.pixels.data() + (channel * shape.height + y) * workspace.stride;
      for (int x = begin; x < box.right; x += Pack::count) {
        const auto [a, b, c, d] = gathered<Pixel>(workspace, x);
        const Pack part_x = Pack::load(parts_x + x), part_y = Pack::load(parts_y + x);
        const Pack above = fma(part_x, b - a, a), below = fma(part_x, d - c, c);
        fma(part_y, below - above, above).store(to + x);
      }
    }
  }
}

}  // namespace angka::inline ANGKA_ISA::detail
