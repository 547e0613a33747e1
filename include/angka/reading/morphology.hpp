#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// Row i of the result: `pick` (min or max) over rows i .. i + window - 1, element by element, in a
/// time that doesn't depend on the window. There must be at least `window` rows.
///
/// Source: van Herk (1992); Gil, Werman (1993): from the starts and ends of blocks of rows.
template <class Pick>
Plane over_rows(const Plane& plane, int window, Pick pick) {
  const auto combine = [&](const float* a, const float* b, float* to) {
    for (int x = 0; x < plane.width; ++x) to[x] = pick(a[x], b[x]);
  };
  Plane ends = plane;  // from each row to the end of its block
  for (int y = plane.height - 2; y >= 0; --y)
    if ((y + 1) % window != 0) combine(ends.row(y), ends.row(y + 1), ends.row(y));
  Plane result(plane.width, plane.height - window + 1);
  Plane start(plane.width, 1);  // from the start of the block to the window's last row
  for (int y = 0; y < plane.height; ++y) {
    if (y % window == 0)
      std::copy_n(plane.row(y), plane.width, start.row(0));
    else
      combine(start.row(0), plane.row(y), start.row(0));
    const int first = y - window + 1;
    if (first >= 0) combine(ends.row(first), start.row(0), result.row(first));
  }
  return result;
}

/// The largest value of every window that reaches into the plane: window - 1 more rows.
inline Plane dilated_rows(const Plane& plane, int window) {
  Plane padded(plane.width, plane.height + 2 * (window - 1), std::numeric_limits<float>::lowest());
  std::copy(plane.values.begin(), plane.values.end(), padded.row(window - 1));
  return over_rows(padded, window, [](float a, float b) { return std::max(a, b); });
}
/// The smallest value of every whole window: window - 1 fewer rows.
inline Plane eroded_rows(const Plane& plane, int window) {
  return over_rows(plane, window, [](float a, float b) { return std::min(a, b); });
}

/// Closing by a column of `window` pixels: fills what is darker than its surroundings and lower
/// than the window. What lies outside of the plane counts as dark, so a slope stays as it is up to
/// the border.
/// Example: `reading::closed_rows(drawn({"#", ".", "#"}), 2).values == drawn({"#", "#",
/// "#"}).values`
inline Plane closed_rows(const Plane& plane, int window) {
  return eroded_rows(dilated_rows(plane, window), window);
}

/// Closing by a square of `window` pixels.
inline Plane closed(const Plane& plane, int window) {
  const Plane across = closed_rows(transposed(dilated_rows(plane, window)), window);
  return eroded_rows(transposed(across), window);
}

/// What a closing by a square of `window` pixels leaves, the window cut to the plane: the paper
/// behind dark ink.
inline Plane background(const Plane& plane, int window) {
  return closed(plane, std::clamp(window, 2, std::max(2, std::min(plane.width, plane.height))));
}

}  // namespace angka::inline ANGKA_ISA::reading
