#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <angka/data/pixels.hpp>
#include <angka/reading/candidate.hpp>
#include <angka/reading/glimpse.hpp>
#include <angka/reading/ink.hpp>
#include <angka/reading/pieces.hpp>
#include <angka/reading/reading.hpp>
#include <angka/reading/stands_out.hpp>
#include <angka/reading/straight.hpp>
#include <angka/reading/thresholds.hpp>
#include <angka/reading/view.hpp>
#include <angka/reading/working.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// A picture at the size that it was read at, and what was seen in it.
struct Seen {
  Working working{};
  std::vector<Candidate> candidates{};
  View view{};
};

/// The only piece of a reading, clear of the border; none if there is more than specks beside it.
inline std::optional<Candidate> only_piece(const Plane& reading) {
  constexpr int least_height = 20, most_beside = 5;  // pixels; hundredths of its area
  std::vector<Candidate> found = pieces(reading);
  if (found.empty() || (found.size() > 1 && 100 * found[1].area > most_beside * found[0].area))
    return std::nullopt;
  const Extent& box = found[0].box;
  if (box.height() < least_height || box.left < 2 || box.top < 2 || box.right + 2 > reading.width ||
      box.bottom + 2 > reading.height)
    return std::nullopt;
  return std::move(found[0]);
}

/// A small picture of one digit that is clear at first sight: the same single piece of ink at three
/// thresholds, surely the same digit, in one kind of ink. Nothing if it must be looked at
/// closely. Example: `Page small(60, 80); small.zero(18, 20, 25, 40, 40, 3);
/// reading::at_first_sight(small.image, judge) && not reading::at_first_sight(page, judge)`
template <DigitJudge Judge>
std::optional<Seen> at_first_sight(const Image& image, Judge& judge) {
  constexpr int longest = 400, side = 112;
  constexpr std::size_t looks = 3;
  constexpr double least_likely = 0.75, surely = 0.9, same_place = 0.7;
  if (std::max(image.width, image.height) > longest) return std::nullopt;
  Seen seen{.working = working_image(image, side)};
  const Image& small = seen.working.image;
  const std::vector<Plane> planes = colours(small);
  for (const bool light : {false, true}) {
    const Plane ink = contrast(planes, light).most;
    const std::vector<Plane> readings = thresholds(softened(ink));
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < std::min(looks, readings.size()); ++i)
      if (auto piece = only_piece(readings[i])) found.push_back(*std::move(piece));
    if (found.size() < looks) continue;
    for (Candidate& piece : found) {
      piece.light = light;
      piece.goes_on = goes_on(piece, ink);
      piece.around = surroundings(piece, ink);
      piece.stands_out = stands_out(piece, planes, ink);
    }
    const std::vector<Glimpse> glimpses = glimpses_of(found);
    const std::vector<Judgement> judgements = judge(std::span<const Glimpse>(glimpses));
    std::vector<Sight> sights;
    for (std::size_t i = 0; i < looks; ++i)
      sights.push_back(sight(found[i], i, found[i].box, judgements[i], small.width, small.height));
    double likely = 0;
    for (const Sight& one : sights) {
      const bool agrees = one.likely > least_likely && one.label == sights[1].label &&
                          overlap(one.box, sights[1].box) > same_place;
      likely += agrees ? one.likely / looks : -1.0;
    }
    if (likely < surely) continue;
    if (!seen.candidates.empty()) return std::nullopt;  // dark or light?
    seen.candidates.push_back(std::move(found[1]));
    seen.view.judgements.push_back(judgements[1]);
    seen.view.first = seen.view.chosen = {{.box = sights[1].box,
                                           .label = sights[1].label,
                                           .sure = 1,
                                           .votes = static_cast<int>(looks)}};
  }
  if (seen.candidates.empty()) return std::nullopt;
  return seen;
}

}  // namespace angka::inline ANGKA_ISA::reading
