#pragma once

#include <angka/augment/integers.hpp>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Adds normal noise to each pixel; its standard deviation, as a fraction of the range from black
/// to white, is drawn for each image.
///
/// Same as torchvision's GaussianNoise (sigma), Albumentations' GaussNoise (std_range).
/// Source: Box, Muller 1958.
/// Example: `GaussianNoise{0.1f} == GaussianNoise{.deviation = {0, 0.1f}}`
struct GaussianNoise {
  Amount deviation{};
  float probability = 1;

  friend bool operator==(const GaussianNoise&, const GaussianNoise&) = default;
  static constexpr const char* name = "GaussianNoise";
  bool off() const { return deviation.off(); }
  void check() const { expect_within(deviation, 0, 1, name, "deviation"); }

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const Pack scale(picture.white * deviation.draw(random));
    picture.change_by_noise(random, [&](Pack value, detail::IntegerLanes words) {
      const Pack radius = fma(words.lower_half(), Pack(0x1p-16f), Pack(0x1p-17f));
      const Pack angle = (words.upper_half() - Pack(0x8000p0f)) * Pack(6.283185307f * 0x1p-16f);
      const Pack normal =
          sqrt(log(radius) * Pack(-2.0f)) * Pack(Eigen::internal::pcos(angle.value));
      return fma(scale, normal, value);
    });
  }
};

}  // namespace angka::inline ANGKA_ISA
