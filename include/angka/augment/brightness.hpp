#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Multiplies all pixels by 1 + by.
///
/// Brightness{0.2f} is torchvision's ColorJitter with brightness 0.2; Keras' RandomBrightness adds.
/// Example: `Brightness{0.25f} == Brightness{.by = {-0.25, 0.25}}`
struct Brightness {
  Range by{};
  float probability = 1;

  friend bool operator==(const Brightness&, const Brightness&) = default;
  static constexpr const char* name = "Brightness";
  bool off() const { return by.off(); }
  void check() const { expect_within(by, -1, 9, name, "by"); }

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const Pack factor(1 + by.draw(random));
    picture.change([&](Pack value) { return factor * value; });
  }
};

}  // namespace angka::inline ANGKA_ISA
