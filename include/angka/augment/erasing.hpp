#pragma once

#include <algorithm>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA {

/// Makes background of a rectangle somewhere in the image (cutout).
///
/// torchvision's RandomErasing is Erasing{.area = {0.02, 0.33}, .probability = 0.5f}.
/// Source: Zhong et al.: Random erasing data augmentation (2020).
/// Example: `!Erasing{.area = {0.02, 0.33}, .probability = 0.5f}.off()`
struct Erasing {
  Amount area{};                          ///< of the image's area
  Span ratio{.low = 0.3f, .high = 3.3f};  ///< width to height, evenly on a logarithmic scale
  float probability = 1;

  friend bool operator==(const Erasing&, const Erasing&) = default;
  static constexpr const char* name = "Erasing";
  bool off() const { return area.off(); }
  void check() const {
    expect_within(area, 0, 1, name, "area");
    expect_within(ratio, 0.05, 20, name, "ratio");
  }

  void apply(Random& random, Picture& picture) const {
    const Shape& shape = picture.shape;
    const float pixels = area.draw(random) * static_cast<float>(shape.pixels());
    const float proportion = std::exp(random.uniform(std::log(ratio.low), std::log(ratio.high)));
    const int width = bounded(std::sqrt(pixels * proportion), shape.width);
    const int height = bounded(std::sqrt(pixels / proportion), shape.height);
    const int left = place(random, shape.width - width), top = place(random, shape.height - height);
    for (int channel = 0; channel < shape.channels; ++channel)
      for (int y = top; y < top + height; ++y)
        std::fill_n(picture.plane(channel).row(y) + left, width, picture.background);
  }

 private:
  static int bounded(float size, int most) {
    return static_cast<int>(std::min(size + 0.5f, static_cast<float>(most)));
  }
  static int place(Random& random, int most) {
    return static_cast<int>(random.below(static_cast<std::uint32_t>(most) + 1));
  }
};

}  // namespace angka::inline ANGKA_ISA
