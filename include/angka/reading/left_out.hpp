#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <angka/reading/reading.hpp>
#include <angka/reading/view.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// Those of the candidates that several readings of the ink find at their place, the largest first.
inline std::vector<std::size_t> clearly_seen(const std::vector<Candidate>& candidates,
                                             const std::vector<std::size_t>& which) {
  constexpr int least_votes = 3;
  std::vector<std::size_t> result;
  for (const std::size_t i : which) {
    std::uint32_t sources = 0;
    for (const std::size_t j : which)
      if (overlap(candidates[i].box, candidates[j].box) > 0.6) sources |= candidates[j].sources;
    if (std::popcount(sources) >= least_votes) result.push_back(i);
  }
  std::stable_sort(result.begin(), result.end(), [&](std::size_t a, std::size_t b) {
    return candidates[a].area > candidates[b].area;
  });
  return result;
}

inline double median_height(const View& view) {
  std::vector<double> heights;
  for (const Chosen& one : view.chosen) heights.push_back(one.box.height());
  return heights.empty() ? 0 : median(heights);
}

/// Whether a piece is part of a long line.
inline bool is_line(const Candidate& piece) {
  return piece.ruled > most_ruled || piece.goes_on > most_going_on;
}

/// What is lower than this part of the digits' height is a mark or a speck beside them.
inline constexpr double least_of_height = 0.4;

/// The pieces of ink that are not read though they are about as large as what is, each with the
/// reason. What several readings of the ink find counts; of pieces at one place the largest.
/// Example: `const reading::Candidate rule{.box = {0, 0, 90, 3}, .sources = 7, .ruled = 1};
/// reading::left_out({rule}, {.judgements = {Judgement{}}})[0].second == LeftOut::line`
inline std::vector<std::pair<Extent, LeftOut>> left_out(const std::vector<Candidate>& candidates,
                                                        const View& view) {
  std::vector<Extent> taken;
  for (const Chosen& one : view.chosen) taken.push_back(candidates[one.candidate].box);
  const double least = least_of_height * median_height(view);
  const bool light = !taken.empty() && candidates[view.chosen[0].candidate].light;
  std::vector<std::size_t> large;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& one = candidates[i];
    if (!one.joined && !one.cut && one.light == light &&
        std::max(one.box.width(), one.box.height()) >= least)
      large.push_back(i);
  }
  std::vector<std::pair<Extent, LeftOut>> result;
  for (const std::size_t i : clearly_seen(candidates, large)) {
    const Candidate& one = candidates[i];
    const bool line = is_line(one);
    if (std::any_of(taken.begin(), taken.end(), [&](const Extent& box) {
          const double both = shared(box, one.box);
          return both > 0.3 * (line ? area(one.box) : std::min(area(box), area(one.box)));
        }))
      continue;
    const auto& judgement = view.judgements[i];
    const bool digit = !view.chosen.empty() &&
                       *std::max_element(judgement.begin(), judgement.begin() + 10) > judgement[10];
    taken.push_back(one.box);
    result.push_back({one.box, line ? LeftOut::line : digit ? LeftOut::unlike : LeftOut::none});
  }
  return result;
}

/// Small marks beside digits, such as points and commas: pieces too low for digits, within half of
/// the digits' height of one.
/// Example: `const std::vector<reading::Candidate> pieces{{.box = {0, 0, 40, 60}, .sources = 7},
/// {.box = {50, 50, 60, 60}, .area = 80, .sources = 7}}; reading::marks(pieces, {.chosen = {{.box =
/// pieces[0].box}}}).at(0).left == 50`
inline std::vector<Extent> marks(const std::vector<Candidate>& candidates, const View& view) {
  constexpr double least = 0.1, near = 0.5;  // of the digits' height
  const double height = median_height(view);
  std::vector<std::size_t> small;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& one = candidates[i];
    const int side = std::max(one.box.width(), one.box.height());
    if (one.joined || one.cut || is_line(one) || side < least * height ||
        side >= least_of_height * height)
      continue;
    bool beside = false, within = false;
    for (const Chosen& digit : view.chosen) {
      const Candidate& its = candidates[digit.candidate];
      within |= one.light != its.light || shared(its.box, one.box) > 0.3 * area(one.box);
      beside |=
          std::max({its.box.left - one.box.right, one.box.left - its.box.right,
                    its.box.top - one.box.bottom, one.box.top - its.box.bottom}) < near * height;
    }
    if (beside && !within) small.push_back(i);
  }
  std::vector<Extent> result;
  for (const std::size_t i : clearly_seen(candidates, small)) {
    const Extent& box = candidates[i].box;
    if (std::none_of(result.begin(), result.end(),
                     [&](const Extent& taken) { return shared(taken, box) > 0; }))
      result.push_back(box);
  }
  return result;
}

/// Whether digits look like that by chance, as one of a logo's letters or of a texture's spots
/// does: up to three among many pieces that are none, or as many if the judge doubts them; more
/// that it doubts among half as many.
/// Example: `const std::vector<std::pair<reading::Extent, LeftOut>> rest(5);
/// reading::by_chance(1, 0, rest) && not reading::by_chance(2, 0, rest) &&
/// reading::by_chance(2, 0.2, rest) && not reading::by_chance(10, 0.2, rest)`
inline bool by_chance(std::size_t digits, double doubt,
                      const std::vector<std::pair<Extent, LeftOut>>& rest) {
  constexpr std::size_t few = 3;
  constexpr std::ptrdiff_t many = 5;  // pieces for each digit; of written pages the most is 1.5
  constexpr double doubtful = 0.15;
  const auto none = std::count_if(rest.begin(), rest.end(),
                                  [](const auto& piece) { return piece.second == LeftOut::none; });
  const auto count = static_cast<std::ptrdiff_t>(digits);
  if (digits > few) return doubt > doubtful && 2 * none > count;
  return digits > 0 && none >= (doubt > doubtful ? 1 : many) * count;
}

/// Whether more of a page's pieces are read as digits than are not: on their side, some letters are
/// digits (N and M are 2 and 3).
inline bool reads_most(const std::vector<Candidate>& candidates, const View& view) {
  const auto rest = left_out(candidates, view);
  const auto unread = std::count_if(
      rest.begin(), rest.end(), [](const auto& piece) { return piece.second != LeftOut::line; });
  return static_cast<std::size_t>(unread) < view.chosen.size();
}

}  // namespace angka::inline ANGKA_ISA::reading
