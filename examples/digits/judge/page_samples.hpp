#pragma once

#include <algorithm>
#include <angka/reading/reader.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "pages.hpp"
#include "samples.hpp"

namespace judge {

using angka::reading::Candidate;

/// What share of a's cells has ink of b on them or beside.
inline double covered(const Picture& a, const Picture& b) {
  int ink = 0, both = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) {
      if (a.row(y)[x] <= 0) continue;
      ++ink;
      bool near = false;
      for (int v = std::max(0, y - 1); v <= std::min(a.height - 1, y + 1); ++v)
        for (int u = std::max(0, x - 1); u <= std::min(a.width - 1, x + 1); ++u)
          near |= b.row(v)[u] > 0;
      both += near;
    }
  return ink > 0 ? static_cast<double>(both) / ink : 0;
}

/// Which digit of the page a candidate is, or none; nothing if it is neither quite. `pixel`: the
/// size of the candidate's pixels in the page's.
inline std::optional<int> label_of(const Candidate& candidate, const Page& page, double pixel) {
  constexpr int cells = 24;
  const auto on_page = [pixel](int at) { return static_cast<int>(std::lround(at * pixel)); };
  const Extent box{on_page(candidate.box.left), on_page(candidate.box.top),
                   on_page(candidate.box.right), on_page(candidate.box.bottom)};
  bool unclear = false;
  for (const Written& digit : page.digits) {
    const double same = angka::reading::overlap(box, digit.box);
    if (same < 0.2) continue;
    if (digit.label < 0) {
      unclear = true;
      continue;
    }
    Extent both = box;
    both.include(digit.box);
    const double size = std::max(both.width(), both.height());
    const auto cell = [&](double at, int start) {
      return std::clamp(static_cast<int>((at - start) * cells / size), 0, cells - 1);
    };
    Picture found(cells, cells), written(cells, cells);
    for (int y = 0; y < candidate.box.height(); ++y)
      for (int x = 0; x < candidate.box.width(); ++x)
        if (candidate.row(y)[x])
          found.row(cell((candidate.box.top + y + 0.5) * pixel,
                         both.top))[cell((candidate.box.left + x + 0.5) * pixel, both.left)] = 1;
    for (int y = 0; y < digit.box.height(); ++y)
      for (int x = 0; x < digit.box.width(); ++x)
        if (digit.ink.row(y)[x] > 0)
          written.row(cell(digit.box.top + y + 0.5,
                           both.top))[cell(digit.box.left + x + 0.5, both.left)] = 1;
    const double complete = covered(written, found), pure = covered(found, written);
    if (complete > 0.93 && pure > 0.88 && same > 0.65) return digit.label;
    // A part of a 1 is a 1 for who sees no more of it.
    const bool part = complete < 0.72 && !(digit.label == 1 && pure > 0.7);
    if (!part && pure > 0.65 && same > 0.4) unclear = true;
  }
  if (unclear) return std::nullopt;
  return no_digit;
}

/// The candidates that the reader finds on pages.
class PageSamples {
 public:
  PageSamples(angka::DataView digits, angka::Seed seed) : pages_(digits, seed), seed_(seed) {}

  /// Those of pages first .. first + count - 1; of those that are none, every fourth or so, or
  /// every sixteenth where digits are, which have parts without number.
  angka::Dataset make(std::uint32_t first, std::uint32_t count) const {
    constexpr float none = 0.25f, beside_digits = 0.06f;
    angka::Dataset data = no_glimpses();
    for (std::uint32_t i = first; i < first + count; ++i) {
      const Page page = pages_.make(i);
      const auto working =
          angka::reading::working_image(page.image, angka::ReadingOptions{}.working_side);
      Random random(seed_, angka::Purpose::augment, 2, i);
      const float share = page.digits.empty() ? none : beside_digits;
      const auto candidates = angka::reading::candidates(working.image);
      const auto glimpses = angka::reading::glimpses_of(candidates);
      for (std::size_t k = 0; k < candidates.size(); ++k) {
        const auto label = label_of(candidates[k], page, working.pixel);
        if (label && (*label != no_digit || chance(random, share))) add(data, glimpses[k], *label);
      }
    }
    return data;
  }

 private:
  Pages pages_;
  angka::Seed seed_;
};

}  // namespace judge
