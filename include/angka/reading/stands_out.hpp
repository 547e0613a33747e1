#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <angka/reading/candidate.hpp>
#include <angka/reading/ink.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// How much of a candidate's contrast stays against most of what surrounds it, 0 to 1: of the paper
/// that a dark stroke encloses, which is light ink on it, nothing.
/// Example: `reading::Plane paper(40, 40, 200); paper.row(20)[20] = paper.row(20)[21] = 50; const
/// reading::Candidate dot{.box = {20, 20, 22, 21}, .mask = {1, 1}, .area = 2};
/// reading::stands_out(dot, {paper}, reading::contrast({paper}, false).most) > 0.99f`
inline float stands_out(const Candidate& candidate, const std::vector<Plane>& colours,
                        const Plane& contrast) {
  constexpr double reach = 0.6;  // of its longer side
  constexpr int samples = 24;    // along each side
  constexpr float least_light = 40;
  const Extent& box = candidate.box;
  const int margin = static_cast<int>(reach * std::max(box.width(), box.height()));
  const int left = std::max(0, box.left - margin), top = std::max(0, box.top - margin);
  const int right = std::min(contrast.width, box.right + margin);
  const int bottom = std::min(contrast.height, box.bottom + margin);
  const int across = std::max(1, (right - left) / samples);
  const int down = std::max(1, (bottom - top) / samples);
  const auto middle = [&](const Plane& plane, bool of_ink) {
    std::vector<float> values;
    for (int y = top; y < bottom; y += down)
      for (int x = left; x < right; x += across) {
        const bool ink = x >= box.left && x < box.right && y >= box.top && y < box.bottom &&
                         candidate.row(y - box.top)[x - box.left] != 0;
        if (ink == of_ink) values.push_back(plane.row(y)[x]);
      }
    return values.empty() ? -1 : quantile(values, 0.5);
  };
  const float expected = middle(contrast, true) / 255;
  float most = 0;
  for (const Plane& colour : colours) {
    float ink = middle(colour, true), around = middle(colour, false);
    if (ink < 0 || around < 0) return 1;
    if (candidate.light) ink = 255 - ink, around = 255 - around;
    most = std::max(most, (around - ink) / std::max(around, least_light));
  }
  return std::min(1.0f, most / std::max(expected, 0.01f));
}

}  // namespace angka::inline ANGKA_ISA::reading
