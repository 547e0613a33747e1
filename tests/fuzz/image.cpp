// PNG, JPEG, BMP and PGM.
#include <angka/core/bytes.hpp>
#include <angka/data/image.hpp>

#include "surface.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) {
  static const MemoryFile input;
  Image image;
  try {
    image = read_image(input.holding(file));
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

bool seal(std::span<std::uint8_t> file) {
  if (image_format(file) != ImageFormat::png) return false;
  for (std::size_t at = 8; file.size() - at >= 12;) {
    const std::size_t length = detail::big_endian(file, at, 4);
    if (length > file.size() - at - 12) break;
    const std::uint32_t sum = detail::crc32(file.subspan(at + 4, length + 4));
    for (std::size_t i = 0; i < 4; ++i)
      file[at + 8 + length + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
    at += 12 + length;
  }
  return true;
}
