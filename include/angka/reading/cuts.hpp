#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

/// The largest connected part of a candidate's ink inside a box, which counts from the candidate's.
/// Example: `const reading::Candidate bar{.box = {10, 0, 14, 1}, .mask = {1, 1, 1, 1}, .area = 4};
/// reading::part_of(bar, {1, 0, 3, 1}).box.left == 11 && reading::part_of(bar, {1, 0, 3, 1}).area
/// == 2`
inline Candidate part_of(const Candidate& piece, const Extent& inside) {
  Plane plane(inside.width(), inside.height());
  for (int y = 0; y < plane.height; ++y)
    std::copy_n(piece.row(inside.top + y) + inside.left, plane.width, plane.row(y));
  const auto parts = connected(plane, 0.5f);
  const auto largest =
      std::max_element(parts.found.begin(), parts.found.end(),
                       [](const auto& a, const auto& b) { return a.area < b.area; });
  if (largest == parts.found.end()) return {};
  const Extent& box = largest->box;
  const int left = piece.box.left + inside.left, top = piece.box.top + inside.top;
  Candidate part{.box = {left + box.left, top + box.top, left + box.right, top + box.bottom},
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
        Candidate part = part_of(piece, {from, 0, to, height});
        if (2 * part.box.height() >= height && part.area > 0) result.push_back(std::move(part));
      }
  }
  return result;
}

/// How many of a candidate's last rows hold one narrow stroke alone.
inline int tail_length(const Candidate& piece) {
  constexpr double narrow = 0.45;  // of the piece's width
  const int width = piece.box.width();
  for (int length = 0; length < piece.box.height(); ++length) {
    const std::uint8_t* row = piece.row(piece.box.height() - 1 - length);
    const auto first = std::find(row, row + width, 1), end = std::find(first, row + width, 0);
    if (std::distance(first, end) > static_cast<int>(narrow * width) ||
        std::find(end, row + width, 1) != row + width)
      return length;
  }
  return piece.box.height();
}

/// Tall pieces without a part of the stroke in which they end below: 4, 7 and 9 of an upright page
/// whose stem goes far below the line. Enough of it stays that no 9 becomes its loop.
inline std::vector<Candidate> without_tails(const std::vector<Candidate>& pieces) {
  constexpr int least_height = 16;
  constexpr double least_stem = 1.3;  // with what is above it, of that alone
  std::vector<Candidate> result;
  for (const Candidate& piece : pieces) {
    const int width = piece.box.width(), height = piece.box.height();
    if (height < least_height || 3 * height < 5 * width) continue;
    const int tail = tail_length(piece);
    if (tail == height) continue;  // a stroke, nothing else
    for (const double kept : {0.5, 0.7}) {
      const int rows = static_cast<int>(kept * height);
      if (rows < least_stem * (height - tail)) continue;
      Candidate part = part_of(piece, {0, 0, width, rows});
      part.whole = {};
      result.push_back(std::move(part));
    }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
