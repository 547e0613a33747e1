#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <angka/data/file.hpp>
#include <angka/data/image_limits.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// Decodes a BMP without compression: palettes of 1, 4 and 8 bits, colours of 16, 24 and 32 bits
/// with any masks. Transparency over white.
inline std::optional<Image> decode_bmp(std::span<const std::uint8_t> file,
                                       const ImageLimits& limits, Fault& fault) {
  const auto broken = [&fault] { return fail(fault, "a whole BMP file", "one that breaks off"); };
  if (file.size() < 26) return broken();
  const std::size_t start = little_endian(file, 10, 4);
  const std::size_t header = little_endian(file, 14, 4);
  const bool old = header == 12;
  if (!old && (header < 40 || header > 124))
    return fail(fault, "a BMP header of 12 or 40 to 124 bytes", std::to_string(header));
  if (file.size() < 14 + header || start < 14 + header || start > file.size()) return broken();
  const auto word = [file](std::size_t at) { return little_endian(file, at, 4); };

  const auto signed_word = [&word](std::size_t at) {
    return std::int64_t{static_cast<std::int32_t>(word(at))};
  };
  const std::int64_t columns = old ? little_endian(file, 18, 2) : signed_word(18);
  const std::int64_t signed_rows = old ? little_endian(file, 20, 2) : signed_word(22);
  const bool from_top = signed_rows < 0;
  const std::int64_t rows = from_top ? -signed_rows : signed_rows;
  if (!size_allowed(columns, rows, limits, fault)) return std::nullopt;
  const auto width = static_cast<std::size_t>(columns);
  const auto height = static_cast<std::size_t>(rows);

  const std::uint32_t bits = little_endian(file, old ? 24 : 28, 2);
  const std::uint32_t compression = old ? 0 : word(30);
  const bool palette = bits == 1 || bits == 4 || bits == 8;
  const bool masked = compression == 3 && (bits == 16 || bits == 32);
  if ((compression != 0 && !masked) || (!palette && bits != 16 && bits != 24 && bits != 32))
    return fail(
        fault, "a BMP file without compression, of 1, 4, 8, 16, 24 or 32 bits",
        "compression " + std::to_string(compression) + ", " + std::to_string(bits) + " bits");
  const std::size_t stride = (width * bits + 31) / 32 * 4;
  if (stride * height > file.size() - start) return broken();

  // Red, green, blue and opacity in a pixel's bits.
  std::array<std::uint32_t, 4> masks = {0xFF0000, 0xFF00, 0xFF, 0};
  if (bits == 16) masks = {0x7C00, 0x3E0, 0x1F, 0};
  if (masked) {
    if (file.size() < 66) return broken();
    masks = {word(54), word(58), word(62), header >= 56 ? word(66) : 0};
  }
  const std::size_t entry = old ? 3 : 4;
  const std::size_t colours = old || word(46) == 0 ? std::size_t{1} << (bits & 15) : word(46);
  if (palette && (colours > 256 || colours * entry > start - 14 - header))
    return fail(fault, "a palette before the pixels", "none or a damaged one");

  Bytes pixels;
  pixels.reserve(4 * width * height);
  for (std::size_t y = 0; y < height; ++y) {
    const auto row = file.subspan(start + stride * (from_top ? y : height - 1 - y), stride);
    for (std::size_t x = 0; x < width; ++x) {
      if (palette) {
        const std::size_t bit = x * bits;
        const std::size_t index = row[bit / 8] >> (8 - bits - bit % 8) & ((1u << bits) - 1);
        if (index >= colours)
          return fail(fault, "a palette of more than " + std::to_string(index) + " colours",
                      std::to_string(colours));
        const std::uint8_t* colour = &file[14 + header + index * entry];
        pixels.insert(pixels.end(), {colour[2], colour[1], colour[0], 255});
      } else {
        const std::uint32_t pixel = little_endian(row, x * bits / 8, static_cast<int>(bits / 8));
        for (const std::uint32_t mask : masks) {
          const std::uint64_t largest = mask ? mask >> std::countr_zero(mask) : 0;
          const std::uint64_t value = mask ? (pixel & mask) >> std::countr_zero(mask) : 0;
          pixels.push_back(largest
                               ? static_cast<std::uint8_t>((255 * value + largest / 2) / largest)
                               : std::uint8_t{255});
        }
      }
    }
  }
  return over_paper(pixels.data(), static_cast<int>(width), static_cast<int>(height), 4);
}

}  // namespace angka::inline ANGKA_ISA::detail
