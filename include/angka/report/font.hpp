#pragma once

#include <algorithm>
#include <angka/report/outlines.hpp>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <string_view>
#include <vector>

namespace angka::inline ANGKA_ISA {

struct Point {
  double x = 0, y = 0;
};

namespace detail {

inline constexpr double font_em = 2048;          ///< in a glyph's units
inline constexpr double capital_height = 0.729;  ///< of an em

/// Takes the first character of a UTF-8 text; 0 for a byte that begins none.
inline char32_t next_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80             ? 1
                             : (first & 0xE0) == 0xC0 ? 2
                             : (first & 0xF0) == 0xE0 ? 3
                             : (first & 0xF8) == 0xF0 ? 4
                                                      : 0;
  if (length == 0 || length > text.size()) {
    text.remove_prefix(1);
    return 0;
  }
  char32_t code = length == 1 ? first : first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (byte(i) & 0x3F);
  text.remove_prefix(length);
  return code;
}

inline const Glyph& glyph_of(char32_t code) {
  const Glyph* found =
      std::lower_bound(std::begin(glyphs), std::end(glyphs), code,
                       [](const Glyph& glyph, char32_t its) { return glyph.code < its; });
  return found != std::end(glyphs) && found->code == code ? *found : glyphs[0];
}

/// How long a text is, in ems.
inline double text_ems(std::string_view text) {
  int units = 0;
  while (!text.empty()) units += glyph_of(next_character(text)).advance;
  return units / font_em;
}

/// A glyph's outline as polygons, in its units; a curve becomes so many `pieces`.
inline std::vector<std::vector<Point>> polygons(const Glyph& glyph, int pieces) {
  std::vector<std::vector<Point>> result;
  const char* at = glyph.outline.data();  // ends with a 0, as literals do
  const auto number = [&] {
    char* end = nullptr;
    const long value = std::strtol(at, &end, 10);
    at = end;
    return static_cast<double>(value);
  };
  Point pen;
  for (char command = 0; *at != 0;) {
    if (*at >= 'A' && *at <= 'Z') command = *at++;
    if (command == 'Z') continue;
    const Point from = pen;
    Point bend;
    if (command == 'Q') bend.x = number(), bend.y = number();
    if (command != 'V') pen.x = number();
    if (command != 'H') pen.y = number();
    if (command == 'M') result.emplace_back();
    for (int i = 1; command == 'Q' && i < pieces; ++i) {
      const double part = double(i) / pieces, rest = 1 - part;
      result.back().push_back(
          {rest * rest * from.x + 2 * rest * part * bend.x + part * part * pen.x,
           rest * rest * from.y + 2 * rest * part * bend.y + part * part * pen.y});
    }
    result.back().push_back(pen);
    if (command == 'M') command = 'L';
  }
  return result;
}

}  // namespace detail

}  // namespace angka::inline ANGKA_ISA
