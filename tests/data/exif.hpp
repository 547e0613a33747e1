#pragma once

// EXIF data in pictures' files.

#include <angka/data/image.hpp>
#include <cstdint>
#include <span>

namespace exif {

inline void put_number(angka::Bytes& bytes, std::uint32_t value, int count) {
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

/// EXIF data that hold an orientation alone.
inline angka::Bytes mark(int orientation, bool little) {
  const auto side = static_cast<std::uint8_t>(orientation);
  if (little)
    return {'I', 'I', 42, 0, 8, 0,    0, 0, 1, 0, 0x12, 1, 3,
            0,   1,   0,  0, 0, side, 0, 0, 0, 0, 0,    0, 0};
  return {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, side, 0, 0, 0, 0, 0, 0};
}

/// A PNG with a chunk of EXIF data behind its header.
inline angka::Bytes png_with(const angka::Image& image, const angka::Bytes& data) {
  angka::Bytes file = angka::encode_png(image), chunk;
  put_number(chunk, static_cast<std::uint32_t>(data.size()), 4);
  for (const char c : {'e', 'X', 'I', 'f'}) chunk.push_back(static_cast<std::uint8_t>(c));
  chunk.insert(chunk.end(), data.begin(), data.end());
  put_number(chunk, angka::detail::crc32(std::span<const std::uint8_t>(chunk).subspan(4)), 4);
  file.insert(file.begin() + 33, chunk.begin(), chunk.end());
  return file;
}

/// A JPEG with a segment of EXIF data at its start.
inline angka::Bytes jpeg_with(angka::Bytes file, const angka::Bytes& data) {
  angka::Bytes segment{0xFF, 0xE1};
  put_number(segment, static_cast<std::uint32_t>(data.size() + 8), 2);
  for (const char c : {'E', 'x', 'i', 'f', '\0', '\0'})
    segment.push_back(static_cast<std::uint8_t>(c));
  segment.insert(segment.end(), data.begin(), data.end());
  file.insert(file.begin() + 2, segment.begin(), segment.end());
  return file;
}

}  // namespace exif
