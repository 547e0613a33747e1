#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <angka/reading/centring.hpp>
#include <angka/reading/components.hpp>
#include <angka/reading/ink.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// How a piece of ink stands out from what surrounds it, in the picture's colours.
struct StandsOut {
  /// How much of its contrast stays against most of what surrounds it, 0 to 1: of the paper that a
  /// dark stroke encloses, which is light ink on it, nothing.
  float share = 1;
  /// How much what it encloses differs from what is outside, as a share of the ink's difference: 0
  /// for strokes on paper, more for the outline of a thing.
  float filled = 0;
};

/// A piece of ink, or several, that may be a digit.
struct Candidate {
  Extent box{};
  std::vector<std::uint8_t> mask{};  ///< of the box's pixels, row after row: 1 where it has ink
  int area = 0;                      ///< pixels of ink
  bool light = false;                ///< ink lighter than the paper
  bool joined = false;               ///< of several pieces
  bool cut = false;                  ///< a part of a piece
  Extent whole{};                    ///< the piece's box, of a part of its width
  std::uint32_t sources = 0;         ///< the readings of what is ink that found it, one bit each
  float ruled = 0;                   ///< the share of its ink that is part of a long line
  StandsOut stands_out{};
  float goes_on = 0;     ///< of a straight piece: how strongly ink goes on beyond its ends, 0 to 1
  DigitPixels around{};  ///< what its surroundings show; see surroundings

  const std::uint8_t* row(int y) const { return mask.data() + std::ptrdiff_t{y} * box.width(); }
  std::uint8_t* row(int y) { return mask.data() + std::ptrdiff_t{y} * box.width(); }
};

// From how much on a candidate is taken for part of a long line.
inline constexpr float most_ruled = 0.4f, most_going_on = 0.35f;

inline int overlap_length(int a_from, int a_to, int b_from, int b_to) {
  return std::max(0, std::min(a_to, b_to) - std::max(a_from, b_from));
}
/// The area of what two boxes share.
inline double shared(const Extent& a, const Extent& b) {
  return double(overlap_length(a.left, a.right, b.left, b.right)) *
         overlap_length(a.top, a.bottom, b.top, b.bottom);
}
inline double area(const Extent& box) { return double(box.width()) * box.height(); }

/// The area of what two boxes share over that of what they cover together.
/// Example: `reading::overlap({0, 0, 2, 2}, {1, 0, 3, 2}) == 1.0 / 3`
inline double overlap(const Extent& a, const Extent& b) {
  const double both = shared(a, b);
  return both / std::max(1.0, area(a) + area(b) - both);
}

/// How many pixels of ink two candidates share.
inline int shared_ink(const Candidate& a, const Candidate& b) {
  const int left = std::max(a.box.left, b.box.left), right = std::min(a.box.right, b.box.right);
  int count = 0;
  for (int y = std::max(a.box.top, b.box.top); y < std::min(a.box.bottom, b.box.bottom); ++y) {
    const std::uint8_t* one = a.row(y - a.box.top) - a.box.left;
    const std::uint8_t* other = b.row(y - b.box.top) - b.box.left;
    for (int x = left; x < right; ++x) count += one[x] & other[x];
  }
  return count;
}

/// The ink of both.
inline Candidate join(const Candidate& a, const Candidate& b) {
  Candidate both{.box = a.box, .light = a.light, .joined = true, .sources = a.sources | b.sources};
  both.box.include(b.box);
  both.mask.assign(static_cast<std::size_t>(area(both.box)), 0);
  for (const Candidate* part : {&a, &b})
    for (int y = 0; y < part->box.height(); ++y) {
      std::uint8_t* to =
          both.row(y + part->box.top - both.box.top) + part->box.left - both.box.left;
      for (int x = 0; x < part->box.width(); ++x) to[x] |= part->row(y)[x];
    }
  both.area = static_cast<int>(std::count(both.mask.begin(), both.mask.end(), 1));
  return both;
}

/// Its ink, 0 or 1.
inline Plane ink_of(const Candidate& candidate) {
  Plane plane(candidate.box.width(), candidate.box.height());
  std::copy(candidate.mask.begin(), candidate.mask.end(), plane.values.begin());
  return plane;
}

}  // namespace angka::inline ANGKA_ISA::reading
