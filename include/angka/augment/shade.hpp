#pragma once

#include <algorithm>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>
#include <array>

namespace angka::inline ANGKA_ISA {

/// Adds uneven light: for each corner a part of white is drawn, between them it is bilinear.
///
/// value + white ((1 - v) ((1 - u) a + u b) + v ((1 - u) c + u d)), u and v from 0 to 1 across and
/// down.
/// Example: `Shade{0.5f} == Shade{.light = {0, 0.5}}`
struct Shade {
  Amount light{};  ///< of white, at each corner
  float probability = 1;

  friend bool operator==(const Shade&, const Shade&) = default;
  static constexpr const char* name = "Shade";
  bool off() const { return light.off(); }
  void check() const { expect_within(light, 0, 1, name, "light"); }

  void apply(Random& random, Picture& picture) const {
    std::array<float, 4> corners;
    for (float& corner : corners) corner = picture.white * light.draw(random);
    const Shape& shape = picture.shape;
    const auto share = [](int at, int size) {
      return size > 1 ? static_cast<float>(at) / static_cast<float>(size - 1) : 0;
    };
    for (int channel = 0; channel < shape.channels; ++channel)
      for (int y = 0; y < shape.height; ++y) {
        const float v = share(y, shape.height);
        const float left = corners[0] + v * (corners[2] - corners[0]);
        const float right = corners[1] + v * (corners[3] - corners[1]);
        float* row = picture.plane(channel).row(y);
        for (int x = 0; x < shape.width; ++x)
          row[x] = std::clamp(row[x] + left + share(x, shape.width) * (right - left),
                              picture.lowest, picture.highest);
      }
  }
};

}  // namespace angka::inline ANGKA_ISA
