#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/errors.hpp>
#include <angka/data/clean_digit.hpp>
#include <angka/data/orientation.hpp>
#include <angka/data/resize.hpp>
#include <angka/reading/candidates.hpp>
#include <angka/reading/centring.hpp>
#include <angka/reading/first_sight.hpp>
#include <angka/reading/left_out.hpp>
#include <angka/reading/lines.hpp>
#include <angka/reading/reading.hpp>
#include <angka/reading/ready_made.hpp>
#include <angka/reading/steps.hpp>
#include <angka/reading/view.hpp>
#include <angka/reading/working.hpp>

namespace angka::inline ANGKA_ISA {
namespace reading {

/// Pictures of the steps, to look at.
inline PhotographSteps steps_of(const Image& image, const std::vector<Candidate>& candidates,
                                const View& view, const std::vector<ReadDigit>& digits) {
  const auto with_boxes = [&](const auto& list, auto index) {
    Image picture = to_rgb(to_grey(image));
    for (const auto& one : list) draw_box(picture, candidates[index(one)].box);
    return picture;
  };
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < candidates.size(); ++i) all.push_back(i);
  const auto chosen = [](const Chosen& one) { return one.candidate; };
  std::vector<Image> images;
  for (const ReadDigit& digit : digits)
    images.push_back({28, 28, 1, {digit.pixels.begin(), digit.pixels.end()}});
  const std::vector<Plane> planes = colours(image);
  return {{"grey", to_grey(image)},
          {"dark-ink", to_image(contrast(planes, false).most)},
          {"light-ink", to_image(contrast(planes, true).most)},
          {"candidates", with_boxes(all, [](std::size_t i) { return i; })},
          {"chosen", with_boxes(view.first, chosen)},
          {"boxes", with_boxes(view.chosen, chosen)},
          {"digits", side_by_side(images, 4)}};
}

/// A picture as all its candidates show it, turned if `turn` is below 0 and another side reads
/// clearly better.
template <DigitJudge Judge>
Seen closely(Working working, int turn, Judge& judge) {
  constexpr double for_upright = 1.15;
  constexpr std::size_t enough_to_turn = 6;
  const int width = working.image.width, height = working.image.height;
  std::vector<Candidate> all = candidates(working.image);
  const std::vector<Glimpse> glimpses = glimpses_of(all);
  View best = view(all, glimpses, width, height, std::max(0, turn) & 3, judge);
  best.score *= for_upright;
  if (!is_writing(best) || is_edge(best, width, height)) best.chosen.clear(), best.score = 0;
  if (turn < 0 && !reads_well(best))
    for (const int turns : {1, 3}) {
      View other = view(all, glimpses, width, height, turns, judge);
      if (other.chosen.size() >= enough_to_turn && is_writing(other) && other.score > best.score &&
          reads_most(all, other))
        best = std::move(other);
    }
  return {std::move(working), std::move(all), std::move(best)};
}

/// Whether digits are so small that some may have been missed: half of what was read is lower than
/// MNIST's digits by a fifth, or nothing was read.
inline bool too_small(const View& view) {
  constexpr int low = 16;
  const auto few = std::count_if(view.chosen.begin(), view.chosen.end(),
                                 [](const Chosen& one) { return one.box.height() < low; });
  return 2 * few >= std::ssize(view.chosen);
}

/// Coarse to fine: a picture that is larger than `side` is looked at again at twice the size if its
/// digits are small; what reads better counts.
template <DigitJudge Judge>
Seen twice_if_small(const Image& image, const ReadingOptions& options, Judge& judge) {
  constexpr double much_larger = 1.25;
  constexpr std::size_t enough = 3;  // a texture has a digit or two by chance
  const int side = options.working_side;
  Seen coarse = closely(working_image(image, side), options.turn, judge);
  if (std::max(image.width, image.height) < much_larger * side || !too_small(coarse.view))
    return coarse;
  Seen fine = closely(working_image(image, 2 * side), options.turn, judge);
  const std::vector<Chosen>& more = fine.view.chosen;
  const bool better = more.size() >= std::max(enough, coarse.view.chosen.size()) &&
                      score(more) > score(coarse.view.chosen);
  return better ? std::move(fine) : std::move(coarse);
}

}  // namespace reading

/// Reads the handwritten digits of a photograph or scan. Many readings of what is ink give
/// candidates; the judge says of each which digit it is, or none; what overlaps is chosen by one
/// score, and the digits must agree in size with their neighbours. An image of 28 x 28 that holds a
/// digit as MNIST's do passes unchanged.
///
/// `steps`: if given, takes a picture of each step. Raises SettingError for a working side under
/// 64 pixels.
/// Of a page with 016 above 60. Example: `const Reading read = read_digits(read_image("page.png"),
/// judge); read.digits[2].label == 6 && read.digits[2].line == 0 && read.digits[3].line == 1`
template <DigitJudge Judge>
Reading read_digits(const Image& image, Judge&& judge, const ReadingOptions& options = {},
                    PhotographSteps* steps = nullptr) {
  using namespace reading;
  check_working_side("read_digits", options.working_side);
  Reading result;
  if (image.empty()) return result;
  const int turn = std::max(0, options.turn) & 3;
  if (auto digit = ready_made(turned(image, turn), judge)) {
    result.turned = turn;
    if (steps)
      *steps = {{"grey", to_grey(image)},
                {"digits", {28, 28, 1, {digit->pixels.begin(), digit->pixels.end()}}}};
    result.digits.push_back(*std::move(digit));
    return result;
  }
  Seen seen = [&] {
    if (turn == 0)
      if (auto clear = at_first_sight(image, judge)) return *std::move(clear);
    return twice_if_small(image, options, judge);
  }();
  View& best = seen.view;
  const std::vector<Candidate>& all = seen.candidates;
  auto rest = left_out(all, best);
  if (by_chance(best.chosen.size(), doubt(best).mean(), rest)) {
    for (const Chosen& one : best.chosen) rest.push_back({all[one.candidate].box, LeftOut::none});
    best.chosen.clear();
  }
  for (const Extent& box : marks(all, best)) rest.push_back({box, LeftOut::mark});
  const Working& working = seen.working;
  result.turned = best.chosen.empty() ? 0 : best.turns;
  int number = 0;
  for (const Line& line : lines(best.chosen)) {
    for (const Chosen& one : line)
      result.digits.push_back(
          {.box = original(all[one.candidate].box, working, image),
           .line = number,
           .label = one.label,
           .probabilities = best.judgements[one.candidate],
           .pixels = turned(centred(with_strokes(ink_of(all[one.candidate]))), best.turns),
           .light = all[one.candidate].light});
    ++number;
  }
  for (const auto& [box, reason] : rest)
    result.left_out.push_back({original(box, working, image), reason});
  if (steps) *steps = steps_of(working.image, all, best, result.digits);
  return result;
}

}  // namespace angka::inline ANGKA_ISA
