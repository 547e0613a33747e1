#pragma once

#include <angka/augment/integers.hpp>
#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Makes each pixel black or white, at even odds, with a probability that is drawn for each image.
///
/// Same as Albumentations' SaltAndPepper (amount).
/// Example: `SaltAndPepper{0.125f} == SaltAndPepper{.amount = {0, 0.125}}`
struct SaltAndPepper {
  Amount amount{};  ///< the fraction of pixels
  float probability = 1;

  friend bool operator==(const SaltAndPepper&, const SaltAndPepper&) = default;
  static constexpr const char* name = "SaltAndPepper";
  bool off() const { return amount.off(); }
  void check() const { expect_within(amount, 0, 1, name, "amount"); }

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const Pack threshold(0x10000p0f * amount.draw(random)), half(0x8000p0f);
    const Pack black(0.0f), white(picture.white);
    picture.change_by_noise(random, [&](Pack value, detail::IntegerLanes words) {
      const Pack grain = where_less(words.upper_half(), half, black, white);
      return where_less(words.lower_half(), threshold, grain, value);
    });
  }
};

}  // namespace angka::inline ANGKA_ISA
