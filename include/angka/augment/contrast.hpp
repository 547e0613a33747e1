#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Multiplies all pixels' distances from the image's mean by 1 + by.
///
/// Contrast{0.2f} is torchvision's ColorJitter with contrast 0.2, Keras' RandomContrast of 0.2.
/// Example: `Contrast{0.25f} == Contrast{.by = {-0.25, 0.25}}`
struct Contrast {
  Range by{};
  float probability = 1;

  friend bool operator==(const Contrast&, const Contrast&) = default;
  static constexpr const char* name = "Contrast";
  bool off() const { return by.off(); }
  void check() const { expect_within(by, -1, 9, name, "by"); }

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const detail::Rows& rows = picture.rows;
    double sum = 0;
    for (int y = 0; y < rows.height; ++y) {
      float row = 0;
      for (int x = 0; x < rows.width; ++x) row += rows.row(y)[x];
      sum += double{row};
    }
    const Pack mean(static_cast<float>(sum / picture.shape.size()));
    const Pack factor(1 + by.draw(random));
    picture.change([&](Pack value) { return fma(factor, value - mean, mean); });
  }
};

}  // namespace angka::inline ANGKA_ISA
