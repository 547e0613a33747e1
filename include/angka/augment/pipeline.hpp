#pragma once

#include <algorithm>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace angka::inline ANGKA_ISA {

/// Which version of which image: what all random choices of an augmentation follow from.
struct ImageKey {
  Seed seed{};  ///< of the training, and of which occurrence of the image in the epoch it is
  std::uint32_t epoch = 0;
  std::uint32_t sample =
      0;  ///< the image's position in its data set, whatever the order of the day
};

/// An augmentation pipeline turns an image into a new version of it, one image at a time, inside
/// the training threads:
/// - `Workspace(shape)`: what one thread needs to work on images of that shape, made once.
/// - `check()`: raises a SettingError where a setting can't be used.
/// - `off()`: whether every image stays as it is, so that nobody needs to call `apply`.
/// - `apply(shape, in, out, key, workspace)`: writes the version of the image `in` that belongs to
///   `key`. Both images are shape.size() bytes in the order channel, row, column and don't overlap.
///   What is written follows from pipeline, image and key alone: not from the thread, the order of
///   calls or what the workspace was used for before. Allocates nothing and can't fail.
/// - `apply` of float images likewise, if it takes images of numbers.
template <class P>
concept AugmentationPipeline = std::constructible_from<typename P::Workspace, const Shape&> &&
    requires(const P& pipeline, const Shape& shape, const std::uint8_t* in, std::uint8_t* out,
             const ImageKey& key, typename P::Workspace& workspace) {
  pipeline.check();
  { pipeline.off() } -> std::convertible_to<bool>;
  pipeline.apply(shape, in, out, key, workspace);
};

/// One that takes images of numbers, too.
template <class P>
concept FloatAugmentationPipeline = AugmentationPipeline<P> &&
    requires(const P& pipeline, const Shape& shape, const float* in, float* out,
             const ImageKey& key, typename P::Workspace& workspace) {
  pipeline.apply(shape, in, out, key, workspace);
};

/// The pipeline that leaves every image as it is.
/// Example: `AugmentationPipeline<NoAugmentation> && NoAugmentation{}.off()`
struct NoAugmentation {
  struct Workspace {
    explicit Workspace(const Shape&) {}
  };
  void check() const {}
  static constexpr bool off() { return true; }
  template <class Pixel>
  void apply(const Shape& shape, const Pixel* in, Pixel* out, const ImageKey&, Workspace&) const {
    std::copy_n(in, static_cast<std::size_t>(shape.size()), out);
  }
};
static_assert(FloatAugmentationPipeline<NoAugmentation>);

}  // namespace angka::inline ANGKA_ISA
