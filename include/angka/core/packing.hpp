#pragma once

#include <algorithm>
#include <angka/core/dataset.hpp>
#include <angka/core/lanes.hpp>
#include <angka/core/normalization.hpp>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace angka {

/// What is true of the images of one pack: a label or target values each.
template <class T>
struct Truth {
  const int* labels = nullptr;        ///< one a lane; null where the data has targets instead
  const Lanes<T>* targets = nullptr;  ///< one a network output
  int count = 0;                      ///< lanes in use
};

namespace detail {

/// The value of each byte after normalisation.
template <class T>
std::array<T, 256> byte_values(const Normalization& normalization) {
  std::array<T, 256> values{};
  for (std::size_t byte = 0; byte < 256; ++byte)
    values[byte] =
        static_cast<T>((static_cast<double>(byte) / 255 - static_cast<double>(normalization.mean)) /
                       static_cast<double>(normalization.standard_deviation));
  return values;
}

/// Lays images side by side in lanes; lanes beyond `images` are 0. `pixels` of each image are
/// bytes, turned into numbers by `values`.
template <class T>
void pack_bytes(std::span<const std::uint8_t* const> images, int pixels,
                const std::array<T, 256>& values, Lanes<T>* packed) {
  constexpr std::size_t lanes = Lanes<T>::count;
  T* to = scalars(packed);
  if (images.size() < lanes) std::fill_n(packed, pixels, Lanes<T>(T(0)));
  for (std::size_t p = 0; p < static_cast<std::size_t>(pixels); ++p)
    for (std::size_t lane = 0; lane < images.size(); ++lane)
      to[p * lanes + lane] = values[images[lane][p]];
}

/// The same for images, or target values, that are numbers already.
template <class T>
void pack_values(std::span<const float* const> images, int pixels, Lanes<T>* packed) {
  constexpr std::size_t lanes = Lanes<T>::count;
  T* to = scalars(packed);
  if (images.size() < lanes) std::fill_n(packed, pixels, Lanes<T>(T(0)));
  for (std::size_t p = 0; p < static_cast<std::size_t>(pixels); ++p)
    for (std::size_t lane = 0; lane < images.size(); ++lane)
      to[p * lanes + lane] = static_cast<T>(images[lane][p]);
}

/// Packs the images at `positions` (places in the view's arrays) of `view`.
template <class T>
void pack_images(const DataView& view, std::span<const std::uint32_t> positions,
                 const std::array<T, 256>& values, Lanes<T>* packed) {
  const auto pixels = static_cast<std::size_t>(view.shape.size());
  if (view.bytes) {
    std::array<const std::uint8_t*, Lanes<T>::count> images{};
    for (std::size_t i = 0; i < positions.size(); ++i)
      images[i] = view.bytes + positions[i] * pixels;
    pack_bytes<T>({images.data(), positions.size()}, view.shape.size(), values, packed);
  } else {
    std::array<const float*, Lanes<T>::count> images{};
    for (std::size_t i = 0; i < positions.size(); ++i)
      images[i] = view.values + positions[i] * pixels;
    pack_values<T>({images.data(), positions.size()}, view.shape.size(), packed);
  }
}

/// Packs what is true of the images at `positions`, into `labels` and `targets`.
template <class T>
Truth<T> pack_truth(const DataView& view, std::span<const std::uint32_t> positions, int* labels,
                    Lanes<T>* targets) {
  Truth<T> truth{.count = static_cast<int>(positions.size())};
  if (view.labels) {
    for (std::size_t i = 0; i < positions.size(); ++i) labels[i] = view.labels[positions[i]];
    truth.labels = labels;
  }
  if (view.targets) {
    std::array<const float*, Lanes<T>::count> rows{};
    for (std::size_t i = 0; i < positions.size(); ++i)
      rows[i] = view.targets + positions[i] * static_cast<std::size_t>(view.target_size);
    pack_values<T>({rows.data(), positions.size()}, view.target_size, targets);
    truth.targets = targets;
  }
  return truth;
}

/// How many images' largest output is their label's; a single output means label 1 above 0.
template <class T>
int count_correct(const Lanes<T>* output, int outputs, const Truth<T>& truth) {
  if (!truth.labels) return 0;
  int correct = 0;
  for (int lane = 0; lane < truth.count; ++lane) {
    int best = outputs == 1 && output[0][lane] > 0;
    for (int o = 1; o < outputs; ++o)
      if (output[o][lane] > output[best][lane]) best = o;
    correct += best == truth.labels[lane];
  }
  return correct;
}

}  // namespace detail
}  // namespace angka
