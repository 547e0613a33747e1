#pragma once

#include <angka/augment/gaussian.hpp>
#include <angka/augment/integers.hpp>
#include <angka/augment/noise.hpp>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Bends the image as a hand's tremor would: each pixel moves by alpha times noise, uniform in
/// [-1, 1] and smoothed by a Gaussian of `sigma` pixels. Beyond the image the noise is 0.
///
/// Source: Simard, Steinkraus, Platt: Best practices for convolutional neural networks applied to
/// visual document analysis (2003), which takes Elastic{34, 4} for MNIST. Same scale as
/// Albumentations' ElasticTransform; Keras' and torchvision's alpha depend on the image's size.
/// Example: `Elastic{34}.sigma == 4 && Elastic{}.off()`
struct Elastic {
  float alpha = 0;  ///< pixels, in [0, 1000]
  float sigma = 4;  ///< pixels, in [0.5, 32]
  float probability = 1;

  friend bool operator==(const Elastic&, const Elastic&) = default;
  static constexpr const char* name = "Elastic";
  bool off() const { return alpha == 0; }
  void check() const {
    expect_setting(alpha >= 0 && alpha <= 1000, name, "alpha", "within [0, 1000]", alpha);
    expect_setting(sigma >= 0.5f && sigma <= detail::Gaussian::greatest_sigma, name,
                            "sigma", "within [0.5, 32]", sigma);
  }

  void displace(Random& random, DisplacementField& field) const {
    using Pack = detail::FloatLanes;
    const detail::Gaussian gaussian(sigma);
    const detail::Rows& noise = field.scratch.framed;
    detail::Noise(random).fill(field.scratch.words, noise.height * field.right.stride);
    for (const bool right : {true, false}) {
      for (int y = 0; y < noise.height; ++y)
        for (int x = 0; x < noise.width; x += Pack::count) {
          const auto words =
              detail::IntegerLanes::load(field.scratch.words + y * field.right.stride + x);
          const Pack uniform = right ? words.lower_half() : words.upper_half();
          fma(uniform, Pack(0x1p-15f), Pack(0x1p-16f - 1)).store(noise.row(y) + x);
        }
      const detail::Rows& to = right ? field.right : field.down;
      detail::smooth(field.scratch, gaussian, [&](int y, int x, Pack smoothed) {
        float* at = to.row(y) + x;
        fma(Pack(alpha), smoothed, Pack::load(at)).store(at);
      });
    }
  }
};

}  // namespace angka::inline ANGKA_ISA
