#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>
#include <angka/data/stb_decode.hpp>

namespace angka::detail {

/// Whether a JPEG has at least one scan and its end marker, outside of any segment: what is missing
/// at the end of a scan decodes to grey without a word.
inline bool jpeg_complete(std::span<const std::uint8_t> file) {
  bool scan = false;
  for (std::size_t at = 2; at + 1 < file.size();) {
    const int marker = file[at + 1];
    const bool standalone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
    if (file[at] != 0xFF || marker == 0x00 || standalone) {
      if (!scan) return false;  // only the data of a scan may hold these
      at += file[at] == 0xFF ? 2 : 1;
    } else if (marker == 0xFF) {
      ++at;  // filling
    } else if (marker == 0xD9) {
      return scan;
    } else {
      scan |= marker == 0xDA;
      if (file.size() - at < 4) return false;
      at += 2 + big_endian(file, at + 2, 2);
    }
  }
  return false;
}

/// Decodes a JPEG, baseline or progressive, of 8 bits; grey stays grey.
inline std::optional<Image> decode_jpeg(std::span<const std::uint8_t> file,
                                        const ImageLimits& limits, Fault& fault) {
  if (!jpeg_complete(file)) return fail(fault, "a whole JPEG file", "one that breaks off");
  const auto image = stb_decode(file, limits, fault);
  if (!image) return std::nullopt;
  return over_white(image->bytes.data(), image->width, image->height, image->channels);
}

}  // namespace angka::detail
