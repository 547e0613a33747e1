#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/reading/candidate.hpp>
#include <angka/reading/ink.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// How a candidate stands out from what surrounds it, in the picture's colours.
/// Example: `reading::Plane dot(9, 9, 200); dot.row(4)[4] = 50; reading::stands_out({{4, 4, 5, 5},
/// {1}, 1}, {dot}, reading::contrast({dot}, false).most).share > 0.9f`
inline StandsOut stands_out(const Candidate& candidate, const std::vector<Plane>& colours,
                            const Plane& contrast) {
  constexpr double reach = 0.6;  // of its longer side
  constexpr int samples = 24;    // along each side
  constexpr float least_light = 40;
  constexpr std::size_t least_enclosed = 12;  // samples
  const Extent& box = candidate.box;
  const int margin = static_cast<int>(reach * std::max(box.width(), box.height()));
  const int left = std::max(0, box.left - margin), top = std::max(0, box.top - margin);
  const int right = std::min(contrast.width, box.right + margin);
  const int bottom = std::min(contrast.height, box.bottom + margin);
  const int across = std::max(1, (right - left) / samples);
  const int down = std::max(1, (bottom - top) / samples);
  // The places between ink in their row and in their column are enclosed, more or less.
  std::vector<std::pair<int, int>> rows(static_cast<std::size_t>(box.height()), {box.width(), -1});
  std::vector<std::pair<int, int>> columns(static_cast<std::size_t>(box.width()),
                                           {box.height(), -1});
  for (int y = 0; y < box.height(); ++y)
    for (int x = 0; x < box.width(); ++x)
      if (candidate.row(y)[x]) {
        auto& row = rows[static_cast<std::size_t>(y)];
        auto& column = columns[static_cast<std::size_t>(x)];
        row = {std::min(row.first, x), x};
        column = {std::min(column.first, y), y};
      }
  enum Place { on_ink, enclosed, outside };
  std::vector<std::size_t> places[3];
  for (int y = top; y < bottom; y += down)
    for (int x = left; x < right; x += across) {
      Place place = outside;
      if (x >= box.left && x < box.right && y >= box.top && y < box.bottom) {
        const int u = x - box.left, v = y - box.top;
        const auto& row = rows[static_cast<std::size_t>(v)];
        const auto& column = columns[static_cast<std::size_t>(u)];
        if (candidate.row(v)[u])
          place = on_ink;
        else if (row.first < u && u < row.second && column.first < v && v < column.second)
          place = enclosed;
      }
      places[place].push_back(static_cast<std::size_t>(std::ptrdiff_t{y} * contrast.width + x));
    }
  if (places[on_ink].empty() || places[outside].empty()) return {};
  const bool encloses = places[enclosed].size() >= least_enclosed;
  places[outside].insert(places[outside].end(), places[enclosed].begin(), places[enclosed].end());
  std::vector<float> values;
  const auto middle = [&](const Plane& plane, Place place) {
    values.clear();
    for (const std::size_t at : places[place]) values.push_back(plane.values[at]);
    return quantile(values, 0.5);
  };
  StandsOut result{.share = 0};
  const float expected = middle(contrast, on_ink) / 255;
  for (const Plane& colour : colours) {
    float ink = middle(colour, on_ink), around = middle(colour, outside);
    if (encloses)
      result.filled = std::max(result.filled, std::abs(middle(colour, enclosed) - around) /
                                                  std::max(std::abs(ink - around), least_light));
    if (candidate.light) ink = 255 - ink, around = 255 - around;
    result.share = std::max(result.share, (around - ink) / std::max(around, least_light));
  }
  result.share = std::min(1.0f, result.share / std::max(expected, 0.01f));
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
