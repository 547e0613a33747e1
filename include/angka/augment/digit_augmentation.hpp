#pragma once

#include <angka/augment/augment.hpp>

namespace angka::inline ANGKA_ISA {

/// All operations in one pipeline, each off at first: for strengths that are known at run time
/// only. An operation that is off costs nothing.
/// Example: `DigitAugmentation pipeline; pipeline.get<Rotate>().degrees = 10; !pipeline.off()`
struct DigitAugmentation
    : Augmentation<Rotate, Shift, Zoom, Stretch, Shear, Perspective, Elastic, GridDistortion,
                   PenThickness, Outline, Blur, Brightness, Contrast, Gamma, Shade, Scratches,
                   GaussianNoise, SaltAndPepper, Erasing, Stripe, Invert> {
  DigitAugmentation() {
    get<Outline>().probability = 0;
    get<Invert>().probability = 0;
  }

  /// Moves that keep any handwriting plausible; one warp.
  static DigitAugmentation light() {
    DigitAugmentation pipeline;
    pipeline.get<Rotate>().degrees = 10;
    pipeline.get<Shift>() = {0.07};
    pipeline.get<Zoom>().by = 0.1;
    pipeline.get<Stretch>().by = 0.1;
    pipeline.get<Shear>().degrees = 8;
    return pipeline;
  }
  /// For few images, or long training.
  static DigitAugmentation strong() {
    DigitAugmentation pipeline = light();
    pipeline.get<Rotate>().degrees = 15;
    pipeline.get<Zoom>().by = 0.15;
    pipeline.get<Shear>().degrees = 15;
    pipeline.get<Elastic>() = {.alpha = 34, .sigma = 4};
    pipeline.get<PenThickness>().pixels = 0.4;
    return pipeline;
  }
};

}  // namespace angka::inline ANGKA_ISA
