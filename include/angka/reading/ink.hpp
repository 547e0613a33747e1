#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/data/pixels.hpp>
#include <angka/reading/morphology.hpp>
#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// The planes of a picture's colours; one if it is grey.
inline std::vector<Plane> colours(const Image& image) {
  std::vector<Plane> planes;
  const std::size_t size = image.plane();
  for (std::size_t c = 0; c < static_cast<std::size_t>(image.channels); ++c) {
    Plane plane(image.width, image.height);
    const auto first = image.pixels.begin() + static_cast<std::ptrdiff_t>(c * size);
    std::copy(first, first + static_cast<std::ptrdiff_t>(size), plane.values.begin());
    if (c > 0 && plane.values == planes[0].values) continue;
    planes.push_back(std::move(plane));
  }
  return planes;
}

/// The mean of each row's pixels up to `reach` away, the border repeated.
inline Plane averaged_rows(const Plane& plane, int reach) {
  Plane result(plane.width, plane.height);
  const float share = 1 / static_cast<float>(2 * reach + 1);
  for (int y = 0; y < plane.height; ++y) {
    const float* from = plane.row(y);
    const auto at = [&](int x) { return from[std::clamp(x, 0, plane.width - 1)]; };
    float sum = 0;
    for (int x = -reach; x <= reach; ++x) sum += at(x);
    for (int x = 0; x < plane.width; ++x) {
      result.row(y)[x] = sum * share;
      sum += at(x + reach + 1) - at(x - reach);
    }
  }
  return result;
}

/// About a Gaussian of that standard deviation: two means along each axis.
inline Plane blurred(Plane plane, double deviation) {
  const int reach = std::max(1, static_cast<int>(std::lround(deviation * 1.22)));
  for (int axis = 0; axis < 2; ++axis)
    plane = transposed(averaged_rows(averaged_rows(plane, reach), reach));
  return plane;
}

/// How strongly ink stands out from the paper around it, 0 to 255, as a share of the paper's light.
struct Contrast {
  Plane most{};   ///< in the colour in which it stands out most
  Plane least{};  ///< and least: grey ink stands out in all, blue in all but blue
};

/// `light`: ink lighter than what it is on; `reach`: how broad a stroke may be and still be seen
/// against its paper, as a share of the longer side.
/// Example: `reading::Plane paper(40, 40, 200); paper.row(20)[20] = 50;
/// std::lround(reading::contrast({paper}, false).most.row(20)[20]) == 255 * (200 - 50) / 200`
inline Contrast contrast(const std::vector<Plane>& colours, bool light, double reach = 0.12) {
  constexpr int overview = 150;  // pixels of its shorter side: paper changes slowly
  constexpr float least_light = 40;
  const int width = colours[0].width, height = colours[0].height;
  const int shrink = std::max(1, std::min(width, height) / overview);
  Contrast result{Plane(width, height, 0), Plane(width, height, 255)};
  for (Plane plane : colours) {
    if (light) invert(plane);
    const Plane small = resized(plane, std::max(1, width / shrink), std::max(1, height / shrink));
    const int longer = std::min(std::max(small.width, small.height), 500);
    const int window = std::max(5, static_cast<int>(reach * longer)) | 1;
    const Plane paper = resized(blurred(background(small, window), window / 4.0), width, height);
    for (std::size_t i = 0; i < plane.size(); ++i) {
      const float around = std::max(paper.values[i], plane.values[i]);
      const float share = 255 * (around - plane.values[i]) / std::max(around, least_light);
      result.most.values[i] = std::max(result.most.values[i], share);
      result.least.values[i] = std::min(result.least.values[i], share);
    }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
