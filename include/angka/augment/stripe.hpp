#pragma once

#include <algorithm>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Swaps black and white but for a stripe from edge to edge, upright or level at even odds.
///
/// Example: `Stripe{{0.3, 0.6}} == Stripe{.width = {0.3, 0.6}}`
struct Stripe {
  Amount width{};  ///< of the stripe, a part of the image's width or height
  float probability = 1;

  friend bool operator==(const Stripe&, const Stripe&) = default;
  static constexpr const char* name = "Stripe";
  bool off() const { return width.off(); }
  void check() const { expect_within(width, 0, 1, name, "width"); }

  void apply(Random& random, Picture& picture) const {
    const Shape& shape = picture.shape;
    const bool upright = random.below(2) == 0;
    const int length = upright ? shape.width : shape.height;
    const int broad =
        std::min(length, static_cast<int>(width.draw(random) * static_cast<float>(length) + 0.5f));
    const int first =
        static_cast<int>(random.below(static_cast<std::uint32_t>(length - broad) + 1));
    for (int channel = 0; channel < shape.channels; ++channel)
      for (int y = 0; y < shape.height; ++y) {
        float* row = picture.plane(channel).row(y);
        for (int x = 0; x < shape.width; ++x) {
          const int at = upright ? x : y;
          if (at < first || at >= first + broad) row[x] = picture.white - row[x];
        }
      }
  }
};

}  // namespace angka::inline ANGKA_ISA
