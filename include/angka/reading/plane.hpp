#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <angka/data/pixels.hpp>
#include <angka/data/resize.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// One channel of numbers, row after row: what photographs are worked on as.
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<float> values;

  Plane() = default;
  Plane(int columns, int rows, float value = 0)
      : width(columns),
        height(rows),
        values(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), value) {}

  std::size_t size() const { return values.size(); }
  float* row(int y) { return values.data() + std::ptrdiff_t{y} * width; }
  const float* row(int y) const { return values.data() + std::ptrdiff_t{y} * width; }
};

/// As a picture: `low` becomes black, `high` full.
inline Image to_image(const Plane& plane, float low = 0, float high = 255) {
  Image image{.width = plane.width, .height = plane.height, .channels = 1, .pixels = {}};
  image.pixels.reserve(plane.size());
  const float scale = 255 / std::max(high - low, 1e-6f);
  for (const float value : plane.values)
    image.pixels.push_back(
        static_cast<std::uint8_t>(std::clamp((value - low) * scale, 0.0f, 255.0f) + 0.5f));
  return image;
}

/// Dark becomes light.
inline void invert(Plane& plane) {
  for (float& value : plane.values) value = 255 - value;
}

/// 1 where the plane is above `least`, else 0.
inline Plane above(Plane plane, float least) {
  for (float& value : plane.values) value = value > least ? 1.0f : 0.0f;
  return plane;
}

inline Plane transposed(const Plane& plane) {
  constexpr int tile = 16;  // both sides' rows stay in the cache
  Plane result(plane.height, plane.width);
  for (int top = 0; top < plane.height; top += tile)
    for (int left = 0; left < plane.width; left += tile)
      for (int y = top; y < std::min(top + tile, plane.height); ++y)
        for (int x = left; x < std::min(left + tile, plane.width); ++x)
          result.row(x)[y] = plane.row(y)[x];
  return result;
}

/// The part from (left, top) on, which must lie inside.
inline Plane cropped(const Plane& plane, int left, int top, int width, int height) {
  Plane result(width, height);
  for (int y = 0; y < height; ++y) std::copy_n(plane.row(top + y) + left, width, result.row(y));
  return result;
}

/// Another size: by area averaging where it shrinks, bilinearly where it grows, as `resize`.
/// Example: `reading::resized(drawn({"#.", ".."}), 1, 1).values[0] == 0.25f`
inline Plane resized(const Plane& plane, int width, int height) {
  if (width == plane.width && height == plane.height) return plane;
  const auto columns = detail::resize_taps(plane.width, width);
  const auto rows = detail::resize_taps(plane.height, height);
  Plane result(width, height);
  std::vector<float> sums(static_cast<std::size_t>(plane.width));
  for (int y = 0; y < height; ++y) {
    const auto& down = rows[static_cast<std::size_t>(y)];
    std::fill(sums.begin(), sums.end(), 0.0f);
    for (std::size_t k = 0; k < down.weights.size(); ++k) {
      const float* from = plane.row(static_cast<int>(down.first + k));
      for (std::size_t x = 0; x < sums.size(); ++x) sums[x] += down.weights[k] * from[x];
    }
    for (int x = 0; x < width; ++x) {
      const auto& across = columns[static_cast<std::size_t>(x)];
      float sum = 0;
      for (std::size_t k = 0; k < across.weights.size(); ++k)
        sum += across.weights[k] * sums[across.first + k];
      result.row(y)[x] = sum;
    }
  }
  return result;
}

/// Weights 1 2 1 on both axes (a Gaussian of sigma 0.7); the border repeats.
inline Plane softened(Plane plane) {
  const auto across = static_cast<std::size_t>(plane.width);
  std::vector<float> above(plane.row(0), plane.row(0) + across), here(across);
  for (int y = 0; y < plane.height; ++y) {
    float* row = plane.row(y);
    const float* below = plane.row(std::min(y + 1, plane.height - 1));
    std::copy_n(row, across, here.begin());
    for (std::size_t x = 0; x < across; ++x) row[x] = (above[x] + 2 * here[x] + below[x]) / 4;
    std::swap(above, here);
  }
  for (int y = 0; y < plane.height; ++y) {
    float* row = plane.row(y);
    std::copy_n(row, across, here.begin());
    for (std::size_t x = 0; x < across; ++x)
      row[x] = (here[x - std::min<std::size_t>(x, 1)] + 2 * here[x] +
                here[std::min(x + 1, across - 1)]) /
               4;
  }
  return plane;
}

/// The value below which a share (0 to 1) of the numbers lies; reorders them. 0 if there are none.
inline float quantile(std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

/// About `most` values of a plane, evenly spread.
inline std::vector<float> sampled(const Plane& plane, std::size_t most = 20000) {
  std::vector<float> values;
  // A step that shares no factor with the width, else the samples would line up.
  std::size_t step = plane.size() / most + 1;
  while (step > 1 && static_cast<std::size_t>(plane.width) % step == 0) ++step;
  for (std::size_t i = 0; i < plane.size(); i += step) values.push_back(plane.values[i]);
  return values;
}

}  // namespace angka::inline ANGKA_ISA::reading
