#pragma once

#include <algorithm>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Bends the image along a grid: lays `cells` x `cells` cells over it, moves each of their corners
/// by up to `limit` times a cell's size in either direction, and all between by bilinear
/// interpolation.
///
/// Albumentations' GridDistortion moves whole grid lines; its num_steps is `cells`.
/// Example: `GridDistortion{0.3f}.cells == 5`
struct GridDistortion {
  float limit = 0;  ///< in [0, 0.5]
  int cells = 5;    ///< in [1, 16]
  float probability = 1;

  friend bool operator==(const GridDistortion&, const GridDistortion&) = default;
  static constexpr const char* name = "GridDistortion";
  bool off() const { return limit == 0; }
  void check() const {
    expect_setting(limit >= 0 && limit <= 0.5f, name, "limit", "within [0, 0.5]", limit);
    expect_setting(cells >= 1 && cells <= 16, name, "cells", "within [1, 16]", cells);
  }

  void displace(Random& random, DisplacementField& field) const {
    move(random, field.right, static_cast<float>(field.right.width) / static_cast<float>(cells));
    move(random, field.down, static_cast<float>(field.down.height) / static_cast<float>(cells));
  }

 private:
  void move(Random& random, const detail::Rows& rows, float size) const {
    float corners[17][17];
    for (int i = 0; i <= cells; ++i)
      for (int j = 0; j <= cells; ++j) corners[i][j] = random.uniform(-limit * size, limit * size);
    for (int y = 0; y < rows.height; ++y) {
      const float down = position(y, rows.height);
      const int i = std::min(static_cast<int>(down), cells - 1);
      float line[17];
      for (int j = 0; j <= cells; ++j)
        line[j] =
            corners[i][j] + (corners[i + 1][j] - corners[i][j]) * (down - static_cast<float>(i));
      for (int x = 0; x < rows.width; ++x) {
        const float right = position(x, rows.width);
        const int j = std::min(static_cast<int>(right), cells - 1);
        rows.row(y)[x] += line[j] + (line[j + 1] - line[j]) * (right - static_cast<float>(j));
      }
    }
  }
  /// Where the center of pixel `i` of `count` lies, in cells.
  float position(int i, int count) const {
    return (static_cast<float>(i) + 0.5f) * static_cast<float>(cells) / static_cast<float>(count);
  }
};

}  // namespace angka::inline ANGKA_ISA
