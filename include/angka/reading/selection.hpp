#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include <angka/reading/candidate.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// What the judge says of an image of 28 x 28: the probabilities of the ten digits and, last, that
/// it is none.
using Judgement = std::array<float, 11>;

/// A candidate as one way up of the page shows it.
struct Sight {
  std::size_t candidate = 0;
  Extent box{};
  int label = 0;
  double likely = 0;  ///< that it is a digit of this label, after what the judge can't see
};

/// A sight that was chosen.
struct Chosen {
  std::size_t candidate = 0;
  Extent box{};
  int label = 0;
  double sure = 0;  ///< 0 to 1, from the odds
  int votes = 0;    ///< how many readings of what is ink agree

  double across() const { return 0.5 * (box.left + box.right); }
  double down() const { return 0.5 * (box.top + box.bottom); }
};

/// How likely a candidate is a digit, given what only its surroundings tell: a piece of a line is
/// as like a 1 as a 1 is.
inline Sight sight(const Candidate& candidate, std::size_t index, const Extent& box,
                   const Judgement& judgement, int page_width, int page_height) {
  constexpr float least_standing_out = 0.5f, most_filled = 0.5f;
  constexpr float none_weight = 0.25f;  // fewer are none than among the judge's training images
  const auto best = std::max_element(judgement.begin(), judgement.begin() + 10);
  Sight result{.candidate = index,
               .box = box,
               .label = static_cast<int>(best - judgement.begin()),
               .likely = double{*best} / (1 - (1 - none_weight) * judgement[10])};
  // A stroke that is less than half as high as the page may well be a 1.
  const bool stroke = result.label == 1 && !candidate.joined && 20 * box.height() < 9 * page_height;
  if (candidate.ruled > most_ruled && !stroke) result.likely *= 0.15;
  if (candidate.stands_out.share < least_standing_out || candidate.stands_out.filled > most_filled)
    result.likely *= 0.2;
  if (candidate.joined || candidate.cut) result.likely *= 0.97;
  if (result.label == 1) {
    if (candidate.goes_on > most_going_on) result.likely *= 0.2;
    if (box.left <= 2 || box.right >= page_width - 2)
      result.likely *= 0.3;
    else if (box.top <= 2 || box.bottom >= page_height - 2)
      result.likely *= 0.6;
  }
  return result;
}

/// Whether two candidates can't both be digits: they share their place or their ink.
inline bool conflict(const Candidate& a, const Candidate& b) {
  const double both = shared(a.box, b.box);
  if (both <= 0) return false;
  const double smaller = std::min(area(a.box), area(b.box));
  if (overlap(a.box, b.box) > 0.5 || both > 0.7 * smaller) return true;
  const double most_ink = a.cut && b.cut ? 0.25 : 0.15;  // digits that touch may share a stroke
  return shared_ink(a, b) > most_ink * std::min(a.area, b.area);
}

/// The best set of sights that don't conflict: greedily by sureness, votes and size, then by
/// exchanging what is outweighed. A large digit outweighs its parts, unless one of them is far
/// surer and seen by more readings.
/// Example: `const reading::Candidate one{.box = {0, 0, 20, 30}}; const reading::Sight
/// three{.candidate = 0, .box = one.box, .label = 3, .likely = 0.9}, eight{.candidate = 1, .box =
/// one.box, .label = 8, .likely = 0.6}; reading::select({one, one}, {eight, three})[0].label == 3`
inline std::vector<Chosen> select(const std::vector<Candidate>& candidates,
                                  std::vector<Sight> sights) {
  constexpr double least_likely = 0.45, most_odds = 5.3, a_vote = 0.05, least_vote = 0.7;
  constexpr int most_votes = 6, rounds = 3;
  std::erase_if(sights, [](const Sight& one) { return one.likely <= least_likely; });
  const std::size_t count = sights.size();
  struct Weighed {
    double sure = 0, vote = 0, weight = 0, rank = 0;
    std::uint32_t sources = 0;
    std::vector<std::uint32_t> conflicts{};
  };
  std::vector<Weighed> all(count);
  const auto of = [&](std::size_t i) -> const Candidate& {
    return candidates[sights[i].candidate];
  };
  for (std::size_t i = 0; i < count; ++i) {
    const double likely = sights[i].likely;
    all[i].sure = std::clamp(
        (std::log(likely + 1e-6) - std::log(1 - std::min(likely, 0.995))) / most_odds, 0.0, 1.0);
    all[i].sources |= of(i).sources;
    for (std::size_t j = i + 1; j < count; ++j) {
      if (sights[i].label == sights[j].label && overlap(of(i).box, of(j).box) > 0.6) {
        all[i].sources |= of(j).sources;
        all[j].sources |= of(i).sources;
      }
      if (!conflict(of(i), of(j))) continue;
      all[i].conflicts.push_back(static_cast<std::uint32_t>(j));
      all[j].conflicts.push_back(static_cast<std::uint32_t>(i));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const double height = sights[i].box.height();
    const double size = height * std::max<double>(sights[i].box.width(), 0.35 * height);
    all[i].vote = all[i].sure + a_vote * std::min(std::popcount(all[i].sources), most_votes);
    all[i].weight = all[i].vote * size;
    all[i].rank = all[i].vote + 0.06 * std::log2(std::max(size, 1.0));
  }
  const auto ordered = [&](auto by) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return all[a].*by > all[b].*by; });
    return order;
  };
  std::vector<char> taken(count, 0);
  for (const std::size_t i : ordered(&Weighed::rank))
    taken[i] = std::none_of(all[i].conflicts.begin(), all[i].conflicts.end(),
                            [&](std::uint32_t j) { return taken[j] != 0; });
  const auto by_weight = ordered(&Weighed::weight);
  for (int round = 0; round < rounds; ++round)
    for (const std::size_t i : by_weight) {
      if (taken[i]) continue;
      double outweighed = 0, most = 0;
      for (const std::uint32_t j : all[i].conflicts)
        if (taken[j]) outweighed += all[j].weight, most = std::max(most, all[j].vote);
      if (all[i].weight <= outweighed || all[i].vote < least_vote * most) continue;
      for (const std::uint32_t j : all[i].conflicts) taken[j] = 0;
      taken[i] = 1;
    }
  std::vector<Chosen> chosen;
  for (std::size_t i = 0; i < count; ++i)
    if (taken[i])
      chosen.push_back({.candidate = sights[i].candidate,
                        .box = sights[i].box,
                        .label = sights[i].label,
                        .sure = all[i].sure,
                        .votes = std::popcount(all[i].sources)});
  return chosen;
}

}  // namespace angka::inline ANGKA_ISA::reading
