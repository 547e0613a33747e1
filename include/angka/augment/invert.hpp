#pragma once

#include <angka/augment/operation.hpp>

namespace angka::inline ANGKA_ISA {

/// Swaps black and white.
///
/// Same as torchvision's RandomInvert (p).
/// Example: `!Invert{.probability = 0.5f}.off()`
struct Invert {
  float probability = 1;

  friend bool operator==(const Invert&, const Invert&) = default;
  static constexpr const char* name = "Invert";
  static constexpr bool off() { return false; }
  void check() const {}

  void apply(Random&, Picture& picture) const {
    using Pack = detail::FloatLanes;
    picture.change([&](Pack value) { return Pack(picture.white) - value; });
  }
};

}  // namespace angka::inline ANGKA_ISA
