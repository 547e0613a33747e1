#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// The orientation, 1 to 8, that the first directory of a TIFF file tells, as JPEG and PNG hold
/// their EXIF data; 1, as it is stored, if it tells none.
///
/// Source: CIPA DC-008, Exchangeable image file format, 4.6.5.
[[gnu::cold]] inline int exif_orientation(std::span<const std::uint8_t> tiff) {
  if (tiff.size() < 8) return 1;
  const bool little = tiff[0] == 'I';
  if (tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) return 1;
  const auto number = [&](std::size_t at, int count) {
    return std::size_t{little ? little_endian(tiff, at, count) : big_endian(tiff, at, count)};
  };
  const std::size_t directory = number(4, 4);
  if (number(2, 2) != 42 || directory > tiff.size() - 2) return 1;
  const std::size_t entries = number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (entry + 12 > tiff.size()) return 1;
    if (number(entry, 2) != 0x0112) continue;
    const std::size_t value = number(entry + 8, 2);
    return number(entry + 2, 2) == 3 && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

/// An image as an EXIF orientation says that it is to be seen.
inline Image oriented(Image image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  const bool swapped = orientation >= 5;
  Image result{.width = swapped ? image.height : image.width,
               .height = swapped ? image.width : image.height,
               .channels = image.channels};
  result.pixels.resize(image.pixels.size());
  // Whether rows and columns are stored from their other end.
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_below =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  constexpr int tile = 32;  // both sides' rows stay in the cache
  for (int c = 0; c < image.channels; ++c) {
    const std::uint8_t* from = image.pixels.data() + static_cast<std::size_t>(c) * image.plane();
    std::uint8_t* to = result.pixels.data() + static_cast<std::size_t>(c) * image.plane();
    for (int top = 0; top < result.height; top += tile)
      for (int left = 0; left < result.width; left += tile)
        for (int y = top; y < std::min(top + tile, result.height); ++y)
          for (int x = left; x < std::min(left + tile, result.width); ++x) {
            int column = swapped ? y : x, row = swapped ? x : y;
            if (from_right) column = image.width - 1 - column;
            if (from_below) row = image.height - 1 - row;
            to[std::ptrdiff_t{y} * result.width + x] =
                from[std::ptrdiff_t{row} * image.width + column];
          }
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA::detail

namespace angka::inline ANGKA_ISA {

/// An image after a number of quarter turns to the left. C x H x W -> C x H x W, or C x W x H.
/// Example: `turned(Image{.width = 2, .height = 1, .channels = 1, .pixels = {5, 7}}, 1).pixels ==
/// std::vector<std::uint8_t>{7, 5}`
inline Image turned(const Image& image, int turns) {
  constexpr int orientations[] = {1, 8, 3, 6};  // as EXIF numbers them
  return detail::oriented(image, orientations[turns & 3]);
}

}  // namespace angka::inline ANGKA_ISA
