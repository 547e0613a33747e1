#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/label.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/normalization.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace angka::inline ANGKA_ISA {

/// What is true of the images of one pack: a label or target values each.
/// Example: `const Truth<float> truth{.labels = labels, .count = 3};`
template <class T>
struct Truth {
  const int* labels = nullptr;        ///< one a lane; null where the data has targets instead
  const Lanes<T>* targets = nullptr;  ///< one a network output
  int count = 0;                      ///< lanes in use
};

namespace detail {

/// Normalisation of pixels as one multiplication and one addition, the same for all values of a
/// plane: a channel, or the whole image where there is one number for all channels.
template <class T>
struct PixelScale {
  int planes = 1;
  std::array<T, PerChannel::max_size> scale{}, shift{};

  /// Leaves every number as it is, to the bit.
  PixelScale() : PixelScale({}, 1) {}
  /// `white`: the pixel that stands for the value 1.
  PixelScale(const Normalization& normalization, double white) : planes(normalization.size()) {
    for (int plane = 0; plane < planes; ++plane) {
      const double deviation = double{normalization.standard_deviation[plane]};
      scale[static_cast<std::size_t>(plane)] = static_cast<T>(1 / (white * deviation));
      shift[static_cast<std::size_t>(plane)] =
          static_cast<T>(-double{normalization.mean[plane]} / deviation);
    }
  }
  /// For the images of `data`.
  PixelScale(const Normalization& normalization, const DataView& data)
      : PixelScale(normalization, double{data.bytes ? white<std::uint8_t> : white<float>}) {}

  Lanes<T> operator()(Lanes<T> pixels, int plane) const {
    const auto p = static_cast<std::size_t>(plane);
    return fma(pixels, Lanes<T>(scale[p]), Lanes<T>(shift[p]));
  }
};

/// Lays rows of `count` values, one an image and at most four registers long, side by side in
/// lanes, `scale`d; lanes beyond the rows are 0. Compiled once for all kinds of pixels.
template <class T>
ANGKA_APART void pack_rows(std::span<const T* const> rows, int count, const PixelScale<T>& scale,
                           int plane, Lanes<T>* packed) {
  constexpr int lanes = Lanes<T>::count;
  for (int i = 0; i < count; i += lanes) {
    Lanes<T> block[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane)
      block[lane] = lane < rows.size() ? scale(Lanes<T>::load_unaligned(rows[lane] + i), plane)
                                       : Lanes<T>(T(0));
    Lanes<T>::transpose(block);
    std::copy_n(block, std::min(lanes, count - i), packed + i);
  }
}

/// Lays images of `pixels` values side by side in lanes, `scale`d; lanes beyond `images` are 0.
template <class T, class Pixel>
void pack(std::span<const Pixel* const> images, int pixels, const PixelScale<T>& scale,
          Lanes<T>* packed) {
  constexpr int lanes = Lanes<T>::count, run = 4 * lanes;
  alignas(64) T values[lanes][run] = {};
  const T* rows[lanes];
  const int plane_size = pixels / scale.planes;
  for (int plane = 0; plane < scale.planes; ++plane) {
    const int end = (plane + 1) * plane_size;
    for (int first = end - plane_size; first < end;) {
      int count = std::min(run, end - first);
      // Whole registers of numbers are read where they lie.
      const bool in_place = std::is_same_v<Pixel, T> && count >= lanes;
      if (in_place) count = count / lanes * lanes;
      for (std::size_t lane = 0; lane < images.size(); ++lane) {
        const Pixel* row = images[lane] + first;
        rows[lane] = values[lane];
        if constexpr (std::is_same_v<Pixel, T>)
          if (in_place) rows[lane] = row;
        if (!in_place)
          for (int i = 0; i < count; ++i) values[lane][i] = static_cast<T>(row[i]);
      }
      pack_rows<T>({rows, images.size()}, count, scale, plane, packed + first);
      first += count;
    }
  }
}

/// Packs the images at `positions` (places in the view's arrays, and what `first` is more) of
/// `view`.
template <class T>
void pack_images(const DataView& view, std::span<const std::uint32_t> positions,
                 const PixelScale<T>& scale, Lanes<T>* packed) {
  const auto pack_all = [&]<class Pixel>(const Pixel* all) {
    std::array<const Pixel*, Lanes<T>::count> images{};
    for (std::size_t i = 0; i < positions.size(); ++i)
      images[i] = all + (positions[i] - view.first) * static_cast<std::size_t>(view.shape.size());
    pack<T, Pixel>({images.data(), positions.size()}, view.shape.size(), scale, packed);
  };
  if (view.bytes)
    pack_all(view.bytes);
  else
    pack_all(view.values);
}

/// Packs what is true of the images at `positions`, into `labels` and `targets`.
template <class T>
Truth<T> pack_truth(const DataView& view, std::span<const std::uint32_t> positions, int* labels,
                    Lanes<T>* targets) {
  Truth<T> truth{.count = static_cast<int>(positions.size())};
  if (view.labels) {
    for (std::size_t i = 0; i < positions.size(); ++i)
      labels[i] = view.labels[positions[i] - view.first];
    truth.labels = labels;
  }
  if (view.targets) {
    std::array<const float*, Lanes<T>::count> rows{};
    for (std::size_t i = 0; i < positions.size(); ++i)
      rows[i] =
          view.targets + (positions[i] - view.first) * static_cast<std::size_t>(view.target_size);
    pack<T, float>({rows.data(), positions.size()}, view.target_size, PixelScale<T>(), targets);
    truth.targets = targets;
  }
  return truth;
}

/// How many images' outputs, once activated, say their label.
template <class T>
int count_correct(const Lanes<T>* output, int outputs, const Truth<T>& truth) {
  if (!truth.labels) return 0;
  int correct = 0;
  for (int lane = 0; lane < truth.count; ++lane)
    correct +=
        predicted_label(outputs, [&](int o) { return output[o][lane]; }) == truth.labels[lane];
  return correct;
}

}  // namespace detail
}  // namespace angka::inline ANGKA_ISA
