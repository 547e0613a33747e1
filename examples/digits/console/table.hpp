#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "number.hpp"

using Rows = std::vector<std::vector<std::string>>;

/// Rows as a terminal shows them, the first of which is the header: the first column to the left,
/// the others to the right, each as broad as it needs.
inline std::string aligned(const Rows& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == widths.size()) widths.push_back(0);
      widths[c] = std::max(widths[c], display_width(row[c]));
    }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c)
      line += "  " + (c == 0 ? left(row[c], widths[c]) : right(row[c], widths[c]));
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}
