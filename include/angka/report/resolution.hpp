#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include <angka/core/bytes.hpp>
#include <angka/data/file.hpp>

namespace angka::inline ANGKA_ISA {

/// A PNG file that says how densely it is printed: in a chunk pHYs behind its header.
/// Example: `const Bytes png = encode_png(page); with_resolution(png, 300).size() == png.size() + 21`
inline Bytes with_resolution(Bytes png, int dots_per_inch) {
  constexpr std::size_t header = 8 + 25;
  if (png.size() < header) return png;
  Bytes chunk{'p', 'H', 'Y', 's'};
  const auto append = [&chunk](std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8)
      chunk.push_back(static_cast<std::uint8_t>(number >> shift));
  };
  const auto per_metre = static_cast<std::uint32_t>(std::lround(dots_per_inch / 0.0254));
  append(per_metre);
  append(per_metre);
  chunk.push_back(1);  // a metre is the unit
  append(detail::crc32(chunk));
  chunk.insert(chunk.begin(), {0, 0, 0, 9});
  png.insert(png.begin() + header, chunk.begin(), chunk.end());
  return png;
}

}  // namespace angka::inline ANGKA_ISA
