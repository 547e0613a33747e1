#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <angka/reading/candidate.hpp>
#include <angka/reading/cuts.hpp>
#include <angka/reading/glimpse.hpp>
#include <angka/reading/ink.hpp>
#include <angka/reading/pieces.hpp>
#include <angka/reading/rules.hpp>
#include <angka/reading/stands_out.hpp>
#include <angka/reading/straight.hpp>
#include <angka/reading/thresholds.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// Whether more than a hundredth of the pixels stand out in the first that don't in the second.
inline bool stands_out_more(const Plane& more, const Plane& less) {
  constexpr float clearly = 40;
  std::size_t count = 0;
  for (std::size_t i = 0; i < more.size(); ++i) count += more.values[i] > less.values[i] + clearly;
  return 100 * count > more.size();
}

/// Whether most of what stands out in some colours alone is rules: they hide pale grey ink.
inline bool are_coloured(const Rules& rules, const Contrast& contrast) {
  constexpr float clearly = 40, least_share = 0.6f;
  std::size_t of_rules = 0, all = 0;
  for (std::size_t i = 0; i < rules.bits.size(); ++i)
    if (contrast.most.values[i] > contrast.least.values[i] + clearly) {
      ++all;
      of_rules += rules.bits[i] != 0;
    }
  return 200 * all > rules.bits.size() &&
         static_cast<float>(of_rules) >= least_share * static_cast<float>(all);
}

/// All pieces of a picture that may be digits, from many readings of what is ink: darker and
/// lighter, at several thresholds, with and without long straight lines, whole, joined and cut.
/// What several readings find alike is there once, with all its sources.
/// Of a page with 016 above 60. Example: `reading::candidates(page).size() >= 5`
inline std::vector<Candidate> candidates(const Image& image) {
  constexpr double most_ink = 0.6, whole = 0.98;
  // Strokes as broad as a picture's eighth hold digits that fill it; the second look is for them.
  constexpr double broad_reach = 0.5, least_share = 0.4;
  std::vector<Candidate> result;
  using Key = std::tuple<int, int, int, int, int, bool>;
  std::map<Key, std::size_t> places;
  const std::vector<Plane> planes = colours(image);
  Rules known_rules{.width = image.width, .height = image.height};
  const auto look = [&](bool light, const Plane& ink, double least_height, std::uint32_t source,
                        bool beside_rules = false) {
    const Plane soft = softened(ink);
    std::vector<float> values = sampled(soft);
    const float middle = quantile(values, 0.5);
    Plane standing_out = soft;
    for (float& value : standing_out.values) value = std::max(0.0f, value - middle);
    for (const Plane& reading : thresholds(soft)) {
      double share = 0;
      for (const float value : reading.values) share += value;
      if (share > most_ink * static_cast<double>(reading.size())) {
        source <<= 2;
        continue;
      }
      const Rules rules = find_rules(reading);
      for (std::size_t i = 0; rules.any && i < rules.bits.size(); ++i)
        known_rules.bits[i] |= rules.bits[i];
      known_rules.any |= rules.any;
      const auto take = [&](std::vector<Candidate> found) {
        std::vector<Candidate> parts = cuts(found, rules);
        for (Candidate& pair : joins(found)) parts.push_back(std::move(pair));
        for (Candidate& part : without_tails(found)) parts.push_back(std::move(part));
        found.insert(found.end(), std::make_move_iterator(parts.begin()),
                     std::make_move_iterator(parts.end()));
        for (Candidate& one : found) {
          const Extent& box = one.box;
          if (std::max(box.width(), box.height()) < 8 || box.height() < least_height) continue;
          if (box.height() > whole * image.height && box.width() > whole * image.width) continue;
          const int fill = static_cast<int>(12 * one.area / std::max(1.0, area(box)));
          const Key key{box.left / 2, box.top / 2, box.right / 2, box.bottom / 2, fill, light};
          const auto [at, added] = places.try_emplace(key, result.size());
          if (!added) {
            Candidate& same = result[at->second];
            same.sources |= source;
            same.cut = same.cut && one.cut;
            if (same.cut && area(one.whole) < area(same.whole)) same.whole = one.whole;
            continue;
          }
          one.light = light;
          one.sources = source;
          one.ruled = ruled_share(one, beside_rules ? known_rules : rules);
          one.goes_on = goes_on(one, standing_out);
          one.around = surroundings(one, standing_out);
          one.stands_out = stands_out(one, planes, ink);
          result.push_back(std::move(one));
        }
        source <<= 1;
      };
      take(pieces(reading));
      if (rules.any)
        take(pieces(without_rules(reading, rules)));
      else
        source <<= 1;
    }
  };
  for (const bool light : {false, true}) {
    const Contrast ink = contrast(planes, light);
    known_rules.any = false;
    known_rules.bits.assign(ink.most.size(), 0);
    look(light, ink.most, 0, 1);
    if (are_coloured(known_rules, ink)) look(light, ink.least, 0, 1, true);
    const Plane broad = contrast(planes, light, broad_reach).most;
    if (stands_out_more(broad, ink.most))
      look(light, broad, least_share * std::min(image.width, image.height), 1u << 16);
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
