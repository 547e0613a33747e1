#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Takes all pixels, as fractions of white, to the power of 1 + by: positive darkens. Numbers below
/// black become black.
///
/// Gamma{0.2f} is Albumentations' RandomGamma with gamma_limit (80, 120).
/// Example: `Gamma{0.25f} == Gamma{.by = {-0.25, 0.25}}`
struct Gamma {
  Range by{};
  float probability = 1;

  friend bool operator==(const Gamma&, const Gamma&) = default;
  static constexpr const char* name = "Gamma";
  bool off() const { return by.off(); }
  void check() const { expect_within(by, -0.9, 9, name, "by"); }

  void apply(Random& random, Picture& picture) const {
    using Pack = detail::FloatLanes;
    const Pack exponent(1 + by.draw(random)), zero(0.0f), white(picture.white);
    picture.change([&](Pack value) {
      const Pack fraction = max(value, Pack(1e-6f)) / white;
      return where_less(zero, value, exp(exponent * log(fraction)) * white, zero);
    });
  }
};

}  // namespace angka::inline ANGKA_ISA
