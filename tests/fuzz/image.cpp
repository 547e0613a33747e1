// PNG, JPEG, BMP and PGM.
#include <angka/core/bytes.hpp>
#include "picture.hpp"

using namespace angka;

Loaded load(std::span<const std::uint8_t> file) { return load_picture(file); }

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
