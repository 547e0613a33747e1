#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>

#include <angka/core/bytes.hpp>
#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/orientation.hpp>
#include <angka/data/pixels.hpp>
#include <angka/data/stb_decode.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Decodes a PNG, transparency over white (see over_paper), turned as its mark says.
///
/// The chunks and their checksums are checked here, since stb does not, and would keep the type of
/// an unknown one in memory that all threads share. And stb is shown a palette image as a grey one,
/// so that an index beyond the palette is noticed.
[[gnu::cold]] inline std::optional<Image> decode_png(Bytes file, const ImageLimits& limits,
                                                     Fault& fault) {
  const auto is = [&file](std::size_t chunk, const char* type) {
    return std::memcmp(&file[chunk + 4], type, 4) == 0;
  };
  std::span<const std::uint8_t> palette;
  std::span<const std::uint8_t> opacity;
  int orientation = 1;
  bool any_data = false;
  constexpr std::size_t signature = 8;
  std::size_t at = signature;
  for (bool end = false; !end;) {
    if (file.size() - at < 12) return fail(fault, "a whole PNG file", "one that breaks off");
    const std::size_t length = big_endian(file, at, 4);
    if (length > file.size() - at - 12)
      return fail(fault, "a whole PNG file", "one that breaks off or is damaged");
    const std::span<std::uint8_t> data(&file[at + 8], length);
    if (crc32({&file[at + 4], length + 4}) != big_endian(file, at + 8 + length, 4))
      return fail(fault, "a sound PNG file", "a wrong checksum at byte " + std::to_string(at));
    const bool first = at == signature;
    if (first != is(at, "IHDR") || (first && length != 13))
      return fail(fault, "a PNG file with one header, at its start", "another order");
    if (is(at, "PLTE")) palette = data;
    if (is(at, "tRNS")) opacity = data;
    if (is(at, "eXIf")) orientation = exif_orientation(data);
    const bool critical = (file[at + 4] & 0x20) == 0;
    if (critical && !first && !is(at, "PLTE") && !is(at, "IDAT") && !is(at, "IEND"))
      return fail(fault, "a PNG file of known chunks", "another at byte " + std::to_string(at));
    any_data |= is(at, "IDAT") && length > 0;
    if ((file[25] == 3 && (is(at, "PLTE") || is(at, "tRNS"))) || (is(at, "IDAT") && length == 0))
      file[at + 4] = 'x';  // an unknown chunk with a small first letter: stb skips it
    end = is(at, "IEND");
    at += 12 + length;
  }
  if (!any_data) return fail(fault, "a PNG file with pixels", "none");
  if (!size_allowed(big_endian(file, 16, 4), big_endian(file, 20, 4), limits, fault))
    return std::nullopt;

  const int depth = file[24];
  std::uint8_t& colour_type = file[25];
  const int samples = colour_type == 2 ? 3 : colour_type == 4 ? 2 : colour_type == 6 ? 4 : 1;
  // Deflated at most 1032 : 1.
  const auto density = static_cast<std::size_t>(8 * 1032 / std::max(1, depth * samples));
  if (colour_type != 3) {
    const auto image = stb_decode(file, density, limits, fault);
    if (!image) return std::nullopt;
    return oriented(over_paper(image->bytes.data(), image->width, image->height, image->channels),
                    orientation);
  }

  const std::size_t colours = palette.size() / 3;
  if (depth > 8) return fail(fault, "palette indices of 1, 2, 4 or 8 bits", std::to_string(depth));
  if (palette.size() % 3 != 0 || colours == 0 || colours > 256 || opacity.size() > colours)
    return fail(fault, "a palette of 1 to 256 colours", "none or a damaged one");
  colour_type = 0;
  const auto indices = stb_decode(file, density, limits, fault);
  if (!indices) return std::nullopt;
  const int scale = 255 / ((1 << depth) - 1);  // stb spreads grey values to 0..255
  const std::size_t count = indices->bytes.size();
  Bytes shown(4 * count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(indices->bytes[i] / scale);
    if (index >= colours)
      return fail(fault, "a palette of more than " + std::to_string(index) + " colours",
                  std::to_string(colours));
    std::copy_n(&palette[3 * index], 3, &shown[4 * i]);
    shown[4 * i + 3] = index < opacity.size() ? opacity[index] : std::uint8_t{255};
  }
  return oriented(over_paper(shown.data(), indices->width, indices->height, 4), orientation);
}

}  // namespace angka::inline ANGKA_ISA::detail
