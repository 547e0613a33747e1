#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <angka/reading/components.hpp>
#include <angka/reading/morphology.hpp>
#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::detail::photo {

/// How sharp the outline of a component is.
struct Outline {
  int length = 0;     ///< pixels of the component beside one outside of it
  int sharp = 0;      ///< those at which the picture changes by most of the component's contrast
  int contact = 0;    ///< those on the picture's border
  int borders = 0;    ///< one bit for each border that it touches
  double energy = 0;  ///< the sum of the squared changes

  double share_sharp() const { return static_cast<double>(sharp) / length; }
  /// The changes' root mean square.
  double clarity() const { return std::sqrt(energy / length); }
};

/// The outline of each component; `change`: how much the picture changes at each pixel.
inline std::vector<Outline> outlines(const Components& parts, const Plane& change) {
  constexpr float sharp = 0.6f;  // of the contrast: what noise and a blur of 1.5 pixels leave
  const int width = change.width, height = change.height;
  std::vector<Outline> result(parts.found.size());
  for (int y = 0; y < height; ++y) {
    const int* labels = parts.labels.data() + std::ptrdiff_t{y} * width;
    for (int x = 0; x < width; ++x) {
      if (labels[x] == 0) continue;
      const int borders = (x == 0) | (x == width - 1) << 1 | (y == 0) << 2 | (y == height - 1) << 3;
      if (borders == 0 && labels[x - 1] && labels[x + 1] && labels[x - width] && labels[x + width])
        continue;
      const auto at = static_cast<std::size_t>(labels[x] - 1);
      Outline& outline = result[at];
      ++outline.length;
      outline.borders |= borders;
      if (borders != 0) {
        ++outline.contact;
        continue;
      }
      const float contrast = parts.found[at].ink / static_cast<float>(parts.found[at].area);
      const float step = std::min(change.row(y)[x], 1.5f * contrast);
      outline.sharp += step >= sharp * contrast;
      outline.energy += double{step} * step;
    }
  }
  return result;
}

/// Whether a component can be a digit or a piece of one, by its size, its outline and where it
/// lies. A smudge or a shadow has no sharp outline; what touches two borders is an edge of the
/// paper.
inline bool has_digit_shape(const Component& part, const Outline& outline) {
  const int width = part.box.width(), height = part.box.height();
  const bool one_border = (outline.borders & (outline.borders - 1)) == 0;
  return std::max(width, height) >= 10 && height >= 5 && width <= 4 * height && one_border &&
         outline.contact <= 0.2 * (width + height) && outline.share_sharp() >= 0.6;
}

/// A way to look at a photograph: the ink's polarity, a scale and a threshold.
struct Sighting {
  bool light_ink = false;
  int shrink = 1;  ///< pixels of the overview in one of the sighting's, along an axis
  float threshold = 0;
  Plane ink{};                      ///< how much darker (lighter) than the background
  Components parts{};               ///< what lies above the threshold
  std::vector<Component> digits{};  ///< those that look like a digit or a piece of one
  double score = 0;                 ///< how sharp the digits' outlines are, all together
};

/// Pixels along a side of the square that a background is looked for in: wider than the strokes of
/// a digit of 160 pixels, the largest that is looked for at one scale, and as narrow as that
/// allows, since a shadow's edge within it counts as ink.
inline constexpr int background_window = 33;

/// How much darker each pixel is than its background: what a closing leaves, which follows slopes
/// and the edges of shadows.
inline Plane evened(const Plane& plane, int window) {
  Plane ink = background(plane, window);
  for (std::size_t i = 0; i < ink.size(); ++i) ink.values[i] -= plane.values[i];
  return ink;
}

/// Looks for dark ink at one scale, at all thresholds; keeps the sighting if it beats `best`.
inline void look(const Plane& plane, bool light_ink, int shrink, Sighting& best) {
  constexpr std::size_t most_digits = 500;
  constexpr float faintest = 8, most = 200, ratio = 1.5f;  // thresholds, of 255
  constexpr int reach = 2;  // pixels that a blurred edge is wide, to each side
  Plane ink = evened(plane, std::min(background_window, std::min(plane.width, plane.height) / 2));
  std::vector<float> values = sampled(ink);
  const float middle = quantile(values, 0.5);
  const float noise = deviation(values, middle);
  for (float& value : ink.values) value -= middle;
  const Plane changes = change(plane, reach);
  bool better = false;
  for (float threshold = std::max(5 * noise, faintest); threshold < most; threshold *= ratio) {
    Components parts = connected(ink, threshold);
    if (parts.found.empty()) break;
    const std::vector<Outline> edges = outlines(parts, changes);
    struct Candidate {
      double value, clarity;
      std::size_t index;
    };
    std::vector<Candidate> candidates;
    double score = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (!has_digit_shape(parts.found[i], edges[i])) continue;
      // The fourth power: a digit with a smudge attached is worth less than the digit alone.
      const double value = edges[i].energy * std::pow(edges[i].share_sharp(), 4);
      score += value * shrink;
      candidates.push_back({value, edges[i].clarity(), i});
    }
    if (score <= best.score) continue;
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.value > b.value; });
    std::vector<Component> digits;
    for (const Candidate& candidate : candidates)  // what is much paler than the best is a shadow
      if (2 * candidate.clarity >= candidates[0].clarity && digits.size() < most_digits)
        digits.push_back(parts.found[candidate.index]);
    best = {.light_ink = light_ink,
            .shrink = shrink,
            .threshold = threshold,
            .parts = std::move(parts),
            .digits = std::move(digits),
            .score = score};
    better = true;
  }
  if (better) best.ink = std::move(ink);
}

/// The best way to look for ink of one polarity (given as dark ink) over scales that halve.
inline void look_at_scales(Plane plane, bool light_ink, Sighting& best) {
  for (int shrink = 1;; shrink *= 2) {
    look(plane, light_ink, shrink, best);
    if (std::max(plane.width, plane.height) < 160 || std::min(plane.width, plane.height) < 60)
      break;
    plane = resized(plane, plane.width / 2, plane.height / 2);
  }
}

}  // namespace angka::inline ANGKA_ISA::detail::photo
