#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <angka/reading/ink.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// Which pixels are part of a long straight line of ink: bit 1 of one across, bit 2 of one down.
struct Rules {
  enum : std::uint8_t { across = 1, down = 2 };
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> bits{};
  bool any = false;

  std::uint8_t at(int x, int y) const {
    return bits[static_cast<std::size_t>(std::ptrdiff_t{y} * width + x)];
  }
};

/// How long a line must be to count as a rule, in a picture of that length along the line: across
/// a strip that holds one line of writing, nearly all of it.
inline int least_rule(int along, int across) {
  const double part = along > 3 * across ? 0.9 * across : 0.3 * std::max(along, across);
  const double most = across > 3 * along ? 0.85 : 0.55;
  return static_cast<int>(std::max(24.0, std::min(most * along, std::max(0.22 * along, part))));
}

/// Finds lines that lean by up to 0.16, where a plane is 1. Looks at every other pixel, and over
/// gaps of up to four.
/// Example: `reading::Plane ink(100, 60); std::fill_n(ink.row(30), 100, 1.0f);
/// reading::find_rules(ink).at(50, 30) == reading::Rules::across`
inline Rules find_rules(const Plane& ink) {
  constexpr float most_lean = 0.16f, step = 0.008f;
  constexpr int most_gap = 2, thinness = 8;
  constexpr float least_share = 0.9f;
  Rules rules{.width = ink.width, .height = ink.height};
  rules.bits.assign(ink.size(), 0);
  const int width = (ink.width + 1) / 2, height = (ink.height + 1) / 2;
  for (const bool down : {false, true}) {
    const int length = down ? height : width, breadth = down ? width : height;
    const auto index = [=](int along, int beside) {
      return static_cast<std::size_t>(std::ptrdiff_t{beside} * length + along);
    };
    std::vector<std::uint8_t> half(static_cast<std::size_t>(length) *
                                   static_cast<std::size_t>(breadth));
    std::vector<std::uint8_t> line(half.size());
    for (int y = 0; y < ink.height; ++y)
      for (int x = 0; x < ink.width; ++x)
        if (ink.row(y)[x] > 0) half[down ? index(y / 2, x / 2) : index(x / 2, y / 2)] = 1;
    const int least = least_rule(down ? ink.height : ink.width, down ? ink.width : ink.height) / 2;
    std::vector<int> offsets(static_cast<std::size_t>(length));
    for (float lean = -most_lean; lean <= most_lean + step / 2; lean += step) {
      int lowest = 0, highest = 0;
      for (int along = 0; along < length; ++along) {
        const int offset = static_cast<int>(std::lround(lean * static_cast<float>(along)));
        offsets[static_cast<std::size_t>(along)] = offset;
        lowest = std::min(lowest, offset), highest = std::max(highest, offset);
      }
      for (int start = -highest; start < breadth - lowest; ++start) {
        const auto is_ink = [&](int along) {
          const int beside = start + offsets[static_cast<std::size_t>(along)];
          return beside >= 0 && beside < breadth && half[index(along, beside)] != 0;
        };
        // Looks back from where a rule would end that begins here: none begins before a gap.
        for (int from = 0; from + least <= length;) {
          int back = from + least - 1;
          for (int gap = 0; back >= from && gap <= most_gap; --back)
            gap = is_ink(back) ? 0 : gap + 1;
          if (back >= from) {
            from = back + most_gap + 2;
            continue;
          }
          while (from < length && !is_ink(from)) ++from;
          int last = from, count = 0, along = from;
          for (; along < length && (is_ink(along) || along - last <= most_gap); ++along)
            if (is_ink(along)) last = along, ++count;
          if (last - from + 1 >= least &&
              static_cast<float>(count) >= least_share * static_cast<float>(last - from + 1))
            for (int on = from; on <= last; ++on)
              line[index(on, start + offsets[static_cast<std::size_t>(on)])] = 1;
          from = along;
        }
      }
    }
    // A rule is thin: what is as broad as an eighth of the shortest rule is a stroke.
    for (int along = 0; along < length; ++along)
      for (int first = 0; first < breadth; ++first) {
        if (!half[index(along, first)]) continue;
        int last = first;
        while (last + 1 < breadth && half[index(along, last + 1)]) ++last;
        if (thinness * (last - first + 1) > least)
          for (int beside = first; beside <= last; ++beside) line[index(along, beside)] = 0;
        first = last;
      }
    const auto bit = static_cast<std::uint8_t>(down ? Rules::down : Rules::across);
    for (int y = 0; y < ink.height; ++y)
      for (int x = 0; x < ink.width; ++x)
        if (ink.row(y)[x] > 0 && line[down ? index(y / 2, x / 2) : index(x / 2, y / 2)]) {
          std::uint8_t& bits =
              rules.bits[static_cast<std::size_t>(std::ptrdiff_t{y} * ink.width + x)];
          bits = static_cast<std::uint8_t>(bits | bit);
          rules.any = true;
        }
  }
  return rules;
}

/// The ink without the rules; strokes that cross one are mended where they go on at both sides.
inline Plane without_rules(const Plane& ink, const Rules& rules) {
  Plane result = ink;
  for (std::size_t i = 0; i < ink.size(); ++i)
    if (rules.bits[i] != 0) result.values[i] = 0;
  const Plane bare = result;
  const auto mend = [&](bool down) {  // looks across the line: `down` lines along x
    const int length = down ? ink.width : ink.height, lines = down ? ink.height : ink.width;
    const auto is = [&](const Plane& plane, int along, int line) {
      return along >= 0 && along < length && line >= 0 && line < lines &&
             (down ? plane.row(line)[along] : plane.row(along)[line]) > 0;
    };
    const auto ruled = [&](int along, int line) {
      return (down ? rules.at(along, line) : rules.at(line, along)) != 0;
    };
    for (int line = 0; line < lines; ++line)
      for (int first = 0; first < length; ++first) {
        if (!ruled(first, line)) continue;
        int last = first;
        while (last + 1 < length && ruled(last + 1, line)) ++last;
        const int reach = 1 + (last - first) / 2;
        const auto touches = [&](int along) {
          for (int beside = line - reach; beside <= line + reach; ++beside)
            if (is(bare, along, beside)) return true;
          return false;
        };
        if (last - first < length / 8 && touches(first - 1) && touches(last + 1))
          for (int along = first; along <= last; ++along)
            (down ? result.row(line)[along] : result.row(along)[line]) = 1;
        first = last;
      }
  };
  mend(false);
  mend(true);
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
