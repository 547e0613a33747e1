#pragma once

#include <cstddef>
#include <string>

#include <angka/core/definitions.hpp>
#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA::detail::text {

/// How wide `text` is when printed, if each code point of its UTF-8 is one column wide.
[[gnu::cold]] ANGKA_INLINE std::size_t display_width(const std::string& text);
[[gnu::cold]] ANGKA_INLINE std::string left(const std::string& text, std::size_t width);
[[gnu::cold]] ANGKA_INLINE std::string right(const std::string& text, std::size_t width);
[[gnu::cold]] ANGKA_INLINE std::string fixed(double value, int digits);
/// Four significant digits.
[[gnu::cold]] ANGKA_INLINE std::string brief(double value);
[[gnu::cold]] ANGKA_INLINE std::string percent(double part);

}  // namespace angka::inline ANGKA_ISA::detail::text

#if ANGKA_DEFINITIONS

#include <algorithm>
#include <cstdio>

namespace angka::inline ANGKA_ISA::detail::text {

ANGKA_INLINE std::size_t display_width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

ANGKA_INLINE std::string left(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, display_width(text)), ' ');
}

ANGKA_INLINE std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, display_width(text)), ' ') + text;
}

ANGKA_INLINE std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

ANGKA_INLINE std::string brief(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

ANGKA_INLINE std::string percent(double part) { return fixed(100 * part, 2) + "%"; }

}  // namespace angka::inline ANGKA_ISA::detail::text

#endif
