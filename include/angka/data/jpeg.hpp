#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/orientation.hpp>
#include <angka/data/pixels.hpp>
#include <angka/data/stb_decode.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Whether each Huffman table of a segment is a prefix code of at most 256 symbols and no code is
/// all ones: what stb's tables have room for, which it does not check.
inline bool huffman_tables_sound(std::span<const std::uint8_t> segment) {
  while (!segment.empty()) {
    if (segment.size() < 17) return false;
    std::size_t symbols = 0;
    std::uint32_t used = 0;  // of the 2^16 codes of 16 bits
    for (std::size_t length = 1; length <= 16; ++length) {
      symbols += segment[length];
      used += std::uint32_t{segment[length]} << (16 - length);
    }
    if (symbols > 256 || used >= 1u << 16 || segment.size() < 17 + symbols) return false;
    segment = segment.subspan(17 + symbols);
  }
  return true;
}

/// Whether a JPEG has sound tables, scans and its end marker. Without the last, stb would make up
/// what is missing. `orientation`: what its EXIF data tell, else left as it is.
[[gnu::cold]] inline bool jpeg_sound(std::span<const std::uint8_t> file, int& orientation) {
  constexpr int most_scans = 500;  // each costs time for the whole image, however small it is
  int scans = 0;
  for (std::size_t at = 2; file.size() - at >= 2;) {
    const int marker = file[at + 1];
    const bool alone = marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
    if (file[at] != 0xFF || alone) {
      if (scans == 0) return false;  // only the data of a scan hold these
      at += file[at] == 0xFF ? 2 : 1;
    } else if (marker == 0xFF) {
      ++at;  // filling
    } else if (marker == 0xD9) {
      return scans > 0;
    } else {
      if (file.size() - at < 4) return false;
      const std::size_t length = big_endian(file, at + 2, 2);
      if (length < 2 || length > file.size() - at - 2) return false;
      if (marker == 0xC4 && !huffman_tables_sound(file.subspan(at + 4, length - 2))) return false;
      constexpr std::uint8_t exif[] = {'E', 'x', 'i', 'f', 0, 0};
      const auto segment = file.subspan(at + 4, length - 2);
      if (marker == 0xE1 && orientation == 1 && segment.size() > std::size(exif) &&
          std::equal(std::begin(exif), std::end(exif), segment.begin()))
        orientation = exif_orientation(segment.subspan(std::size(exif)));
      if (marker == 0xDA && ++scans > most_scans) return false;
      at += 2 + length;
    }
  }
  return false;
}

/// A sound JPEG without what cameras and editors add to it (EXIF, other data of programs, comments,
/// what lies behind its end): its orientation stays, and what decoding needs.
[[gnu::cold]] inline Bytes without_metadata(std::span<const std::uint8_t> file) {
  Bytes result{0xFF, 0xD8};
  int orientation = 1;
  if (!jpeg_sound(file, orientation)) return {};
  if (orientation != 1)
    for (const int byte :
         {0xFF,    0xE1,    0,  34, 'E' + 0, 'x' + 0, 'i' + 0, 'f' + 0, 0,           0,  //
          'I' + 0, 'I' + 0, 42, 0,  8,       0,       0,       0,       1,           0,  //
          0x12,    1,       3,  0,  1,       0,       0,       0,       orientation, 0,
          0,       0,       0,  0,  0,       0})
      result.push_back(static_cast<std::uint8_t>(byte));
  for (std::size_t at = 2;;) {
    std::size_t length = 1;
    const int marker = file[at + 1];
    const bool filling = file[at] == 0xFF && marker == 0xFF;
    if (file[at] == 0xFF && !filling)
      length = marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9)
                   ? 2
                   : 2 + std::size_t{big_endian(file, at + 2, 2)};
    // JFIF's own segment and Adobe's, which tells the colours, are all that decoders look at.
    const bool added = file[at] == 0xFF &&
                       ((marker >= 0xE1 && marker <= 0xEF && marker != 0xEE) || marker == 0xFE);
    const auto part = file.subspan(at, length);
    if (!added && !filling) result.insert(result.end(), part.begin(), part.end());
    if (file[at] == 0xFF && marker == 0xD9) return result;
    at += length;
  }
}

/// Decodes a JPEG, baseline or progressive, of 8 bits, turned as its mark says; grey stays grey.
[[gnu::cold]] inline std::optional<Image> decode_jpeg(std::span<const std::uint8_t> file,
                                                      const ImageLimits& limits, Fault& fault) {
  int orientation = 1;
  if (!jpeg_sound(file, orientation))
    return fail(fault, "a whole JPEG file", "one that breaks off or is damaged");
  constexpr std::size_t density = 512;  // a block of 64 pixels takes a bit
  const auto image = stb_decode(file, density, limits, fault);
  if (!image) return std::nullopt;
  return oriented(over_paper(image->bytes.data(), image->width, image->height, image->channels),
                  orientation);
}

}  // namespace angka::inline ANGKA_ISA::detail
