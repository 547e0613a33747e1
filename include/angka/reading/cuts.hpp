#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/reading/candidate.hpp>
#include <angka/reading/rules.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// What share of a candidate's ink is part of a long line.
inline float ruled_share(const Candidate& candidate, const Rules& rules) {
  if (!rules.any) return 0;
  int count = 0;
  for (int y = 0; y < candidate.box.height(); ++y)
    for (int x = 0; x < candidate.box.width(); ++x)
      count += candidate.row(y)[x] && rules.at(candidate.box.left + x, candidate.box.top + y) != 0;
  return static_cast<float>(count) / static_cast<float>(std::max(1, candidate.area));
}

/// The largest connected part of a candidate's columns from .. to - 1.
/// Example: `const reading::Candidate bar{.box = {10, 0, 14, 1}, .mask = {1, 1, 1, 1}, .area = 4};
/// reading::part_of(bar, 1, 3).box.left == 11 && reading::part_of(bar, 1, 3).area == 2`
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
                 .cut = true,
                 .whole = piece.box};
  part.mask.resize(static_cast<std::size_t>(area(box)));
  for (int y = 0; y < box.height(); ++y)
    for (int x = 0; x < box.width(); ++x)
      part.row(y)[x] =
          parts.labels[static_cast<std::size_t>(std::ptrdiff_t{box.top + y} * plane.width +
                                                box.left + x)] == largest->label;
  return part;
}

/// What a window of a digit's width shows of a wide piece on its way along it: digits that touch.
/// Two of them may share a stroke, so windows overlap.
inline std::vector<Candidate> cuts(const std::vector<Candidate>& pieces, const Rules& rules) {
  constexpr int least_height = 10, longest = 8;
  constexpr double narrow = 0.4, wide = 1.1, a_step = 0.1;  // of the piece's height
  constexpr double most_ink = 0.5;
  constexpr float most_ruled = 0.4f;
  std::vector<Candidate> result;
  for (const Candidate& piece : pieces) {
    const int width = piece.box.width(), height = piece.box.height();
    if (height < least_height || 10 * width < 9 * height || width > longest * height ||
        piece.area > most_ink * width * height || ruled_share(piece, rules) > most_ruled)
      continue;
    const auto part_of_height = [height](double share) { return static_cast<int>(share * height); };
    const int step = std::max(2, part_of_height(a_step));
    for (int from = 0; from < width; from += step)
      for (int length = part_of_height(narrow); length <= part_of_height(wide); length += step) {
        if (from + length >= width + step) break;
        const int to = std::min(from + length, width);
        if (from == 0 && to == width) continue;
        Candidate part = part_of(piece, from, to);
        if (2 * part.box.height() >= height && part.area > 0) result.push_back(std::move(part));
      }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
