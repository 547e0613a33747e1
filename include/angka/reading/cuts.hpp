#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/reading/candidate.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// Where a wide piece has least ink, from the left: columns at which touching digits may part.
inline std::vector<int> thin_columns(const Candidate& piece) {
  constexpr std::size_t most = 8;
  const int width = piece.box.width(), height = piece.box.height();
  std::vector<float> ink(static_cast<std::size_t>(width));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) ink[static_cast<std::size_t>(x)] += piece.row(y)[x];
  const int reach = std::max(1, height / 40), margin = std::max(3, height / 8);
  std::vector<std::pair<float, int>> thin;
  std::vector<float> soft(ink.size());
  for (int x = 0; x < width; ++x) {
    float sum = 0;
    for (int k = -reach; k <= reach; ++k)
      sum += ink[static_cast<std::size_t>(std::clamp(x + k, 0, width - 1))];
    soft[static_cast<std::size_t>(x)] = sum / static_cast<float>(2 * reach + 1);
  }
  for (int x = margin; x < width - margin; ++x) {
    const auto from = soft.begin() + std::max(0, x - margin);
    const auto to = soft.begin() + std::min(width, x + margin + 1);
    const float here = soft[static_cast<std::size_t>(x)];
    if (here <= *std::min_element(from, to) && here < 0.4f * static_cast<float>(height))
      thin.push_back({here, x});
  }
  std::sort(thin.begin(), thin.end());
  std::vector<int> columns;
  for (const auto& [value, x] : thin) {
    if (columns.size() == most) break;
    if (std::all_of(columns.begin(), columns.end(),
                    [&, at = x](int other) { return std::abs(at - other) >= margin; }))
      columns.push_back(x);
  }
  std::sort(columns.begin(), columns.end());
  return columns;
}

/// The largest connected part of a candidate's columns from .. to - 1.
inline Candidate part_of(const Candidate& piece, int from, int to) {
  Plane plane(to - from, piece.box.height());
  for (int y = 0; y < plane.height; ++y)
    for (int x = from; x < to; ++x) plane.row(y)[x - from] = piece.row(y)[x];
  const auto parts = connected(plane, 0.5f);
  const auto largest =
      std::max_element(parts.found.begin(), parts.found.end(),
                       [](const auto& a, const auto& b) { return a.area < b.area; });
  if (largest == parts.found.end()) return {};
  const Extent& box = largest->box;
  Candidate part{.box = {piece.box.left + from + box.left, piece.box.top + box.top,
                         piece.box.left + from + box.right, piece.box.top + box.bottom},
                 .area = largest->area,
                 .cut = true};
  part.mask.resize(static_cast<std::size_t>(area(box)));
  for (int y = 0; y < box.height(); ++y)
    for (int x = 0; x < box.width(); ++x)
      part.row(y)[x] =
          parts.labels[static_cast<std::size_t>(std::ptrdiff_t{box.top + y} * plane.width +
                                                box.left + x)] == largest->label;
  return part;
}

/// What wide pieces fall into if they are cut where they are thin: digits that touch.
inline std::vector<Candidate> cuts(const std::vector<Candidate>& pieces) {
  constexpr int least_height = 10;
  std::vector<Candidate> result;
  for (const Candidate& piece : pieces) {
    const int width = piece.box.width(), height = piece.box.height();
    if (height < least_height || 10 * width < 9 * height || width > 8 * height ||
        4 * piece.area > 3 * width * height)
      continue;
    std::vector<int> at = thin_columns(piece);
    if (at.empty()) continue;
    at.insert(at.begin(), 0);
    at.push_back(width);
    for (std::size_t i = 0; i + 1 < at.size(); ++i)
      for (std::size_t j = i + 1; j < std::min(at.size(), i + 4); ++j) {
        if (i == 0 && j + 1 == at.size()) continue;
        Candidate part = part_of(piece, at[i], at[j]);
        if (2 * part.box.height() >= height && part.area > 0) result.push_back(std::move(part));
      }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
