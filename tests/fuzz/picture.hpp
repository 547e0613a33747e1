#pragma once

#include <angka/data/image.hpp>

#include "surface.hpp"

/// A picture of at most such a size, read as a program would.
inline Loaded load_picture(std::span<const std::uint8_t> file,
                           const angka::ImageLimits& limits = {}) {
  using namespace angka;
  static const MemoryFile input;
  Image image;
  try {
    image = read_image(input.holding(file), limits);
  } catch (const FileError& error) {
    require_reason(error.what());
    return std::nullopt;
  }
  require(image.width > 0 && image.height > 0 && (image.channels == 1 || image.channels == 3),
          "a size");
  require(image.pixels.size() == image.plane() * static_cast<std::size_t>(image.channels),
          "as many pixels as the size says");
  if (image.plane() < 10) {  // encoding takes long
    const Image again = read_image(input.holding(encode_png(image)));
    require(again.pixels == image.pixels, "a picture that is read as written");
  }
  return Content()
      .add(image.width)
      .add(image.height)
      .add(image.channels)
      .add(image.pixels)
      .loaded();
}
