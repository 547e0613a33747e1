#pragma once

#include <angka/augment/operation.hpp>
#include <angka/augment/projection.hpp>
#include <angka/augment/range.hpp>

namespace angka::inline ANGKA_ISA {

/// Moves the image, by fractions of its width and height; positive: right and down. One number
/// alone stands for both directions, each drawn for itself.
///
/// Same as torchvision's RandomAffine (translate), Keras' RandomTranslation.
/// Example: `Shift{0.125f} == Shift{.horizontal = 0.125f, .vertical = 0.125f}`
struct Shift {
  Range horizontal{};
  Range vertical = horizontal;
  float probability = 1;

  friend bool operator==(const Shift&, const Shift&) = default;
  static constexpr const char* name = "Shift";
  bool off() const { return horizontal.off() && vertical.off(); }
  void check() const {
    expect_within(horizontal, -1, 1, name, "horizontal");
    expect_within(vertical, -1, 1, name, "vertical");
  }

  Projection source(Random& random, const Shape& shape) const {
    const double right = double{horizontal.draw(random)} * shape.width;
    const double down = double{vertical.draw(random)} * shape.height;
    return {{{1, 0, -right}, {0, 1, -down}, {0, 0, 1}}};
  }
};

}  // namespace angka::inline ANGKA_ISA
