#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <angka/reading/candidate.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// The connected pieces of a plane of 0 and 1, the largest 700: no specks.
/// Example: `reading::pieces(reading::Plane(5, 9, 1))[0].area == 45 &&
/// reading::pieces(reading::Plane(2, 2, 1)).empty()`
inline std::vector<Candidate> pieces(const Plane& ink) {
  constexpr int least_side = 8, least_height = 5, least_area = 8;
  constexpr std::size_t most = 700;
  const Components parts = connected(ink, 0.5f);
  std::vector<const Component*> large;
  for (const auto& part : parts.found)
    if (std::max(part.box.width(), part.box.height()) >= least_side &&
        part.box.height() >= least_height && part.area >= least_area)
      large.push_back(&part);
  const auto larger = [](const auto* a, const auto* b) {
    return a->area != b->area ? a->area > b->area : a->label < b->label;
  };
  std::sort(large.begin(), large.end(), larger);
  large.resize(std::min(large.size(), most));
  std::vector<Candidate> result;
  for (const auto* part : large) {
    Candidate piece{.box = part->box, .area = part->area};
    piece.mask.resize(static_cast<std::size_t>(area(piece.box)));
    for (int y = 0; y < piece.box.height(); ++y) {
      const int* labels =
          parts.labels.data() + std::ptrdiff_t{piece.box.top + y} * ink.width + piece.box.left;
      for (int x = 0; x < piece.box.width(); ++x) piece.row(y)[x] = labels[x] == part->label;
    }
    result.push_back(std::move(piece));
  }
  return result;
}

/// Pairs of near pieces that could be one broken digit: a 5 with its bar apart, an open 4.
inline std::vector<Candidate> joins(const std::vector<Candidate>& pieces) {
  constexpr std::size_t most = 300;
  constexpr int most_for_one = 3;
  std::vector<Candidate> result;
  const std::size_t count = std::min(pieces.size(), most);
  for (std::size_t i = 0; i < count; ++i) {
    int made = 0;
    const Candidate& a = pieces[i];
    const int size = std::max(a.box.width(), a.box.height());
    for (std::size_t j = i + 1; j < count && made < most_for_one; ++j) {
      const Candidate& b = pieces[j];
      if (100 * b.area < 4 * a.area || b.box.width() < 3) continue;
      const int beside = std::max(a.box.left, b.box.left) - std::min(a.box.right, b.box.right);
      const int below = std::max(a.box.top, b.box.top) - std::min(a.box.bottom, b.box.bottom);
      if (100 * beside > 12 * size || 100 * below > 20 * size || (beside > 0 && below > 0))
        continue;
      Extent box = a.box;
      box.include(b.box);
      if (10 * box.width() > 16 * box.height() || std::max(box.width(), box.height()) > 2 * size)
        continue;
      result.push_back(join(a, b));
      ++made;
    }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
