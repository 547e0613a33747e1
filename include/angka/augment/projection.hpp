#pragma once

#include <cmath>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA {

/// A projective map of the plane: (x, y) goes to (X / W, Y / W), where (X, Y, W) = m (x, y, 1).
/// Coordinates are pixels from the image's centre, x to the right, y down.
/// Example: `const Projection twice{{{2, 0, 0}, {0, 2, 0}, {0, 0, 1}}}; (twice * twice).m[0][0] ==
/// 4`
struct Projection {
  double m[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  bool affine() const { return m[2][0] == 0 && m[2][1] == 0 && m[2][2] == 1; }
  bool identity() const {
    return affine() && m[0][0] == 1 && m[0][1] == 0 && m[0][2] == 0 && m[1][0] == 0 &&
           m[1][1] == 1 && m[1][2] == 0;
  }

  /// First b, then a.
  friend Projection operator*(const Projection& a, const Projection& b) {
    Projection product;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        product.m[i][j] = a.m[i][0] * b.m[0][j] + a.m[i][1] * b.m[1][j] + a.m[i][2] * b.m[2][j];
    return product;
  }

  /// The map back, but for a factor that all nine elements share.
  Projection adjugate() const {
    return {{{m[1][1] * m[2][2] - m[1][2] * m[2][1], m[0][2] * m[2][1] - m[0][1] * m[2][2],
              m[0][1] * m[1][2] - m[0][2] * m[1][1]},
             {m[1][2] * m[2][0] - m[1][0] * m[2][2], m[0][0] * m[2][2] - m[0][2] * m[2][0],
              m[0][2] * m[1][0] - m[0][0] * m[1][2]},
             {m[1][0] * m[2][1] - m[1][1] * m[2][0], m[0][1] * m[2][0] - m[0][0] * m[2][1],
              m[0][0] * m[1][1] - m[0][1] * m[1][0]}}};
  }
};

}  // namespace angka::inline ANGKA_ISA
