#pragma once

#include <algorithm>
#include <angka/core/definitions.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/packing.hpp>
#include <angka/core/random.hpp>
#include <angka/core/shape.hpp>
#include <angka/layers/layer.hpp>
#include <angka/losses/loss.hpp>
#include <cmath>

namespace angka::inline ANGKA_ISA {

/// Mixes each image of a batch, and what is true of it, with another one of the batch.
///
/// mixup: x = (1 - s) a + s b; cutmix: a rectangle of a, which is a part s of it, shows b. The
/// truth is (1 - s) of a's and s of b's. s = min(l, 1 - l), l drawn from Beta(alpha, alpha) for
/// each image, so that most of an image is its own and it still counts as its label's. With both,
/// one of them is drawn for each image. b is the next image of the same pack; the last one of a
/// batch may be alone in its pack and stays as it is.
///
/// Source: Zhang et al.: mixup (ICLR 2018); Yun et al.: CutMix (ICCV 2019), whose rectangle's sides
/// are sqrt(s) of the image's, about a place that is drawn, cut off at the image's border.
/// Example: `model.fit(train, {.epochs = 1, .mixing = {.mixup = 0.2, .cutmix = 1}});`
struct Mixing {
  double mixup = 0;   ///< alpha, in [0, 1]; 0: no mixup
  double cutmix = 0;  ///< alpha, in [0, 1]; 0: no cutmix

  bool off() const { return mixup == 0 && cutmix == 0; }
};

/// Beta(alpha, alpha) for alpha in (0, 1].
///
/// Source: Johnk: Erzeugung von betaverteilten und gammaverteilten Zufallszahlen (Metrika 1964).
[[gnu::cold]] ANGKA_INLINE double symmetric_beta(Random& random, double alpha);

namespace detail {

/// What an image takes of its partner: `strength` of it in a rectangle.
struct DrawnMixture {
  int top = 0, bottom = 0, left = 0, right = 0;
  double strength = 0;
  double share = 0;  ///< of the whole image

  [[gnu::cold]] ANGKA_INLINE DrawnMixture(const Mixing& mixing, const PackImages& images,
                                          const Shape& shape, int lane);
};

/// The same of the images of a pack, a lane each.
template <class T>
struct PackMixture {
  int count = 0;                                              ///< lanes in use
  Lanes<T> top{T(0)}, bottom{T(0)}, left{T(0)}, right{T(0)};  ///< where the partner shows
  Lanes<T> strength{T(0)};                                    ///< how much there
  Lanes<T> share{T(0)};                                       ///< of the whole image

  ANGKA_APART PackMixture(const Mixing& mixing, const PackImages& images, const Shape& shape)
      : count(images.count) {
    if (count < 2) return;
    for (int lane = 0; lane < count; ++lane) {
      const DrawnMixture drawn(mixing, images, shape, lane);
      top.set(lane, T(drawn.top));
      bottom.set(lane, T(drawn.bottom));
      left.set(lane, T(drawn.left));
      right.set(lane, T(drawn.right));
      strength.set(lane, static_cast<T>(drawn.strength));
      share.set(lane, static_cast<T>(drawn.share));
    }
  }

  /// The partners' values: each lane's is the next one's, the last one's the first one's.
  Lanes<T> partner(Lanes<T> values) const {
    T next[2 * Lanes<T>::count];
    values.store_unaligned(next);
    Lanes<T>(T(0)).store_unaligned(next + Lanes<T>::count);
    next[count] = next[0];
    return Lanes<T>::load_unaligned(next + 1);
  }

  ANGKA_APART void mix_images(const Shape& shape, Lanes<T>* packed) const {
    const Lanes<T> none(T(0)), all(T(1));
    for (int row = 0; row < shape.channels * shape.height; ++row) {
      const Lanes<T> y(T(row % shape.height));
      const Lanes<T> here = where_less(y, top, none, where_less(y, bottom, strength, none));
      for (int x = 0; x < shape.width; ++x, ++packed) {
        const Lanes<T> column{T(x)};
        const Lanes<T> part = where_less(column, left, none, where_less(column, right, here, none));
        *packed = fma(part, partner(*packed), (all - part) * *packed);
      }
    }
  }

  /// Turns what is true of the images into `targets`.
  ANGKA_APART void mix_truth(Truth<T>& truth, int outputs, Lanes<T>* targets) const {
    for (int o = 0; o < outputs; ++o) {
      const Lanes<T> own = loss_target(truth, o, outputs);
      targets[o] = fma(share, partner(own), (Lanes<T>(T(1)) - share) * own);
    }
    truth.targets = targets;
  }
};

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE double symmetric_beta(Random& random, double alpha) {
  for (;;) {
    const double a = std::pow(double{random.uniform()}, 1 / alpha);
    const double b = std::pow(double{random.uniform()}, 1 / alpha);
    if (a + b > 0 && a + b <= 1) return a / (a + b);
  }
}

namespace detail {

ANGKA_INLINE DrawnMixture::DrawnMixture(const Mixing& mixing, const PackImages& images,
                                        const Shape& shape, int lane)
    : bottom(shape.height), right(shape.width) {
  Random random(images.seed_of(lane), Purpose::mix, images.epoch, images.sample[lane]);
  const bool cuts = mixing.mixup == 0 || (mixing.cutmix > 0 && random.below(2) == 1);
  const double part = symmetric_beta(random, cuts ? mixing.cutmix : mixing.mixup);
  strength = share = std::min(part, 1 - part);
  if (!cuts) return;
  const auto cut = [&](int& from, int& to) {
    const double half = std::sqrt(share) * to / 2, middle = double{random.uniform()} * to;
    from = std::max(0, static_cast<int>(std::floor(middle - half + 0.5)));
    to = std::min(to, static_cast<int>(std::floor(middle + half + 0.5)));
  };
  cut(top, bottom);
  cut(left, right);
  strength = 1;
  share = double((bottom - top) * (right - left)) / shape.pixels();
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA

#endif
