#pragma once

#include <algorithm>
#include <angka/augment/frame.hpp>
#include <angka/augment/operation.hpp>
#include <angka/augment/pipeline.hpp>
#include <angka/augment/pixels.hpp>
#include <angka/augment/range.hpp>
#include <angka/augment/warp.hpp>
#include <angka/augment/workspace.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>

namespace angka::inline ANGKA_ISA {

/// A pipeline of operations, made by augment().
///
/// All that moves pixels is one warp with one bilinear interpolation, and comes first: the
/// projections in their order, then the sum of the displacements. The operations on pixels follow
/// in their order. Each operation happens to an image with its own probability; what it draws
/// follows from the image's key and its place in the pipeline.
///
/// With `choose`, only so many of the operations that aren't off, drawn for each image, as in
/// Cubuk et al.: RandAugment (NeurIPS 2020).
template <class... Operations>
struct Augmentation {
  using Workspace = AugmentationWorkspace;

  std::tuple<Operations...> operations{};
  /// What lies beyond the image and shows where it moves away: 0 to 255 for bytes.
  float background = 0;
  /// So many operations an image; 0: all.
  int choose = 0;

  /// The operation of that type: pipeline.get<Rotate>().degrees = 5.
  template <class O>
  O& get() {
    return std::get<O>(operations);
  }
  template <class O>
  const O& get() const {
    return std::get<O>(operations);
  }

  void check() const {
    each([](const auto& operation, std::uint32_t) {
      operation.check();
      expect_setting(operation.probability >= 0 && operation.probability <= 1, operation.name,
                     "probability", "within [0, 1]", operation.probability);
    });
    expect_setting(choose >= 0 && choose <= static_cast<int>(sizeof...(Operations)), "augmentation",
                   "choose", "from 0 to the number of operations", choose);
  }

  bool off() const {
    bool all = true;
    each([&](const auto& operation, std::uint32_t) { all = all && never(operation); });
    return all;
  }

  /// Whether it may move pixels to where others were.
  bool moves_pixels() const {
    bool any = false;
    each([&]<class O>(const O& operation, std::uint32_t) {
      any = any || ((GeometricOperation<O> || DisplacingOperation<O>)&&!never(operation));
    });
    return any;
  }

  /// See AugmentationPipeline.
  template <class Pixel>
  void apply(const Shape& shape, const Pixel* in, Pixel* out, const ImageKey& key,
             Workspace& workspace) const {
    const Pixel edge = detail::to_pixel<Pixel>(background);
    const detail::Box all{0, 0, shape.width, shape.height};
    detail::Box changed = all;
    bool loaded = false;

    const auto drawn = choose > 0 ? draw(key) : ~std::uint64_t{0};
    const auto happens = [&](const auto& operation, std::uint32_t part, Random& random) {
      return (drawn >> part & 1) != 0 && random.uniform() < operation.probability;
    };
    Projection source;
    DisplacementField field = detail::field_of(workspace);
    bool displaced = false;
    each([&](const auto& operation, std::uint32_t part) {
      using Type = std::decay_t<decltype(operation)>;
      if constexpr (GeometricOperation<Type> || DisplacingOperation<Type>) {
        if (never(operation)) return;
        Random random(key.seed, Purpose::augment, key.epoch, key.sample, part);
        if (!happens(operation, part, random)) return;
        if constexpr (GeometricOperation<Type>) {
          source = source * operation.source(random, shape);
        } else {
          if (!std::exchange(displaced, true)) detail::clear_field(workspace);
          operation.displace(random, field);
        }
      }
    });
    if (displaced || !source.identity()) {
      const detail::Box ink = detail::frame_image(shape, in, edge, workspace);
      changed =
          detail::reached(shape, source, ink, displaced ? detail::greatest_reach(field) : 0.0);
      detail::warp<Pixel>(source, displaced ? &field : nullptr, changed, workspace);
      loaded = true;
    }

    Picture picture = detail::picture_of(workspace, edge);
    bool whole = false;
    each([&](const auto& operation, std::uint32_t part) {
      using Type = std::decay_t<decltype(operation)>;
      if constexpr (PixelOperation<Type>) {
        if (never(operation)) return;
        Random random(key.seed, Purpose::augment, key.epoch, key.sample, part);
        if (!happens(operation, part, random)) return;
        if (!loaded)
          detail::read_pixels(in, picture);
        else if (!whole)
          detail::surround(picture, changed);
        changed = all;
        loaded = whole = true;
        operation.apply(random, picture);
      }
    });
    if (loaded)
      detail::write_pixels(picture, changed, edge, out);
    else
      std::copy_n(in, static_cast<std::size_t>(shape.size()), out);
  }

 private:
  template <class O>
  static bool never(const O& operation) {
    return operation.off() || operation.probability == 0;
  }

  /// The places of `choose` operations, as bits.
  std::uint64_t draw(const ImageKey& key) const {
    constexpr std::uint32_t all = sizeof...(Operations);
    static_assert(all <= 64, "angka: at most 64 operations");
    std::array<std::uint32_t, all> places{};
    std::uint32_t count = 0;
    each([&](const auto& operation, std::uint32_t part) {
      if (!never(operation)) places[count++] = part;
    });
    Random random(key.seed, Purpose::augment, key.epoch, key.sample, all);
    if constexpr (all > 1) random.shuffle(std::span(places.data(), count));
    std::uint64_t bits = 0;
    for (std::uint32_t i = 0; i < std::min(count, static_cast<std::uint32_t>(choose)); ++i)
      bits |= std::uint64_t{1} << places[i];
    return bits;
  }

  /// Calls work(operation, its place) for each.
  template <class Work>
  void each(Work&& work) const {
    std::apply(
        [&](const auto&... operation) {
          std::uint32_t part = 0;
          (work(operation, part++), ...);
        },
        operations);
  }
};

/// The pipeline of these operations: augment(Rotate{10}, Shift{0.1f}, Elastic{}).
/// Example: `model.fit(train, {.epochs = 1}, augment(Rotate{10}, Blur{.sigma = 1, .probability =
/// 0.5f}));`
template <class... Operations>
Augmentation<Operations...> augment(const Operations&... operations) {
  static_assert(((GeometricOperation<Operations> || DisplacingOperation<Operations> ||
                  PixelOperation<Operations>)&&...),
                "augment() takes operations like Rotate{10} and Blur{1}; see angka/augment/");
  return {{operations...}};
}

}  // namespace angka::inline ANGKA_ISA
