#pragma once

#include <angka/augment/gaussian.hpp>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Blurs by a Gaussian, whose standard deviation in pixels is drawn for each image.
///
/// Same as torchvision's GaussianBlur (sigma), with background beyond the image.
/// Example: `Blur{2} == Blur{.sigma = {0, 2}}`
struct Blur {
  Amount sigma{};
  float probability = 1;

  friend bool operator==(const Blur&, const Blur&) = default;
  static constexpr const char* name = "Blur";
  bool off() const { return sigma.off(); }
  void check() const {
    expect_within(sigma, 0, detail::Gaussian::greatest_sigma, name, "sigma");
  }

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const float drawn = sigma.draw(random);
    if (drawn < 0.1f) return;  // the neighbours' weight would round to nothing
    const detail::Gaussian gaussian(drawn);
    const detail::Rows& framed = picture.scratch.framed;
    const Pack background(picture.background);
    for (int channel = 0; channel < picture.shape.channels; ++channel) {
      const detail::Rows plane = picture.plane(channel);
      for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; x += Pack::count)
          (Pack::load(plane.row(y) + x) - background).store(framed.row(y) + x);
      detail::smooth(picture.scratch, gaussian, [&](int y, int x, Pack smoothed) {
        (smoothed + background).store(plane.row(y) + x);
      });
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
