#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/reading/selection.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// How far apart two places on a page are for the eye that follows a line.
inline double distance(const Chosen& one, double across, double down) {
  return std::abs(one.across() - across) + 2 * std::abs(one.down() - down);
}

/// How large the writing is that a digit belongs to: its height, but of a low, broad digit a part
/// of its width, since people write some of them flat, though no dash. Example:
/// `reading::writing_size({0, 0, 10, 20}) == 20 && reading::writing_size({0, 0, 20, 10}) == 16`
inline double writing_size(const Extent& box) {
  constexpr double of_width = 0.8, most = 2;
  return std::clamp<double>(of_width * box.width(), box.height(), most * box.height());
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The sizes of the `count` nearest of those that `counts` says yes to.
template <class Counts>
std::vector<double> sizes_near(const std::vector<Chosen>& chosen, double across, double down,
                               std::size_t count, Counts counts) {
  std::vector<std::pair<double, double>> near;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (counts(i)) near.push_back({distance(chosen[i], across, down), writing_size(chosen[i].box)});
  std::sort(near.begin(), near.end());
  std::vector<double> sizes;
  for (std::size_t i = 0; i < std::min(count, near.size()); ++i) sizes.push_back(near[i].second);
  return sizes;
}

/// How much a digit counts when it is asked in what size, and with what ink, a page is written.
inline double standing(const Chosen& one) {
  return one.sure * (one.label == 1 ? 0.5 : 1) * std::min(one.votes, 4) *
         std::sqrt(writing_size(one.box));
}

/// Whether a sure digit stands in a line with another of up to 3.2 times its height or that part
/// of it: a tall 7 beside small zeros. A 1 must stand alone to be believed.
inline bool beside_one(const Chosen& one, const std::vector<Chosen>& chosen,
                       const std::vector<Candidate>& candidates) {
  const Candidate& candidate = candidates[one.candidate];
  const bool stroke = one.label == 1;
  if (one.sure < 0.1 || (stroke && (candidate.goes_on > 0.15f || candidate.ruled > 0.15f)))
    return false;
  return std::any_of(chosen.begin(), chosen.end(), [&](const Chosen& other) {
    if (other.candidate == one.candidate || other.label == 1 || other.sure < 0.4) return false;
    const double taller = std::max(one.box.height(), other.box.height());
    const double lower = std::min(one.box.height(), other.box.height());
    const int both = overlap_length(one.box.top, one.box.bottom, other.box.top, other.box.bottom);
    const int gap =
        std::max(one.box.left, other.box.left) - std::min(one.box.right, other.box.right);
    return taller < (stroke ? 2.2 : 3.2) * lower && both > 0.6 * lower && gap < 1.2 * taller;
  });
}

/// Whether digits were chosen along all of the piece that a candidate is a part of, and few of
/// them a 1: digits that touch are never alone, and the parts of a wave are strokes.
inline bool explained(const Candidate& part, const std::vector<Chosen>& chosen,
                      const std::vector<Candidate>& candidates) {
  constexpr double least = 0.8;
  constexpr int most_strokes = 3;
  if (!part.cut || part.whole.width() <= 0) return true;
  std::vector<char> columns(static_cast<std::size_t>(part.whole.width()), 0);
  int strokes = 0, shapes = 0;
  for (const Chosen& one : chosen) {
    const Extent& box = candidates[one.candidate].box;
    if (2 * overlap_length(box.top, box.bottom, part.whole.top, part.whole.bottom) < box.height())
      continue;
    const int from = std::max(box.left, part.whole.left);
    const int to = std::min(box.right, part.whole.right);
    for (int x = from; x < to; ++x) columns[static_cast<std::size_t>(x - part.whole.left)] = 1;
    if (2 * (to - from) > box.width()) ++(one.label == 1 ? strokes : shapes);
  }
  return strokes <= most_strokes * (1 + shapes) &&
         static_cast<double>(std::count(columns.begin(), columns.end(), 1)) >=
             least * part.whole.width();
}

/// What of the chosen agrees with the rest: has the size of its neighbours.
/// Example: `std::vector<reading::Chosen> two(2, {.box = {0, 0, 9, 9}, .sure = 1, .votes = 4});
/// reading::agreeing(two, std::vector<reading::Candidate>(2)).size() == 2`
inline std::vector<Chosen> agreeing(const std::vector<Chosen>& chosen,
                                    const std::vector<Candidate>& candidates) {
  if (chosen.size() < 2) return chosen;
  const auto apart = [](double a, double b) { return std::abs(std::log(a / b)); };
  double reference = 0, most = -1;
  for (const Chosen& one : chosen) {
    double sum = 0;
    for (const Chosen& other : chosen)
      if (apart(writing_size(one.box), writing_size(other.box)) < 0.45) sum += standing(other);
    if (sum > most) most = sum, reference = writing_size(one.box);
  }
  std::vector<Chosen> result;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const Chosen& one = chosen[i];
    const double size = writing_size(one.box);
    const auto near = sizes_near(chosen, one.across(), one.down(), 6, [&](std::size_t j) {
      const double other = writing_size(chosen[j].box);
      return j != i && other > 0.35 * reference && other < 2.2 * reference;
    });
    if (beside_one(one, chosen, candidates)) {
      result.push_back(one);
      continue;
    }
    const double share = size / (near.empty() ? reference : median(near));
    const double of_all = size / reference;
    const double low = one.label == 1 ? 0.55 : 0.5, high = one.label == 1 ? 1.55 : 1.75;
    if ((share < low || share > high) && (of_all < 0.62 || of_all > 1.6)) continue;
    if (one.sure < 0.35 && (share < 0.65 || share > 1.5)) continue;
    result.push_back(one);
  }
  return result;
}

/// Makes sights less likely that don't have the size of what was read at first.
inline void expect(std::vector<Sight>& sights, const std::vector<Chosen>& first,
                   const std::vector<Candidate>& candidates) {
  if (first.size() < 2) return;
  std::vector<double> sizes;
  for (const Chosen& one : first) sizes.push_back(writing_size(one.box));
  const double all = median(sizes);
  for (Sight& one : sights) {
    if (one.likely <= 0.1) continue;
    const double near = median(sizes_near(first, 0.5 * (one.box.left + one.box.right),
                                          0.5 * (one.box.top + one.box.bottom), 7,
                                          [](std::size_t) { return true; }));
    const double apart =
        std::log(writing_size(one.box) / (std::pow(near, 0.7) * std::pow(all, 0.3)));
    if (apart > 0 && std::any_of(first.begin(), first.end(), [&](const Chosen& other) {
          return other.candidate == one.candidate && other.sure > 0.5 &&
                 !candidates[other.candidate].joined && beside_one(other, first, candidates);
        }))
      continue;  // a tall digit beside low ones
    const double beyond =
        apart > 0 ? std::max(0.0, apart - 0.4) / 0.4 : std::max(0.0, -apart - 0.2) / 0.3;
    one.likely *= std::exp(-0.5 * beyond * beyond);
  }
}

}  // namespace angka::inline ANGKA_ISA::reading
