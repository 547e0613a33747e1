#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Shows the image as if on a tilted page: each corner moves inwards by up to `distortion` times
/// half the width and half the height.
///
/// Same as torchvision's RandomPerspective (distortion_scale).
/// Source of the projection: Heckbert: Fundamentals of texture mapping and image warping (1989).
/// Example: `!Perspective{0.3f}.off()`
struct Perspective {
  float distortion = 0;  ///< in [0, 0.6]
  float probability = 1;

  friend bool operator==(const Perspective&, const Perspective&) = default;
  static constexpr const char* name = "Perspective";
  bool off() const { return distortion == 0; }
  void check() const {
    expect_setting(distortion >= 0 && distortion <= 0.6f, name, "distortion",
                            "within [0, 0.6]", distortion);
  }

  Projection source(Random& random, const Shape& shape) const {
    const double right = shape.width / 2.0, down = shape.height / 2.0;
    double x[4], y[4];  // where the corners come to lie: clockwise from top left
    for (int i = 0; i < 4; ++i) {
      const double across = right * (1 - double{random.uniform(0, distortion)});
      const double along = down * (1 - double{random.uniform(0, distortion)});
      x[i] = i == 1 || i == 2 ? across : -across;
      y[i] = i >= 2 ? along : -along;
    }
    // From the unit square to the corners; back, to the image.
    const double dx1 = x[1] - x[2], dx2 = x[3] - x[2], dx3 = x[0] - x[1] + x[2] - x[3];
    const double dy1 = y[1] - y[2], dy2 = y[3] - y[2], dy3 = y[0] - y[1] + y[2] - y[3];
    const double area = dx1 * dy2 - dx2 * dy1;
    const double g = (dx3 * dy2 - dx2 * dy3) / area, h = (dx1 * dy3 - dx3 * dy1) / area;
    const Projection square_to_corners{{{x[1] - x[0] + g * x[1], x[3] - x[0] + h * x[3], x[0]},
                                        {y[1] - y[0] + g * y[1], y[3] - y[0] + h * y[3], y[0]},
                                        {g, h, 1}}};
    const Projection square_to_image{{{2 * right, 0, -right}, {0, 2 * down, -down}, {0, 0, 1}}};
    Projection source = square_to_image * square_to_corners.adjugate();
    for (auto& row : source.m)
      for (double& value : row) value /= source.m[2][2];
    return source;
  }
};

}  // namespace angka::inline ANGKA_ISA
