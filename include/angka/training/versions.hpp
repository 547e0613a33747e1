#pragma once

#include <algorithm>
#include <angka/augment/pipeline.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/random.hpp>
#include <angka/metrics/probabilities.hpp>
#include <angka/training/threads.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// How many versions of an image are read beside itself, and which: those that a training from the
/// same seed sees in its first epochs.
struct Versions {
  int count = 8;
  Seed seed{};
  int threads = 0;  ///< 0: all that the machine has
};

namespace detail {

/// The version of each image of `data` that belongs to an epoch, image by image.
template <class Pixel, class Pipeline>
std::vector<Pixel> versions_of(const DataView& data, const Pipeline& pipeline, const Seed& seed,
                               int epoch, int threads) {
  const auto size = static_cast<std::size_t>(data.shape.size());
  std::vector<Pixel> pixels(data.size() * size);
  ThreadPool pool(threads, max_groups);
  pool.run(max_groups, [&](int group, int) {
    constexpr std::size_t groups = max_groups;
    const auto g = static_cast<std::size_t>(group);
    typename Pipeline::Workspace workspace(data.shape);
    for (std::size_t i = g * data.size() / groups; i < (g + 1) * data.size() / groups; ++i)
      pipeline.apply(data.shape, data.image<Pixel>(i).data(), pixels.data() + i * size,
                     ImageKey{seed, static_cast<std::uint32_t>(epoch),
                              static_cast<std::uint32_t>(data.position(i))},
                     workspace);
  });
  return pixels;
}

}  // namespace detail

/// Test-time augmentation: the mean of what `model` says of each image of `data` and of its
/// versions, as `predict_batch` gives it. `model`: a Model, an Ensemble or whatever has
/// `predict_batch`. Needs room for one version of all images; the same for any number of threads.
///
/// Errors: SettingError for settings that can't be used, and where the pipeline doesn't take such
/// images.
/// Example: `const auto says = predict_versions(model, test, augment(Rotate{5}), {.count = 4,
/// .seed = seed(1)}); evaluate_probabilities(says, test).total() == 24`
template <class M, AugmentationPipeline Pipeline>
auto predict_versions(const M& model, const DataView& data, const Pipeline& pipeline,
                      const Versions& versions = {}) {
  if (versions.count < 0) raise(SettingError("predict_versions: count must be at least 0"));
  pipeline.check();
  const auto own = model.predict_batch(data, versions.threads);
  MeanProbabilities<typename decltype(own)::value_type> mean;
  mean.add(own);
  const auto add = [&]<class Pixel>(const Pixel* DataView::*pixels) {
    for (int version = 0; version < versions.count; ++version) {
      const std::vector<Pixel> made =
          detail::versions_of<Pixel>(data, pipeline, versions.seed, version, versions.threads);
      DataView view{.shape = data.shape, .count = data.size()};
      view.*pixels = made.data();
      mean.add(model.predict_batch(view, versions.threads));
    }
  };
  if (data.bytes)
    add(&DataView::bytes);
  else if constexpr (FloatAugmentationPipeline<Pipeline>)
    add(&DataView::values);
  else
    raise(
        SettingError("predict_versions: this augmentation takes images of bytes, not of numbers"));
  return mean.get();
}

}  // namespace angka::inline ANGKA_ISA
