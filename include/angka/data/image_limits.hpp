#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <angka/core/bytes.hpp>
#include <angka/data/file.hpp>
#include <angka/data/pixels.hpp>

namespace angka::inline ANGKA_ISA {

/// What a picture may ask for; checked before anything is allocated.
/// Example: `CHECK_THROWS_AS(read_image("page.png", {.side = page.width - 1}), FileError);`
struct ImageLimits {
  int side = 32768;                   ///< most columns or rows
  std::size_t pixels = 1u << 26;      ///< most pixels (67 million)
  std::size_t file_bytes = 1u << 28;  ///< most bytes in the file (256 MiB)
};

namespace detail {

/// Whether a picture of this size may be decoded.
[[gnu::cold]] inline bool size_allowed(std::int64_t width, std::int64_t height,
                                       const ImageLimits& limits, Fault& fault) {
  if (width > 0 && height > 0 && width <= limits.side && height <= limits.side &&
      static_cast<std::size_t>(width * height) <= limits.pixels)
    return true;
  fail(fault,
       "1 to " + std::to_string(limits.side) + " columns and rows, and at most " +
           std::to_string(limits.pixels) + " pixels",
       std::to_string(width) + " x " + std::to_string(height));
  return false;
}

}  // namespace detail

}  // namespace angka::inline ANGKA_ISA
