#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <angka/reading/candidate.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// How strongly the ink of a long, straight piece goes on straight beyond its ends, as a share of
/// its own: about 0 for a 1 that stands alone, about 1 for a piece of a line. 0 if it isn't
/// straight.
///
/// `contrast`: that of the piece's ink, the paper's taken off.
/// Example: `const reading::Candidate bar{.box = {9, 20, 11, 40}, .mask =
/// std::vector<std::uint8_t>(40, 1), .area = 40}; reading::goes_on(bar, reading::Plane(20, 60,
/// 255)) > 0.99f`
inline float goes_on(const Candidate& candidate, const Plane& contrast) {
  constexpr double least_aspect = 9;  // of the variances along and across
  constexpr double beyond[] = {0.08, 0.12, 0.16, 0.2, 0.24, 0.28};  // of the length
  struct Spot {
    double x, y;
  };
  const auto value = [&](double x, double y) {
    const int column = static_cast<int>(std::floor(x + 0.5)),
              row = static_cast<int>(std::floor(y + 0.5));
    return column >= 0 && row >= 0 && column < contrast.width && row < contrast.height
               ? contrast.row(row)[column]
               : 0.0f;
  };
  std::vector<Spot> spots;
  std::vector<float> inks;
  const int step = std::max(1, candidate.area / 400);
  int seen = 0;
  for (int y = 0; y < candidate.box.height(); ++y)
    for (int x = 0; x < candidate.box.width(); ++x)
      if (candidate.row(y)[x] && seen++ % step == 0) {
        spots.push_back({double(candidate.box.left + x), double(candidate.box.top + y)});
        inks.push_back(value(spots.back().x, spots.back().y));
      }
  if (spots.size() < 10) return 0;
  double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
  const auto count = static_cast<double>(spots.size());
  for (const Spot& spot : spots) mx += spot.x / count, my += spot.y / count;
  for (const Spot& spot : spots) {
    const double dx = spot.x - mx, dy = spot.y - my;
    xx += dx * dx / count, xy += dx * dy / count, yy += dy * dy / count;
  }
  const double half = (xx + yy) / 2, root = std::hypot((xx - yy) / 2, xy);
  const double along = half + root, across = std::max(0.0, half - root);
  if (along < least_aspect * across || along <= 0) return 0;
  const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
  const double ux = std::cos(angle), uy = std::sin(angle);
  std::vector<double> places;
  for (const Spot& spot : spots) places.push_back((spot.x - mx) * ux + (spot.y - my) * uy);
  std::vector<double> order = places;
  std::sort(order.begin(), order.end());
  const double length = order.back() - order.front();
  const double width = std::max(1.0, 2 * std::sqrt(std::max(across, 0.1)));
  const double inside = double{quantile(inks, 0.5)} + 1e-6;
  double most = 0;
  for (const int side : {1, -1}) {
    const double end = order[static_cast<std::size_t>((side > 0 ? 0.97 : 0.03) * (count - 1))];
    double aside = 0;
    int near = 0;
    for (std::size_t i = 0; i < spots.size(); ++i)
      if (side * (places[i] - end) > -0.15 * length) {
        aside += -(spots[i].x - mx) * uy + (spots[i].y - my) * ux;
        ++near;
      }
    aside /= std::max(1, near);
    std::vector<float> found;
    for (const double share : beyond) {
      const double at = end + side * share * length;
      const double x = mx + ux * at - uy * aside, y = my + uy * at + ux * aside;
      const int reach =
          std::max(1, static_cast<int>(std::lround(0.6 * width + 0.12 * share * length)));
      float ink = 0;
      for (int k = -reach; k <= reach; ++k) ink = std::max(ink, value(x - uy * k, y + ux * k));
      found.push_back(ink);
    }
    most = std::max(most, quantile(found, 0.5) / inside);
  }
  return static_cast<float>(std::min(1.0, most));
}

}  // namespace angka::inline ANGKA_ISA::reading
