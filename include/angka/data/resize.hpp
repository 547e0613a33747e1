#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/errors.hpp>
#include <angka/core/shape.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA {

namespace detail {

/// What one output pixel takes from a row or column: `weights` of the pixels from `first` on.
struct PixelTaps {
  std::size_t first = 0;
  std::vector<float> weights{};
};

/// Shrinking: the average over the area that the output pixel covers. Enlarging: between the two
/// nearest pixel centres, linearly; beyond the outermost centres, the border's value.
ANGKA_INLINE std::vector<PixelTaps> resize_taps(int from, int to);

}  // namespace detail

/// An image of another size; each axis by area averaging where it shrinks and bilinearly, with
/// pixel centres at halves, where it grows.
///
/// Raises SettingError for an empty image or a size below 1.
/// Example: `resize(Image{2, 1, 1, {0, 100}}, 1, 1).pixels[0] == 50`
ANGKA_INLINE Image resize(const Image& image, int width, int height);

/// How an image of another size is brought to the size that a network wants.
enum class Fit {
  stretch,  ///< both axes to the full size
  pad       ///< the longer axis to the full size, the shorter in proportion, centred on the fill
};

/// An image of exactly `shape`: colours turned to grey or the reverse, and resized by `fit`.
///
/// `fill`: the pixel value around an image that is padded. Raises SettingError for an empty image
/// and unless the shape has 1 or 3 channels.
ANGKA_INLINE Image fit_to(Image image, const Shape& shape, Fit fit = Fit::stretch,
                          std::uint8_t fill = 0);

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <cmath>

namespace angka::inline ANGKA_ISA {

namespace detail {

ANGKA_INLINE std::vector<PixelTaps> resize_taps(int from, int to) {
  std::vector<PixelTaps> taps(static_cast<std::size_t>(to));
  const double scale = static_cast<double>(from) / to;
  for (int i = 0; i < to; ++i) {
    PixelTaps& tap = taps[static_cast<std::size_t>(i)];
    if (from > to) {
      const double low = i * scale;
      const double high = std::min((i + 1) * scale, static_cast<double>(from));
      const int first = static_cast<int>(low);
      const int last = std::min(static_cast<int>(std::ceil(high)), from);
      tap.first = static_cast<std::size_t>(first);
      for (int j = first; j < last; ++j)
        tap.weights.push_back(static_cast<float>(
            std::max(0.0, std::min(j + 1.0, high) - std::max<double>(j, low)) / scale));
    } else {
      const double centre = std::clamp((i + 0.5) * scale - 0.5, 0.0, from - 1.0);
      const int first = std::min(static_cast<int>(centre), std::max(0, from - 2));
      const auto share = static_cast<float>(centre - first);
      tap.first = static_cast<std::size_t>(first);
      tap.weights = {1 - share};
      if (from > 1) tap.weights.push_back(share);
    }
  }
  return taps;
}

}  // namespace detail

ANGKA_INLINE Image resize(const Image& image, int width, int height) {
  if (image.empty() || width < 1 || height < 1)
    raise(SettingError("resize: from " + to_string(image.shape()) + " to " + std::to_string(width) +
                       " x " + std::to_string(height) + " pixels"));
  const auto columns = detail::resize_taps(image.width, width);
  const auto rows = detail::resize_taps(image.height, height);
  Image result{.width = width, .height = height, .channels = image.channels};
  result.pixels.reserve(result.plane() * static_cast<std::size_t>(image.channels));
  const auto source_width = static_cast<std::size_t>(image.width);
  std::vector<float> row(source_width);
  for (int c = 0; c < image.channels; ++c) {
    const std::uint8_t* plane = &image.pixels[static_cast<std::size_t>(c) * image.plane()];
    for (const detail::PixelTaps& down : rows) {
      std::fill(row.begin(), row.end(), 0.0f);
      for (std::size_t k = 0; k < down.weights.size(); ++k)
        for (std::size_t x = 0; x < source_width; ++x)
          row[x] += down.weights[k] * plane[(down.first + k) * source_width + x];
      for (const detail::PixelTaps& across : columns) {
        float sum = 0.5f;
        for (std::size_t k = 0; k < across.weights.size(); ++k)
          sum += across.weights[k] * row[across.first + k];
        result.pixels.push_back(static_cast<std::uint8_t>(std::min(sum, 255.0f)));
      }
    }
  }
  return result;
}

ANGKA_INLINE Image fit_to(Image image, const Shape& shape, Fit fit, std::uint8_t fill) {
  if (image.empty() || (shape.channels != 1 && shape.channels != 3) || shape.height < 1 ||
      shape.width < 1)
    raise(SettingError("fit_to: from " + to_string(image.shape()) + " to " + to_string(shape) +
                       ", which must have 1 or 3 channels"));
  image = shape.channels == 1 ? to_grey(std::move(image)) : to_rgb(std::move(image));
  if (image.width == shape.width && image.height == shape.height) return image;
  if (fit == Fit::stretch) return resize(image, shape.width, shape.height);

  const double scale = std::min(static_cast<double>(shape.width) / image.width,
                                static_cast<double>(shape.height) / image.height);
  const auto scaled = [scale](int size, int most) {
    return std::clamp(static_cast<int>(std::lround(size * scale)), 1, most);
  };
  const Image inner =
      resize(image, scaled(image.width, shape.width), scaled(image.height, shape.height));
  Image result{.width = shape.width, .height = shape.height, .channels = shape.channels};
  result.pixels.assign(static_cast<std::size_t>(shape.size()), fill);
  const int left = (shape.width - inner.width) / 2;
  const int top = (shape.height - inner.height) / 2;
  auto from = inner.pixels.begin();
  for (int c = 0; c < shape.channels; ++c)
    for (int y = 0; y < inner.height; ++y, from += inner.width)
      std::copy_n(from, inner.width,
                  result.pixels.begin() + (c * shape.height + top + y) * shape.width + left);
  return result;
}

}  // namespace angka::inline ANGKA_ISA

#endif
