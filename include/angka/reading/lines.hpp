#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include <angka/reading/context.hpp>

namespace angka::inline ANGKA_ISA::reading {

using Line = std::vector<Chosen>;

/// By how much the lines fall to the right: the median over pairs of neighbours.
inline double slope(const std::vector<Chosen>& chosen, double height) {
  std::vector<double> slopes;
  for (const Chosen& one : chosen) {
    double nearest = std::numeric_limits<double>::max(), its_slope = 0;
    for (const Chosen& other : chosen) {
      const double across = other.across() - one.across(), down = other.down() - one.down();
      if (across <= 0.15 * height || across >= 4 * height || std::abs(down) >= across) continue;
      const double far = across + 2 * std::abs(down);
      if (far < nearest) nearest = far, its_slope = down / across;
    }
    if (nearest < std::numeric_limits<double>::max()) slopes.push_back(its_slope);
  }
  const double middle = slopes.size() >= 2 ? median(slopes) : 0;
  return std::abs(middle) < 0.02 ? 0 : middle;
}

/// Digits that follow each other closely, each the other's nearest: a line may bend along them.
inline std::vector<Line> chains(const std::vector<Chosen>& chosen, double slope, double height) {
  const std::size_t none = chosen.size();
  // The nearest in the line to the right (1) or to the left (-1).
  const auto nearest = [&](std::size_t i, int side) {
    std::size_t best = none;
    double least = std::numeric_limits<double>::max();
    for (std::size_t j = 0; j < chosen.size(); ++j) {
      const double across = side * (chosen[j].across() - chosen[i].across());
      const double down = std::abs(chosen[j].down() - chosen[i].down() - side * slope * across);
      const double tall =
          std::max(0.8 * height, 0.5 * (chosen[i].box.height() + chosen[j].box.height()));
      if (across <= 0.1 * height || across > 4 * height || down > 0.5 * tall) continue;
      if (across + 2 * down < least) least = across + 2 * down, best = j;
    }
    return best;
  };
  std::vector<std::size_t> next(chosen.size(), none);
  std::vector<char> follows(chosen.size(), 0);
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::size_t right = nearest(i, 1);
    if (right == none || nearest(right, -1) != i) continue;
    next[i] = right, follows[right] = 1;
  }
  std::vector<Line> result;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (follows[i]) continue;
    result.emplace_back();
    for (std::size_t j = i; j != none; j = next[j]) result.back().push_back(chosen[j]);
  }
  return result;
}

/// Lines of that slope, from above; in each the digits from the left.
inline std::vector<Line> lines_along(const std::vector<Chosen>& chosen, double slope,
                                     double height) {
  const auto level = [slope](const Chosen& one) {
    return (one.down() - slope * one.across()) / std::sqrt(1 + slope * slope);
  };
  std::vector<Line> parts = chains(chosen, slope, height);
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Line& a, const Line& b) { return a.size() > b.size(); });
  std::vector<Line> lines;
  for (Line& part : parts) {
    Line* best = nullptr;
    double best_apart = 0;
    for (Line& line : lines) {
      // How far apart they are where they come nearest.
      double nearest = std::numeric_limits<double>::max(), apart = 0, tall = 0;
      for (const Chosen& one : part)
        for (const Chosen& other : line) {
          const double across = std::abs(one.across() - other.across());
          if (across >= nearest) continue;
          nearest = across, apart = std::abs(level(one) - level(other));
          tall = 0.5 * (one.box.height() + other.box.height());
        }
      if (apart < 0.5 * std::max(0.8 * height, tall) && (!best || apart < best_apart))
        best = &line, best_apart = apart;
    }
    if (best)
      best->insert(best->end(), part.begin(), part.end());
    else
      lines.push_back(std::move(part));
  }
  const auto mean_level = [&](const Line& line) {
    return std::accumulate(line.begin(), line.end(), 0.0,
                           [&](double sum, const Chosen& one) { return sum + level(one); }) /
           static_cast<double>(line.size());
  };
  std::stable_sort(lines.begin(), lines.end(),
                   [&](const Line& a, const Line& b) { return mean_level(a) < mean_level(b); });
  for (Line& line : lines)
    std::stable_sort(line.begin(), line.end(),
                     [](const Chosen& a, const Chosen& b) { return a.across() < b.across(); });
  return lines;
}

/// The page's lines. A steep slope counts only if it makes fewer lines than none.
/// Example: `const reading::Chosen left{.box = {0, 0, 20, 30}}, right{.box = {30, 2, 50, 32}},
/// below{.box = {0, 60, 20, 90}}; reading::lines({below, right, left}).size() == 2`
inline std::vector<Line> lines(const std::vector<Chosen>& chosen) {
  if (chosen.empty()) return {};
  std::vector<double> heights;
  for (const Chosen& one : chosen) heights.push_back(one.box.height());
  const double height = median(heights), along = slope(chosen, height);
  std::vector<Line> result = lines_along(chosen, along, height);
  if (std::abs(along) <= 0.15) return result;
  std::vector<Line> level = lines_along(chosen, 0, height);
  return level.size() <= result.size() ? level : result;
}

}  // namespace angka::inline ANGKA_ISA::reading
