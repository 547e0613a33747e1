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
template <AugmentationPipeline Pipeline, class T>
class AugmentedImages {
 public:
  /// `threads`: how many may call at once.
  AugmentedImages(const Pipeline& pipeline, const Shape& shape, int threads)
      : pipeline_(&pipeline), off_(pipeline.off()) {
    if (off_) return;
    for (int thread = 0; thread < threads; ++thread) {
      workspaces_.emplace_back(shape);
      bytes_.emplace_back(static_cast<std::size_t>(shape.size()) * Lanes<T>::count);
    }
  }

  /// Packs `images`, which are positions in `data`.
  void operator()(const DataView& data, const PackImages& images, int thread,
                  const detail::PixelScale<T>& scale, Lanes<T>* packed) {
    const std::span<const std::uint32_t> positions(images.sample,
                                                   static_cast<std::size_t>(images.count));
    if (off_) {
      detail::pack_images(data, positions, scale, packed);
      return;
    }
    const auto pixels = static_cast<std::size_t>(data.shape.size());
    std::array<const std::uint8_t*, Lanes<T>::count> versions{};
    for (std::size_t i = 0; i < positions.size(); ++i) {
      std::uint8_t* version = bytes_[static_cast<std::size_t>(thread)].data() + i * pixels;
      pipeline_->apply(data.shape, data.bytes + positions[i] * pixels, version,
                       ImageKey{images.seed_of(static_cast<int>(i)), images.epoch, positions[i]},
                       workspaces_[static_cast<std::size_t>(thread)]);
      versions[i] = version;
    }
    detail::pack<T, std::uint8_t>({versions.data(), positions.size()}, data.shape.size(), scale,
                                  packed);
  }

 private:
  const Pipeline* pipeline_;
  bool off_;
  std::vector<typename Pipeline::Workspace> workspaces_;
  std::vector<AlignedArray<std::uint8_t>> bytes_;
};

}  // namespace angka::inline ANGKA_ISA
