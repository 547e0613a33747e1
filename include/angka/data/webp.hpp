#pragma once

#if defined(ANGKA_WEBP)
#include <webp/decode.h>
#endif

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

namespace angka::inline ANGKA_ISA::detail {

/// Whether all chunks of a WebP file are there. `orientation`: what its EXIF data tell, else left
/// as it is.
inline bool webp_sound(std::span<const std::uint8_t> file, int& orientation) {
  if (file.size() < 12) return false;
  const std::size_t told = little_endian(file, 4, 4);
  if (told > file.size() - 8) return false;
  file = file.first(8 + told);
  for (std::size_t at = 12; at < file.size();) {
    if (file.size() - at < 8) return false;
    const std::size_t length = little_endian(file, at + 4, 4);
    if (length > file.size() - at - 8) return false;
    constexpr std::uint8_t exif[] = {'E', 'X', 'I', 'F'};
    if (std::equal(std::begin(exif), std::end(exif), &file[at]))
      orientation = exif_orientation(file.subspan(at + 8, length));
    at += 8 + length + length % 2;
  }
  return true;
}

/// Decodes a still WebP picture with libwebp, transparency over paper (see over_paper), turned as
/// its mark says. Without the part `angka::webp`: says what to do instead.
inline std::optional<Image> decode_webp(std::span<const std::uint8_t> file,
                                        [[maybe_unused]] const ImageLimits& limits, Fault& fault) {
#if defined(ANGKA_WEBP)
  int orientation = 1;
  WebPBitstreamFeatures told;
  if (!webp_sound(file, orientation) ||
      WebPGetFeatures(file.data(), file.size(), &told) != VP8_STATUS_OK)
    return fail(fault, "a whole WebP file", "one that breaks off or is damaged");
  if (told.has_animation) return fail(fault, "a still WebP picture", "an animation");
  if (!size_allowed(told.width, told.height, limits, fault)) return std::nullopt;
  const int channels = told.has_alpha ? 4 : 3, row = told.width * channels;
  Bytes pixels(static_cast<std::size_t>(row) * static_cast<std::size_t>(told.height));
  const auto decode = told.has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  if (!decode(file.data(), file.size(), pixels.data(), pixels.size(), row))
    return fail(fault, "a sound WebP file", "a damaged one");
  return oriented(over_paper(pixels.data(), told.width, told.height, channels), orientation);
#else
  static_cast<void>(file);
  return fail(fault, "a format that this program was built for",
              "WebP, which takes libwebp: `dwebp FILE -o FILE.png` makes a PNG of it");
#endif
}

}  // namespace angka::inline ANGKA_ISA::detail
