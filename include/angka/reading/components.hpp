#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <angka/reading/plane.hpp>

namespace angka::inline ANGKA_ISA::reading {

/// A rectangle of pixels: columns left .. right - 1, rows top .. bottom - 1.
struct Extent {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  int width() const { return right - left; }
  int height() const { return bottom - top; }
  void include(const Extent& other) {
    left = std::min(left, other.left), right = std::max(right, other.right);
    top = std::min(top, other.top), bottom = std::max(bottom, other.bottom);
  }
};

/// Pixels that hang together, corners included.
struct Component {
  Extent box{};
  int label = 0;  ///< in `Components::labels`
  int area = 0;
  float ink = 0;  ///< the sum of their values
};

struct Components {
  std::vector<int> labels{};  ///< of each pixel: 1, 2, ...; 0: none
  std::vector<Component> found{};
};

/// The connected parts of what lies above `least`. Time is linear in the pixels.
/// Example: `reading::connected(drawn({"#..#", ".#.#"}), 0.5f).found.size() == 2`
inline Components connected(const Plane& plane, float least) {
  // Runs of a row, joined with the overlapping runs of the row above (union-find).
  struct Run {
    int y, first, last;  // columns, both included
    int parent;
  };
  std::vector<Run> runs;
  const auto root = [&](int i) {
    while (runs[static_cast<std::size_t>(i)].parent != i) {
      Run& run = runs[static_cast<std::size_t>(i)];
      run.parent = runs[static_cast<std::size_t>(run.parent)].parent;
      i = run.parent;
    }
    return i;
  };
  int above = 0, above_end = 0;
  for (int y = 0; y < plane.height; ++y) {
    const float* row = plane.row(y);
    const int begin = static_cast<int>(runs.size());
    int over = above;
    for (int x = 0; x < plane.width; ++x) {
      if (!(row[x] > least)) continue;
      const int first = x;
      while (x + 1 < plane.width && row[x + 1] > least) ++x;
      const int self = static_cast<int>(runs.size());
      runs.push_back({y, first, x, self});
      for (; over < above_end; ++over) {
        const Run& other = runs[static_cast<std::size_t>(over)];
        if (other.first > x + 1) break;
        if (other.last >= first - 1) {
          const int a = root(over), b = root(self);
          runs[static_cast<std::size_t>(std::max(a, b))].parent = std::min(a, b);
        }
        if (other.last > x) break;  // it may reach the next run too
      }
    }
    above = begin, above_end = static_cast<int>(runs.size());
  }

  Components result;
  result.labels.assign(plane.size(), 0);
  std::vector<int> label_of(runs.size(), 0);
  for (int i = 0; i < static_cast<int>(runs.size()); ++i) {
    const Run& run = runs[static_cast<std::size_t>(i)];
    int& label = label_of[static_cast<std::size_t>(root(i))];
    const Extent box{run.first, run.y, run.last + 1, run.y + 1};
    if (label == 0) {
      label = static_cast<int>(result.found.size()) + 1;
      result.found.push_back({.box = box, .label = label});
    }
    Component& component = result.found[static_cast<std::size_t>(label - 1)];
    component.box.include(box);
    component.area += run.last - run.first + 1;
    int* labels = result.labels.data() + std::ptrdiff_t{run.y} * plane.width;
    for (int x = run.first; x <= run.last; ++x) {
      component.ink += plane.row(run.y)[x];
      labels[x] = label;
    }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::reading
