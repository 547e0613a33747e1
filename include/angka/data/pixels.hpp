#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <angka/core/definitions.hpp>
#include <angka/core/shape.hpp>

namespace angka::inline ANGKA_ISA {

/// A picture in memory. Pixels are bytes (0 black, 255 full), ordered channel, row, column like
/// everything in the library. `channels`: 1 (grey) or 3 (red, green, blue).
struct Image {
  int width = 0;
  int height = 0;
  int channels = 1;
  std::vector<std::uint8_t> pixels{};

  std::size_t plane() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }
  bool empty() const { return pixels.empty(); }
  Shape shape() const { return {.channels = channels, .height = height, .width = width}; }
};

/// Whether any pixel isn't grey.
ANGKA_INLINE bool in_colour(const Image& image);

/// One channel from red, green and blue: 0.299 R + 0.587 G + 0.114 B, rounded (Rec. 601).
/// Example: `to_grey(Image{1, 1, 3, {100, 200, 50}}).pixels[0] == 153`
ANGKA_INLINE Image to_grey(Image image);

/// Three equal channels from one.
ANGKA_INLINE Image to_rgb(Image image);

namespace detail {

/// What a picture of `channels` interleaved values a pixel (grey, grey and alpha, RGB, RGBA) looks
/// like over white, or over black if it is light strokes on transparency, as 1 or 3 planes.
ANGKA_INLINE Image over_paper(const std::uint8_t* from, int width, int height, int channels);

}  // namespace detail

}  // namespace angka::inline ANGKA_ISA

#if ANGKA_DEFINITIONS

#include <algorithm>

namespace angka::inline ANGKA_ISA {

ANGKA_INLINE bool in_colour(const Image& image) {
  const auto channel = [&](std::size_t c) {
    return image.pixels.begin() + static_cast<std::ptrdiff_t>(c * image.plane());
  };
  return image.channels == 3 && (!std::equal(channel(0), channel(1), channel(1)) ||
                                 !std::equal(channel(1), channel(2), channel(2)));
}

ANGKA_INLINE Image to_grey(Image image) {
  if (image.channels != 3) return image;
  const std::size_t plane = image.plane();
  for (std::size_t i = 0; i < plane; ++i) {
    const int red = image.pixels[i];
    const int green = image.pixels[plane + i];
    const int blue = image.pixels[2 * plane + i];
    image.pixels[i] =
        static_cast<std::uint8_t>((299 * red + 587 * green + 114 * blue + 500) / 1000);
  }
  image.pixels.resize(plane);
  image.channels = 1;
  return image;
}

ANGKA_INLINE Image to_rgb(Image image) {
  if (image.channels != 1) return image;
  const std::size_t plane = image.plane();
  image.pixels.resize(3 * plane);
  for (std::size_t i = 0; i < 2 * plane; ++i) image.pixels[plane + i] = image.pixels[i];
  image.channels = 3;
  return image;
}

namespace detail {

/// Whether what can be seen of a picture with transparent parts is so light that it would vanish
/// over white: `channels` interleaved values a pixel, the last its opacity.
inline bool belongs_on_black(const std::uint8_t* from, std::size_t pixels, int channels) {
  constexpr std::uint64_t light = 192;
  std::uint64_t seen = 0, sum = 0;
  const int colours = channels - 1;
  for (std::size_t i = 0; i < pixels; ++i, from += channels) {
    seen += from[colours];
    int value = 0;
    for (int c = 0; c < colours; ++c) value += from[c];
    sum += static_cast<std::uint64_t>(from[colours]) * static_cast<std::uint64_t>(value / colours);
  }
  return 10 * seen < 9 * 255 * std::uint64_t{pixels} && sum > light * seen;
}

ANGKA_INLINE Image over_paper(const std::uint8_t* from, int width, int height, int channels) {
  const bool alpha = channels % 2 == 0;
  Image image{.width = width, .height = height, .channels = channels < 3 ? 1 : 3};
  const std::size_t plane = image.plane();
  const auto colours = static_cast<std::size_t>(image.channels);
  image.pixels.resize(colours * plane);
  const int paper = alpha && belongs_on_black(from, plane, channels) ? 0 : 255;
  for (std::size_t i = 0; i < plane; ++i, from += channels) {
    const int opacity = alpha ? from[colours] : 255;
    for (std::size_t c = 0; c < colours; ++c)
      image.pixels[c * plane + i] =
          static_cast<std::uint8_t>((from[c] * opacity + paper * (255 - opacity) + 127) / 255);
  }
  return image;
}

}  // namespace detail

}  // namespace angka::inline ANGKA_ISA

#endif
