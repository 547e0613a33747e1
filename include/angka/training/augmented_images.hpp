#pragma once

#include <angka/augment/pipeline.hpp>
#include <angka/core/aligned_array.hpp>
#include <angka/core/dataset.hpp>
#include <angka/core/packing.hpp>
#include <angka/layers/layer.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace angka::inline ANGKA_ISA {

/// Packs the images of a batch for a network, each in the version that a pipeline makes of it.
/// Example: `const auto pipeline = augment(Rotate{10}); AugmentedImages<decltype(pipeline), float>
/// images(pipeline, train, 1);`
template <AugmentationPipeline Pipeline, class T>
class AugmentedImages {
 public:
  /// `data`: what images are to come from. `threads`: how many may call at once.
  AugmentedImages(const Pipeline& pipeline, const DataView& data, int threads)
      : pipeline_(&pipeline), off_(pipeline.off()) {
    if (off_) return;
    pack_size_ = static_cast<std::size_t>(data.shape.size()) * Lanes<T>::count;
    for (int thread = 0; thread < threads; ++thread) workspaces_.emplace_back(data.shape);
    const std::size_t size = pack_size_ * static_cast<std::size_t>(threads);
    if (data.bytes)
      bytes_ = AlignedArray<std::uint8_t>(size);
    else
      values_ = AlignedArray<float>(size);
  }

  /// Packs `images`, which are positions in `data`.
  void operator()(const DataView& data, const PackImages& images, int thread,
                  const detail::PixelScale<T>& scale, Lanes<T>* packed) {
    const auto t = static_cast<std::size_t>(thread);
    if (off_)
      detail::pack_images(data, {images.sample, static_cast<std::size_t>(images.count)}, scale,
                          packed);
    else if (data.bytes)
      pack_versions(data, images, workspaces_[t], bytes_.data() + t * pack_size_, scale, packed);
    else if constexpr (FloatAugmentationPipeline<Pipeline>)
      pack_versions(data, images, workspaces_[t], values_.data() + t * pack_size_, scale, packed);
  }

 private:
  template <class Pixel>
  void pack_versions(const DataView& data, const PackImages& images,
                     typename Pipeline::Workspace& workspace, Pixel* version,
                     const detail::PixelScale<T>& scale, Lanes<T>* packed) {
    const int size = data.shape.size();
    std::array<const Pixel*, Lanes<T>::count> versions{};
    for (int i = 0; i < images.count; ++i, version += size) {
      const std::uint32_t position = images.sample[i];
      const std::size_t place = position - data.first;
      pipeline_->apply(data.shape, data.pixels<Pixel>() + place * static_cast<std::size_t>(size),
                       version, ImageKey{images.seed_of(i), images.epoch, position}, workspace);
      versions[static_cast<std::size_t>(i)] = version;
    }
    detail::pack<T, Pixel>({versions.data(), static_cast<std::size_t>(images.count)}, size, scale,
                           packed);
  }

  const Pipeline* pipeline_;
  bool off_;
  std::vector<typename Pipeline::Workspace> workspaces_;
  // One pack's versions for each thread.
  std::size_t pack_size_ = 0;
  AlignedArray<std::uint8_t> bytes_;
  AlignedArray<float> values_;
};

}  // namespace angka::inline ANGKA_ISA
