#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <angka/reading/morphology.hpp>
#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::detail::photo {

/// Finds and removes the rules of ruled and squared paper: dark, thin, straight lines from one side
/// of the plane to the other, within 13 degrees of its rows.
class RuleRemover {
 public:
  /// Takes the rules out of a plane of dark ink on light; where ink crosses a rule it stays.
  static void remove(Plane& plane) {
    if (plane.width < least_side || plane.height < least_side) return;
    RuleRemover remover(plane);
    remover.vote();
    for (const Rule& rule : remover.rules()) remover.erase(rule, plane);
  }

 private:
  static constexpr int least_side = 64;
  static constexpr int thickest = 12;    ///< rows that a rule may cover
  static constexpr int strip_width = 8;  ///< columns that are averaged; even a steep rule moves
                                         ///< less than two rows in them
  static constexpr double steepest = 0.23;
  static constexpr double share = 0.55;        ///< of its length that must show a rule
  static constexpr double short_share = 0.75;  ///< the same for one that cuts off a corner

  struct Rule {
    int offset = 0;  ///< the row in the first strip
    int slope = 0;   ///< rows from the first strip to the last
    float strength = 0;
  };

  explicit RuleRemover(const Plane& plane)
      : height_(plane.height), strips_(plane.width / strip_width) {
    thin_ = closed_rows(plane, thickest + 1);
    for (std::size_t i = 0; i < thin_.size(); ++i) thin_.values[i] -= plane.values[i];
    means_ = Plane(height_, strips_);
    for (int y = 0; y < height_; ++y)
      for (int s = 0; s < strips_; ++s) {
        float sum = 0;
        for (int x = 0; x < strip_width; ++x) sum += thin_.row(y)[s * strip_width + x];
        means_.row(s)[y] = sum / strip_width;
      }
    std::vector<float> values = sampled(means_);
    level_ = quantile(values, 0.5);
    const float least = level_ + std::max(4.0f, 4 * deviation(values, level_));
    marks_.assign(means_.size(), 0);
    for (int s = 0; s < strips_; ++s)
      for (int y = 0; y < height_; ++y)
        if (means_.row(s)[y] > least)
          for (int v = std::max(0, y - 1); v <= std::min(y + 1, height_ - 1); ++v) mark(s, v) = 1;
  }

  std::uint8_t& mark(int strip, int y) {
    return marks_[static_cast<std::size_t>(strip) * static_cast<std::size_t>(height_) +
                  static_cast<std::size_t>(y)];
  }
  int row_in(const Rule& rule, int strip) const {
    return rule.offset + rule.slope * strip / std::max(1, strips_ - 1);
  }
  /// Calls `use(strip, row)` along a rule, and returns how many strips that were.
  template <class Use>
  int along(const Rule& rule, Use&& use) const {
    int inside = 0;
    for (int s = 0; s < strips_; ++s) {
      const int y = row_in(rule, s);
      if (y >= 0 && y < height_) ++inside, use(s, y);
    }
    return inside;
  }
  /// Whether enough of a line is marked, and enough close to both ends: a digit's stroke ends
  /// before.
  bool is_rule(const Rule& rule) {
    int first = strips_, last = -1;
    const int inside = along(rule, [&](int s, int) { first = std::min(first, s), last = s; });
    if (inside < least_strips()) return false;
    const int eighth = std::max(1, inside / 8);
    int marks = 0, first_marks = 0, last_marks = 0;
    along(rule, [&](int s, int y) {
      const int marked = mark(s, y);
      marks += marked;
      if (s < first + eighth) first_marks += marked;
      if (s > last - eighth) last_marks += marked;
    });
    const double enough = 2 * inside >= strips_ ? share : short_share;
    return marks >= enough * inside && 2 * first_marks >= eighth && 2 * last_marks >= eighth;
  }
  /// The fewest strips that a rule crosses, in a corner of the plane.
  int least_strips() const { return std::max(8, strips_ / 6); }

  /// Every straight line that is marked along enough of its length.
  void vote() {
    const int most = static_cast<int>(steepest * strip_width * strips_);
    std::vector<std::uint16_t> votes;
    for (int slope = -most; slope <= most; ++slope) {
      const int first = std::min(0, -slope), rows = height_ + std::abs(slope);
      votes.assign(static_cast<std::size_t>(rows), 0);
      for (int s = 0; s < strips_; ++s) {
        const int shift =
            row_in({.offset = -first, .slope = 0}, s) - row_in({.offset = 0, .slope = slope}, s);
        const std::uint8_t* marks = &mark(s, 0);
        std::uint16_t* to = votes.data() + shift;
        for (int y = 0; y < height_; ++y) to[y] = static_cast<std::uint16_t>(to[y] + marks[y]);
      }
      for (int i = 0; i < rows; ++i)
        if (votes[static_cast<std::size_t>(i)] >= share * least_strips()) {
          Rule rule{.offset = i + first, .slope = slope};
          if (!is_rule(rule)) continue;
          along(rule, [&](int s, int y) { rule.strength += means_.row(s)[y] - level_; });
          candidates_.push_back(rule);
        }
    }
  }

  /// The rules, the surest first; each takes its marks along, so that none is found twice.
  std::vector<Rule> rules() {
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Rule& a, const Rule& b) { return a.strength > b.strength; });
    std::vector<Rule> found;
    for (const Rule& rule : candidates_)
      if (is_rule(rule)) {
        found.push_back(rule);
        along(rule, [&](int s, int y) {
          for (int v = std::max(0, y - 3); v <= std::min(y + 3, height_ - 1); ++v) mark(s, v) = 0;
        });
      }
    return found;
  }

  /// Where the rule runs in each strip: it may be bent a little.
  std::vector<float> path(const Rule& rule) const {
    constexpr int reach = 3, smooth = 6;
    std::vector<double> weights(static_cast<std::size_t>(strips_)), moments(weights.size());
    along(rule, [&](int s, int y) {
      for (int k = -reach; k <= reach; ++k) {
        if (y + k < 0 || y + k >= height_) continue;
        const double weight = std::max(0.0f, means_.row(s)[y + k] - level_);
        weights[static_cast<std::size_t>(s)] += weight;
        moments[static_cast<std::size_t>(s)] += weight * k;
      }
    });
    std::vector<float> rows;
    for (int s = 0; s < strips_; ++s) {
      double weight = 1e-3, moment = 0;
      for (int r = std::max(0, s - smooth); r <= std::min(s + smooth, strips_ - 1); ++r) {
        weight += weights[static_cast<std::size_t>(r)];
        moment += moments[static_cast<std::size_t>(r)];
      }
      rows.push_back(static_cast<float>(row_in(rule, s) + moment / weight));
    }
    return rows;
  }

  /// Bridges the rule's rows from above and below, where that is lighter.
  void erase(const Rule& rule, Plane& plane) const {
    const std::vector<float> rows = path(rule);
    std::array<float, 2 * thickest + 1> profile{};
    std::vector<float> values;
    for (int k = -thickest; k <= thickest; ++k) {
      values.clear();
      for (int s = 0; s < strips_; ++s) {
        const int y = static_cast<int>(std::lround(rows[static_cast<std::size_t>(s)])) + k;
        if (y < 0 || y >= height_) continue;
        const float* from = thin_.row(y) + s * strip_width;
        values.push_back((from[2] + from[3] + from[4] + from[5]) / 4);
      }
      profile[static_cast<std::size_t>(k + thickest)] = quantile(values, 0.5) - level_;
    }
    const auto at = [&](int k) { return profile[static_cast<std::size_t>(k + thickest)]; };
    const float least = 0.15f * at(0);
    int above = -1, below = 1;
    while (above > -thickest && at(above) > least) --above;
    while (below < thickest && at(below) > least) ++below;
    for (int x = 0; x < plane.width; ++x) {
      const float along = (static_cast<float>(x) - 0.5f * (strip_width - 1)) / strip_width;
      const int s = std::clamp(static_cast<int>(std::floor(along)), 0, std::max(0, strips_ - 2));
      const float here = rows[static_cast<std::size_t>(s)];
      const float next = rows[static_cast<std::size_t>(std::min(s + 1, strips_ - 1))];
      const int y =
          static_cast<int>(std::lround(here + (along - static_cast<float>(s)) * (next - here)));
      const int first = y + above, last = y + below;
      if (last < 0 || first >= height_) continue;
      const float high = plane.row(std::max(first, 0))[x];
      const float low = plane.row(std::min(last, height_ - 1))[x];
      for (int v = std::max(first, 0); v <= std::min(last, height_ - 1); ++v) {
        const float part = static_cast<float>(v - first) / static_cast<float>(last - first);
        plane.row(v)[x] = std::max(plane.row(v)[x], high + part * (low - high));
      }
    }
  }

  int height_;
  int strips_;
  float level_ = 0;                  ///< of `thin_` where there is nothing
  Plane thin_;                       ///< how much darker than what is above and below
  Plane means_;                      ///< row s: its means over the columns of strip s
  std::vector<std::uint8_t> marks_;  ///< strip after strip: rows that may belong to a rule
  std::vector<Rule> candidates_;
};

/// Takes rules along the rows and along the columns out of a plane, dark ones and light ones.
inline void remove_rules(Plane& plane) {
  for (int pass = 0; pass < 2; ++pass) {
    RuleRemover::remove(plane);
    invert(plane);
    RuleRemover::remove(plane);
    invert(plane);
    plane = transposed(plane);
  }
}

}  // namespace angka::inline ANGKA_ISA::detail::photo
