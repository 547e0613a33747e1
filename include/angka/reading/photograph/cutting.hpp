#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <angka/reading/components.hpp>
#include <angka/reading/morphology.hpp>
#include <angka/reading/photograph/groups.hpp>
#include <angka/reading/photograph/sighting.hpp>
#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::detail::photo {

/// A digit cut out of a photograph.
struct Cutting {
  Plane ink{};      ///< 0 (none) to 1
  double left = 0;  ///< where it lies in the plane that it was cut from
  double top = 0;
  double pixel = 1;  ///< pixels of that plane in one of the cutting's, along an axis

  bool empty() const { return ink.size() == 0; }
};

/// Scales ink so that paper is 0 and the digit's ink 1, and leaves only the digit's own strokes:
/// what hangs together with pixels of the pieces `labels`. `label_at(x, y)`: the piece that a pixel
/// belongs to, 0 if to none.
template <class LabelAt>
void keep_strokes(Plane& ink, const std::vector<int>& labels, LabelAt label_at) {
  constexpr float faint = 0.2f;  // below it is paper: noise connects nothing
  enum class Owner : char { none, digit, other };
  std::vector<Owner> owners;
  std::vector<float> inside, outside;
  for (int y = 0; y < ink.height; ++y)
    for (int x = 0; x < ink.width; ++x) {
      const int label = label_at(x, y);
      const bool own = std::find(labels.begin(), labels.end(), label) != labels.end();
      owners.push_back(own ? Owner::digit : label != 0 ? Owner::other : Owner::none);
      if (own) inside.push_back(ink.row(y)[x]);
      if (label == 0) outside.push_back(ink.row(y)[x]);
    }
  const float paper = quantile(outside, 0.5);
  // Full is not the darkest, which is noise; what lies beyond is cut, as in MNIST's strokes.
  const float full = std::max(quantile(inside, 0.6) - paper, 1.0f);
  for (float& value : ink.values) value = std::clamp((value - paper) / full, 0.0f, 1.0f);

  const Components parts = connected(ink, faint);
  std::vector<char> kept(parts.found.size() + 1, 0);
  for (std::size_t i = 0; i < ink.size(); ++i)
    if (owners[i] == Owner::digit) kept[static_cast<std::size_t>(parts.labels[i])] = 1;
  kept[0] = 0;
  for (std::size_t i = 0; i < ink.size(); ++i)
    if (!kept[static_cast<std::size_t>(parts.labels[i])] || owners[i] == Owner::other)
      ink.values[i] = 0;
}

/// Where more than faint ink is; empty (right == 0) if nowhere.
inline Extent ink_bounds(const Plane& ink) {
  constexpr float edge = 0.4f;  // about where a blurred outline was before the blur
  Extent bounds{ink.width, ink.height, 0, 0};
  for (int y = 0; y < ink.height; ++y)
    for (int x = 0; x < ink.width; ++x)
      if (ink.row(y)[x] > edge) bounds.include({x, y, x + 1, y + 1});
  return bounds;
}

/// Cuts the digit that is `group` of the sighting out of a plane of dark ink without rules.
/// `zoom`: pixels of the plane in one of the sighting's.
inline Cutting cut_out(const Plane& plane, const Group& group, const Sighting& sighting,
                       double zoom) {
  constexpr double most_side = 80;  // four times what MNIST's digits have: more adds only noise
  const auto place = [zoom](int at, int most) {
    return std::clamp(static_cast<int>(std::lround(at * zoom)), 0, most);
  };
  Extent box{place(group.box.left, plane.width), place(group.box.top, plane.height),
             place(group.box.right, plane.width), place(group.box.bottom, plane.height)};
  const int size = std::max({box.width(), box.height(), 1});
  const int margin = size / 6 + 4;
  box = {std::max(0, box.left - margin), std::max(0, box.top - margin),
         std::min(plane.width, box.right + margin), std::min(plane.height, box.bottom + margin)};

  Cutting cutting{.pixel = std::max(1.0, size / most_side)};
  const auto shrunk = [&](int length) {
    return std::max(1, static_cast<int>(std::lround(length / cutting.pixel)));
  };
  const Plane crop = resized(cropped(plane, box.left, box.top, box.width(), box.height()),
                             shrunk(box.width()), shrunk(box.height()));
  const Plane paper = background(crop, static_cast<int>(background_window * zoom / cutting.pixel));
  // Light multiplies what paper reflects, so dark ink is a share of the paper.
  Plane ink = paper;
  for (std::size_t i = 0; i < ink.size(); ++i) {
    ink.values[i] -= crop.values[i];
    if (!sighting.light_ink) ink.values[i] *= 255 / std::max(paper.values[i], 16.0f);
  }

  const auto seen_at = [&](int x, int start, int most) {  // a coordinate in the sighting
    return std::min(static_cast<int>((start + (x + 0.5) * cutting.pixel) / zoom), most - 1);
  };
  keep_strokes(ink, group.labels, [&](int x, int y) {
    const int column = seen_at(x, box.left, sighting.ink.width);
    const int row = seen_at(y, box.top, sighting.ink.height);
    return sighting.parts
        .labels[static_cast<std::size_t>(std::ptrdiff_t{row} * sighting.ink.width + column)];
  });
  const Extent bounds = ink_bounds(ink);
  if (bounds.right == 0) return cutting;
  cutting.ink = cropped(ink, bounds.left, bounds.top, bounds.width(), bounds.height());
  cutting.left = box.left + bounds.left * cutting.pixel;
  cutting.top = box.top + bounds.top * cutting.pixel;
  return cutting;
}

}  // namespace angka::inline ANGKA_ISA::detail::photo
