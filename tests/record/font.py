#!/usr/bin/env python3
"""Records the outlines of DejaVu Sans (Debian: fonts-dejavu-core) that the library's pictures use.

Usage: font.py > ../../include/angka/report/outlines.hpp     (fontTools 4)
"""
import sys

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

FILE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SIGNS = "°±²³¹·×÷µ–—‘’“”…→←↑↓≈≠≤≥−√∑Σσαβγθλπ∞⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂éèêëáàâäãåçíìîïñóòôöõøúùûüß"

font = TTFont(FILE)
glyphs, names = font.getGlyphSet(), font.getBestCmap()
assert font["head"].unitsPerEm == 2048


def entry(code, name):
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    glyphs[name].draw(pen)
    return '    {0x%04x, %d, "%s"},' % (code, glyphs[name].width, pen.getCommands())


print("""#pragma once

#include <string_view>

#include <angka/core/isa.hpp>

// The outlines of DejaVu Sans, which tests/record/font.py has taken from its file. The font is free
// for any use; its licence is in DejaVu-LICENSE beside this header.

namespace angka::inline ANGKA_ISA::detail {

/// A character of the font, of 2048 units an em: how far the next one stands, and its outline as
/// SVG has paths, of M, L, H, V, Q and Z in whole numbers, upwards from the line that it stands on.
struct Glyph {
  char32_t code;
  int advance;
  std::string_view outline;
};

/// By code; the first stands for all that are missing.
// clang-format off
inline constexpr Glyph glyphs[] = {""")
print(entry(0, ".notdef"))
for code in sorted(set(range(32, 127)) | set(map(ord, SIGNS))):
    if code not in names:
        sys.exit(f"the font lacks {code:#x}")
    print(entry(code, names[code]))
print("""};
// clang-format on

}  // namespace angka::inline ANGKA_ISA::detail""")
