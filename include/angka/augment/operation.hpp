#pragma once

#include <angka/augment/picture.hpp>
#include <angka/augment/projection.hpp>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <concepts>

namespace angka::inline ANGKA_ISA {

/// An operation is a plain struct of settings with `name`, a `probability` in [0, 1] and these
/// members:
/// - `check()`: raises a SettingError where its settings can't be used.
/// - `off()`: whether its settings leave every image as it is.
/// - one of three, which draw what differs from image to image from `random`:
///   - `source(random, shape)` of a GeometricOperation: where a pixel of the new image comes from;
///   - `displace(random, field)` of a DisplacingOperation: adds to the way from a pixel of the new
///     image to where it comes from;
///   - `apply(random, picture)` of a PixelOperation: changes the pixels.
/// Example: `GeometricOperation<Rotate> && DisplacingOperation<Elastic> && PixelOperation<Blur>`
template <class O>
concept Operation = requires(const O& operation) {
  { O::name } -> std::convertible_to<const char*>;
  { operation.probability } -> std::convertible_to<float>;
  { operation.off() } -> std::convertible_to<bool>;
  operation.check();
};
template <class O>
concept GeometricOperation = Operation<O> &&
    requires(const O& operation, Random& random, const Shape& shape) {
  { operation.source(random, shape) } -> std::same_as<Projection>;
};
template <class O>
concept DisplacingOperation = Operation<O> &&
    requires(const O& operation, Random& random, DisplacementField& field) {
  operation.displace(random, field);
};
template <class O>
concept PixelOperation = Operation<O> &&
    requires(const O& operation, Random& random, Picture& picture) {
  operation.apply(random, picture);
};

}  // namespace angka::inline ANGKA_ISA
