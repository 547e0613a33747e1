#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <angka/data/clean_digit.hpp>
#include <angka/reading/context.hpp>
#include <angka/reading/reading.hpp>
#include <angka/reading/selection.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// A box after a number of quarter turns of the page to the left.
/// Example: `const reading::Extent of_page{0, 0, 100, 50}; reading::turned(of_page, 1, 100,
/// 50).height() == 100`
inline Extent turned(const Extent& box, int turns, int width, int height) {
  switch (turns & 3) {
    case 1:
      return {box.top, width - box.right, box.bottom, width - box.left};
    case 2:
      return {width - box.right, height - box.bottom, width - box.left, height - box.top};
    case 3:
      return {height - box.bottom, box.left, height - box.top, box.right};
    default:
      return box;
  }
}

/// The same for an image; `across` is twice its middle: 28 is the pixel in row 14, column 14.
inline DigitPixels turned(const DigitPixels& image, int turns, int across = 28) {
  constexpr int side = 28;
  if ((turns & 3) == 0) return image;
  DigitPixels result{};
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const int from_x = (turns & 3) == 1 ? across - y : (turns & 3) == 2 ? across - x : y;
      const int from_y = (turns & 3) == 1 ? x : (turns & 3) == 2 ? across - y : across - x;
      if (from_x >= 0 && from_x < side && from_y >= 0 && from_y < side)
        result[static_cast<std::size_t>(y * side + x)] =
            image[static_cast<std::size_t>(from_y * side + from_x)];
    }
  return result;
}

/// The candidates as they are with the page turned, judged.
struct View {
  int turns = 0;
  std::vector<Judgement> judgements{};
  std::vector<Chosen> first{};   ///< chosen one by one
  std::vector<Chosen> chosen{};  ///< and in agreement with each other
  double score = 0;
};

/// How well a page reads: the mean sureness, weighted by size, and more for more digits.
inline double score(const std::vector<Chosen>& chosen) {
  double sure = 0, all = 1e-6;
  for (const Chosen& one : chosen) {
    sure += one.sure * one.box.height() * (one.label == 1 ? 0.3 : 1);
    all += one.box.height();
  }
  return sure / all * std::sqrt(static_cast<double>(chosen.size()));
}

/// Whether a page reads so well that no other side could read better.
inline bool reads_well(const View& view) {
  constexpr std::size_t enough = 6;
  constexpr double surely = 0.85;
  double sum = 0;
  for (const Chosen& one : view.chosen) sum += one.sure;
  return view.chosen.size() >= enough && sum > surely * static_cast<double>(view.chosen.size());
}

/// What the judge says of the digits that were chosen, but for 1s beside others, which are strokes
/// like any and may be doubtful.
struct Doubt {
  double sum = 0;   ///< of the probabilities that they are none
  double sure = 0;  ///< how many of them it hardly doubts
  double digits = 0;
  double mean() const { return digits > 0 ? sum / digits : 0; }
};

inline Doubt doubt(const View& view) {
  constexpr float hardly = 0.1f;
  Doubt result;
  for (const Chosen& one : view.chosen) {
    if (one.label == 1 && view.chosen.size() > 1) continue;
    const float none = view.judgements[one.candidate][10];
    result.sum += none;
    result.sure += none < hardly;
    ++result.digits;
  }
  return result;
}

/// Whether what was chosen is writing: in pictures of other things some pieces look like digits to
/// the judge, but hardly, and to few of the readings of what is ink; few or none surely.
inline bool is_writing(const View& view) {
  constexpr double least_support = 0.2, enough_votes = 4;
  constexpr double most_doubt = 0.2, of_all = 0.15, few = 3;
  constexpr int most_votes = 6;
  double support = 0, votes = 0;
  for (const Chosen& one : view.chosen) {
    const int agree = std::min(one.votes, most_votes);
    support += one.sure * agree / most_votes;
    votes += agree;
  }
  const auto count = static_cast<double>(view.chosen.size());
  const Doubt doubts = doubt(view);
  const bool surely = doubts.sure >= few && 3 * doubts.sure > doubts.digits;
  return (doubts.sum <= most_doubt * doubts.digits + of_all || surely) &&
         (support >= least_support * count || votes >= enough_votes * count);
}

/// Whether what was chosen is one stroke from a photograph's border to the other, such as a
/// shadow's edge: pictures that are cut closely around a 1 are smaller.
inline bool is_edge(const View& view, int width, int height) {
  constexpr double from_end_to_end = 0.96;
  constexpr int least_side = 400;
  if (view.chosen.size() != 1 || view.chosen[0].label != 1) return false;
  const Extent& box = view.chosen[0].box;
  if (view.turns & 1) std::swap(width, height);
  return std::min(width, height) >= least_side &&
         (box.width() > from_end_to_end * width || box.height() > from_end_to_end * height);
}

template <DigitJudge Judge>
View view(const std::vector<Candidate>& candidates, const std::vector<Glimpse>& glimpses, int width,
          int height, int turns, Judge& judge) {
  View result{.turns = turns};
  const bool swapped = turns & 1;
  // What was cut along the picture was cut across a page on its side.
  const auto may_be_digit = [&](const Candidate& one) { return !(swapped && one.cut); };
  if (turns == 0) {
    result.judgements = judge(std::span<const Glimpse>(glimpses));
  } else {
    std::vector<Glimpse> turned_ones;
    std::vector<std::size_t> which;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!may_be_digit(candidates[i])) continue;
      turned_ones.push_back(
          {turned(glimpses[i].ink, turns), turned(glimpses[i].around, turns, 27)});
      which.push_back(i);
    }
    const std::vector<Judgement> judged = judge(std::span<const Glimpse>(turned_ones));
    result.judgements.resize(candidates.size());
    for (std::size_t i = 0; i < which.size(); ++i) result.judgements[which[i]] = judged[i];
  }
  double most = -1;
  for (const bool light : {false, true}) {  // a page has one kind of ink
    std::vector<Sight> sights;
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (candidates[i].light == light && may_be_digit(candidates[i]))
        sights.push_back(sight(candidates[i], i, turned(candidates[i].box, turns, width, height),
                               result.judgements[i], swapped ? height : width,
                               swapped ? width : height));
    std::vector<Chosen> first = select(candidates, sights);
    std::vector<Chosen> chosen = agreeing(first, candidates);
    if (!chosen.empty()) {
      expect(sights, chosen, candidates);
      std::erase_if(sights, [&](const Sight& one) {
        return !explained(candidates[one.candidate], first, candidates);
      });
      chosen = agreeing(select(candidates, sights), candidates);
    }
    double sum = 0;
    for (const Chosen& one : chosen) sum += standing(one);
    if (sum > most) most = sum, result.first = std::move(first), result.chosen = std::move(chosen);
  }
  result.score = score(result.chosen);
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
