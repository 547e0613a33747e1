#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/range.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA {

/// Makes the image wider and flatter, its proportions 1 + by times what they were; negative:
/// narrower and taller. The area stays.
/// Example: `Stretch{0.25f} == Stretch{.by = {-0.25, 0.25}}`
struct Stretch {
  Range by{};
  float probability = 1;

  friend bool operator==(const Stretch&, const Stretch&) = default;
  static constexpr const char* name = "Stretch";
  bool off() const { return by.off(); }
  void check() const { expect_within(by, -0.9, 9, name, "by"); }

  Projection source(Random& random, const Shape&) const {
    const double wider = std::sqrt(1 + double{by.draw(random)});
    return {{{1 / wider, 0, 0}, {0, wider, 0}, {0, 0, 1}}};
  }
};

}  // namespace angka::inline ANGKA_ISA
