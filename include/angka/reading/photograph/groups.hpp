#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include <angka/reading/components.hpp>
#include <angka/reading/photograph/sighting.hpp>

namespace angka::inline ANGKA_ISA::detail::photo {

/// The pieces that make one digit.
struct Group {
  Extent box{};
  std::vector<int> labels{};  ///< of the pieces, in the sighting
  int line = 0;
};

/// How far two spans of numbers overlap; negative: the gap between them.
inline int overlap(int begin, int end, int other_begin, int other_end) {
  return std::min(end, other_end) - std::max(begin, other_begin);
}

/// Whether two pieces belong to one digit: one lies in the other, or one stands closely above the
/// other, as the bar of a 5 does.
inline bool same_digit(const Extent& a, const Extent& b) {
  const int across = overlap(a.left, a.right, b.left, b.right);
  const int down = overlap(a.top, a.bottom, b.top, b.bottom);
  const int width = std::min(a.width(), b.width()), height = std::min(a.height(), b.height());
  if (across >= 0.7 * width && down >= 0.7 * height) return true;
  return across >= 0.4 * width && down <= 0.5 * height &&
         -down <= 0.2 * std::max(a.height(), b.height());
}

/// Brings digits into the order of reading: lines from above, in each from the left. A line may
/// climb or fall: a digit continues the line whose last digit it overlaps in height.
inline void read_in_lines(std::vector<Group>& groups) {
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.box.left < b.box.left; });
  struct Line {
    Extent last{};  // its last digit's box
    double middles = 0;
    int count = 0, index = 0;
    double middle() const { return middles / count; }
  };
  std::vector<Line> lines;
  for (Group& group : groups) {
    const Extent& box = group.box;
    Line* line = nullptr;
    for (Line& other : lines) {
      const Extent& last = other.last;
      const int down = overlap(box.top, box.bottom, last.top, last.bottom);
      if (2 * down < std::min(box.height(), last.height())) continue;
      if (!line || last.left > line->last.left) line = &other;
    }
    if (!line) {
      line = &lines.emplace_back();
      line->index = static_cast<int>(lines.size()) - 1;
    }
    group.line = line->index;
    line->last = box;
    line->middles += (box.top + box.bottom) / 2.0;
    ++line->count;
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.middle() < b.middle(); });
  std::vector<int> rank(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    rank[static_cast<std::size_t>(lines[i].index)] = static_cast<int>(i);
  for (Group& group : groups) group.line = rank[static_cast<std::size_t>(group.line)];
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.line < b.line; });
}

/// The digits of a sighting in the order of reading. What is much lower than the tallest is a speck
/// or a dash, and left out.
inline std::vector<Group> digit_groups(const Sighting& sighting) {
  std::vector<Group> groups;
  for (const Component& part : sighting.digits) groups.push_back({part.box, {part.label}});
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < groups.size(); ++i)
      for (std::size_t j = groups.size() - 1; j > i; --j) {
        if (!same_digit(groups[i].box, groups[j].box)) continue;
        groups[i].box.include(groups[j].box);
        groups[i].labels.insert(groups[i].labels.end(), groups[j].labels.begin(),
                                groups[j].labels.end());
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(j));
        joined = true;
      }
  }
  int tallest = 0;
  for (const Group& group : groups) tallest = std::max(tallest, group.box.height());
  std::erase_if(groups, [&](const Group& group) { return group.box.height() < 0.4 * tallest; });
  read_in_lines(groups);
  return groups;
}

}  // namespace angka::inline ANGKA_ISA::detail::photo
