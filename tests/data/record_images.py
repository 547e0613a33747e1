#!/usr/bin/env python3
"""Writes small images of every kind that the library reads, each with its pixels, for the tests.

Usage: record_images.py > recorded_images.hpp     (Python 3, ImageMagick 6)

PNG, BMP and PGM files are put together here, byte by byte, from pixels that are known; ImageMagick
then reads each file and must see the same. JPEG files are written and read by ImageMagick.
"""
import struct
import subprocess
import sys
import zlib


def chunk(kind, data, crc=None):
    crc = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def header(width, height, depth, kind, interlaced=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))


def pack_row(values, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", v) for v in values)
    if depth == 8:
        return bytes(values)
    bits = "".join(format(v, "0%db" % depth) for v in values)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def filtered(rows, step, first_filter):
    """Rows of bytes with PNG's five filters in turn."""
    out, above = b"", bytes(len(rows[0]))
    for n, row in enumerate(rows):
        which = (first_filter + n) % 5
        out += bytes([which])
        for i, value in enumerate(row):
            a = row[i - step] if i >= step else 0
            b = above[i]
            c = above[i - step] if i >= step else 0
            out += bytes([(value - (0, a, b, (a + b) // 2, paeth(a, b, c))[which]) & 255])
        above = row
    return out


def png(pixels, width, height, depth, kind, interlaced=False, palette=None, trns=None, level=9,
        pieces=1):
    """`pixels[y][x]`: a tuple of samples."""
    step = max(1, CHANNELS[kind] * depth // 8)
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
                  (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for n, (x0, y0, dx, dy) in enumerate(passes):
        rows = [pack_row([s for x in range(x0, width, dx) for s in pixels[y][x]], depth)
                for y in range(y0, height, dy)]
        if rows and rows[0]:
            raw += filtered(rows, step, n)
    packed = zlib.compress(raw, level)
    file = SIGNATURE + header(width, height, depth, kind, int(interlaced))
    if palette:
        file += chunk(b"PLTE", bytes(v for colour in palette for v in colour))
    if trns is not None:
        file += chunk(b"tRNS", trns)
    if pieces > 1:
        file += chunk(b"tEXt", b"Comment\0between")
    size = -(-len(packed) // pieces)
    for i in range(0, len(packed), size):
        file += chunk(b"IDAT", packed[i:i + size])
    return file + chunk(b"IEND", b"")


def over_white(value, alpha):
    return (value * alpha + 255 * (255 - alpha) + 127) // 255


def planes(colours):
    """Rows of colours (tuples of 1 or 3) to channel, row, column."""
    return bytes(colour[c] for c in range(len(colours[0][0])) for row in colours for colour in row)


def samples(width, height, depth, channels):
    return [[tuple((37 * x + 91 * y + 53 * c + 7 * x * y * (c + 1) + (x * y) ** 3) % (1 << depth)
                   for c in range(channels)) for x in range(width)] for y in range(height)]


good, broken = [], []


def add(name, width, height, colours, file):
    good.append((name, width, height, len(colours[0][0]), file, planes(colours)))


def to8(value, depth):
    return value >> 8 if depth == 16 else value * 255 // ((1 << depth) - 1)


def show(samples_of_pixel, depth):
    """A grey or RGB pixel, with or without alpha, as it looks over white."""
    values = [to8(v, depth) for v in samples_of_pixel]
    if len(values) % 2:
        return tuple(values)
    return tuple(over_white(v, values[-1]) for v in values[:-1])


def pngs():
    for kind, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (4, (8, 16)), (6, (8, 16))):
        for depth in depths:
            for interlaced, (w, h) in ((False, (7, 6)), (True, (9, 9))):
                s = samples(w, h, depth, CHANNELS[kind])
                shown = [[show(p, depth) for p in row] for row in s]
                add("png type %d depth %d%s" % (kind, depth, " interlaced" * interlaced), w, h,
                    shown, png(s, w, h, depth, kind, interlaced))
    palette = [((i * 83) % 256, (i * 47 + 5) % 256, (255 - i * 29) % 256) for i in range(256)]
    for depth, colours, opaque in ((1, 2, None), (2, 3, None), (4, 16, 5), (8, 200, None),
                                   (8, 40, 40)):
        for interlaced, (w, h) in ((False, (7, 6)), (True, (9, 9))):
            s = [[(v[0] % colours,) for v in row] for row in samples(w, h, depth, 1)]
            trns = None if opaque is None else bytes((i * 61) % 256 for i in range(opaque))
            alpha = lambda i: 255 if trns is None or i >= len(trns) else trns[i]
            shown = [[tuple(over_white(v, alpha(i)) for v in palette[i]) for (i,) in row]
                     for row in s]
            add("png palette depth %d, %d colours%s%s" % (
                depth, colours, "" if trns is None else ", transparent", " interlaced" * interlaced),
                w, h, shown, png(s, w, h, depth, 3, interlaced, palette[:colours], trns))
    for kind, depth in ((0, 4), (0, 8), (0, 16), (2, 8), (2, 16)):
        s = samples(6, 5, depth, CHANNELS[kind])
        key = s[2][3]
        shown = [[(255,) * len(p) if p == key else show(p, depth) for p in row] for row in s]
        add("png type %d depth %d, one colour transparent" % (kind, depth), 6, 5, shown,
            png(s, 6, 5, depth, kind, trns=struct.pack(">%dH" % len(key), *key)))
    s = samples(3, 2, 8, 1)
    file = png(s, 3, 2, 8, 0)
    at = file.index(b"IDAT") - 4
    add("png with an empty piece", 3, 2, s, file[:at] + chunk(b"IDAT", b"") + file[at:])
    for level in (0, 1):
        s = samples(11, 9, 8, 1)
        add("png compressed at level %d, in pieces" % level, 11, 9, s,
            png(s, 11, 9, 8, 0, level=level, pieces=3))
    for w, h in ((1, 1), (1, 5), (5, 1), (3, 2)):
        s = samples(w, h, 8, 1)
        add("png %d x %d interlaced" % (w, h), w, h, s, png(s, w, h, 8, 0, True))


def bmp(width, height, bits, rows, palette=(), info=40, masks=None, top_down=False):
    """`rows`: bytes of each row from the top, unpadded."""
    entry = 3 if info == 12 else 4
    colours = b"".join(bytes((b, g, r)) + b"\0" * (entry - 3) for r, g, b in palette)
    after = struct.pack("<3I", *masks[:3]) if masks and info == 40 else b""
    if info == 12:
        head = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        head = struct.pack("<IiiHHIIiiII", info, width, -height if top_down else height, 1, bits,
                           3 if masks else 0, 0, 2835, 2835, len(palette), 0)
        if info > 40:
            head += struct.pack("<4I", *masks) + b"\0" * (info - 56)
    pixels = b"".join(row + b"\0" * (-len(row) % 4) for row in (rows if top_down else rows[::-1]))
    start = 14 + len(head) + len(after) + len(colours)
    return (b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + head + after +
            colours + pixels)


def bmps():
    palette = [((i * 83) % 256, (i * 47 + 5) % 256, (255 - i * 29) % 256) for i in range(256)]
    for bits, colours, info in ((1, 2, 40), (4, 16, 40), (4, 9, 40), (8, 256, 40), (8, 100, 40),
                                (8, 256, 12), (1, 2, 12)):
        s = [[v[0] % colours for v in row] for row in samples(7, 5, bits, 1)]
        add("bmp palette %d bits, %d colours, header %d" % (bits, colours, info), 7, 5,
            [[palette[i] for i in row] for row in s],
            bmp(7, 5, bits, [pack_row(row, bits) for row in s], palette[:colours], info))
    for info, top_down in ((40, False), (40, True), (12, False)):
        s = samples(5, 4, 8, 3)
        rows = [b"".join(bytes(p[::-1]) for p in row) for row in s]
        add("bmp 24 bits, header %d%s" % (info, ", from the top" * top_down), 5, 4, s,
            bmp(5, 4, 24, rows, info=info, top_down=top_down))
    s = samples(5, 4, 8, 3)
    add("bmp 32 bits", 5, 4, s,
        bmp(5, 4, 32, [b"".join(bytes(p[::-1]) + b"\0" for p in row) for row in s]))
    s = samples(5, 4, 8, 4)
    shown = [[show(p, 8) for p in row] for row in s]
    rgba = [b"".join(bytes(p) for p in row) for row in s]
    for info in (56, 108, 124):
        add("bmp 32 bits with alpha, header %d" % info, 5, 4, shown,
            bmp(5, 4, 32, rgba, info=info, masks=(0xFF, 0xFF00, 0xFF0000, 0xFF000000)))
    spread = lambda v, most: (255 * v + most // 2) // most
    for name, (r, g, b), masks in (("555", (10, 5, 0), None),
                                   ("565", (11, 5, 0), (0xF800, 0x7E0, 0x1F))):
        most = (31, 63 if masks else 31, 31)
        s = [[tuple(v % (m + 1) for v, m in zip(p, most)) for p in row]
             for row in samples(5, 4, 8, 3)]
        rows = [b"".join(struct.pack("<H", p[0] << r | p[1] << g | p[2] << b) for p in row)
                for row in s]
        add("bmp 16 bits " + name, 5, 4,
            [[tuple(spread(v, m) for v, m in zip(p, most)) for p in row] for row in s],
            bmp(5, 4, 16, rows, masks=masks))


def pgms():
    for most in (255, 15, 1, 65535, 1000):
        s = [[(v[0] % (most + 1),) for v in row] for row in samples(6, 5, 16, 1)]
        shown = [[((255 * v + most // 2) // most,) for (v,) in row] for row in s]
        wide = ">H" if most > 255 else ">B"
        add("pgm P5 to %d" % most, 6, 5, shown, b"P5\n6 5\n%d\n" % most +
            b"".join(struct.pack(wide, v) for row in s for (v,) in row))
        text = "\n".join(" ".join(str(v) for (v,) in row) for row in s)
        add("pgm P2 to %d" % most, 6, 5, shown,
            ("P2 # a comment\n#another\n6\t5\n%d\n%s\n" % (most, text)).encode())


def convert(*arguments, data):
    return subprocess.run(["convert", *arguments], input=data, stdout=subprocess.PIPE,
                          check=True).stdout


def jpegs():
    w, h = 19, 17
    grey = bytes((3 * x + 7 * y + x * y // 4) % 256 for y in range(h) for x in range(w))
    colour = bytes(v for y in range(h) for x in range(w)
                   for v in (10 * x + 20, 12 * y + 30, 200 - 5 * x - 3 * y))
    for name, depth, source, options in (
            ("grey", 1, grey, []),
            ("grey progressive", 1, grey, ["-interlace", "JPEG"]),
            ("colour", 3, colour, ["-sampling-factor", "1x1"]),
            ("colour halved both ways", 3, colour, ["-sampling-factor", "2x2"]),
            ("colour halved across, progressive", 3, colour,
             ["-sampling-factor", "2x1", "-interlace", "JPEG"]),
            ("CMYK", 3, colour, ["-colorspace", "CMYK"])):
        raw = ("gray:-", "rgb:-")[depth // 2]
        file = convert("-size", "%dx%d" % (w, h), "-depth", "8", raw, *options, "-quality", "92",
                       "-strip", "jpeg:-", data=source)
        back = convert("jpeg:-", "-colorspace", "sRGB" if depth == 3 else "Gray", "-depth", "8",
                       raw, data=file)
        pixels = bytes(back[i * depth + c] for c in range(depth) for i in range(w * h))
        good.append(("jpeg " + name, w, h, depth, file, pixels))


def check():
    """ImageMagick must see the same pixels, but for its rounding."""
    for name, w, h, channels, file, pixels in good:
        kind = name.split()[0]
        if kind == "jpeg":
            continue
        back = convert(kind + ":-", "-background", "white", "-flatten", "-depth", "8",
                       "rgb:-", data=file)
        seen = [back[i * 3 + c] for c in range(3) for i in range(w * h)]
        mine = list(pixels) if channels == 3 else list(pixels) * 3
        worst = max(abs(a - b) for a, b in zip(seen, mine))
        if len(seen) != len(mine) or worst > (2 if "depth 16" in name else 1):
            print("ImageMagick sees %s otherwise, by %d" % (name, worst), file=sys.stderr)


def faults():
    row = bytes([0, 1, 2, 3])
    data = chunk(b"IDAT", zlib.compress(row * 2))
    end = chunk(b"IEND", b"")
    plte = chunk(b"PLTE", bytes(9))
    ihdr = header(3, 2, 8, 0)
    s = SIGNATURE
    for name, file in (
            ("no bytes", b""), ("one byte", b"\x89"), ("text", b"not an image\n"),
            ("the signature alone", s),
            ("no pixels", s + ihdr + end),
            ("no header", s + data + end),
            ("two headers", s + ihdr + ihdr + data + end),
            ("a chunk before the header", s + chunk(b"CgBI", b"\0" * 4) + ihdr + data + end),
            ("a header of 14 bytes", s + chunk(b"IHDR", ihdr[8:21] + b"\0") + data + end),
            ("no end", s + ihdr + data),
            ("an unknown critical chunk", s + ihdr + chunk(b"ABCD", b"x") + data + end),
            ("too few pixels", s + ihdr + chunk(b"IDAT", zlib.compress(row)) + end),
            ("compressed data of no bytes", s + ihdr + chunk(b"IDAT", b"") + end),
            ("compressed data that breaks off",
             s + ihdr + chunk(b"IDAT", zlib.compress(row * 2)[:-9]) + end),
            ("a filter that is none",
             s + ihdr + chunk(b"IDAT", zlib.compress(b"\5" + row[1:] + row)) + end),
            ("zero columns", s + header(0, 2, 8, 0) + data + end),
            ("zero rows", s + header(3, 0, 8, 0) + data + end),
            ("65535 x 65535", s + header(65535, 65535, 8, 0) + data + end),
            ("2^31 columns", s + header(1 << 31, 1, 8, 0) + data + end),
            ("2^32 - 1 rows", s + header(1, (1 << 32) - 1, 8, 0) + data + end),
            ("2^16 x 2^16, which wraps", s + header(1 << 16, 1 << 16, 8, 0) + data + end),
            ("depth 3", s + header(3, 2, 3, 0) + data + end),
            ("palette of depth 16", s + header(3, 2, 16, 3) + plte + data + end),
            ("palette of depth 0", s + header(3, 2, 0, 3) + plte + data + end),
            ("type 1", s + header(3, 2, 8, 1) + data + end),
            ("interlace 2", s + header(3, 2, 8, 0, 2) + data + end),
            ("a missing palette", s + header(3, 2, 8, 3) + data + end),
            ("a palette that breaks off", s + header(3, 2, 8, 3) + chunk(b"PLTE", bytes(10)) + data + end),
            ("an index beyond the palette", s + header(3, 2, 8, 3) + plte + data + end),
            ("an index beyond a palette of 3 with 2 bits",
             s + header(4, 1, 2, 3) + plte + chunk(b"IDAT", zlib.compress(b"\0\x1b")) + end),
            ("more opacities than colours", s + header(3, 2, 8, 3) + chunk(b"PLTE", bytes(12)) +
             chunk(b"tRNS", bytes(5)) + data + end),
            ("a bomb: 1 x 1, and 4 MB of zeros",
             s + header(1, 1, 8, 0) + chunk(b"IDAT", zlib.compress(bytes(4 << 20), 9)) + end),
    ):
        broken.append(("png: " + name, file))
    pixel = [b"\1\2\3\4"]
    ok = bmp(1, 1, 32, pixel)
    for name, file in (
            ("the two letters alone", b"BM"), ("header 41", ok[:14] + b"\x29" + ok[15:]),
            ("header of 2^31 bytes", ok[:14] + b"\0\0\0\x80" + ok[18:]),
            ("pixels before the header's end", ok[:10] + b"\x20" + ok[11:]),
            ("pixels beyond the file", ok[:10] + b"\0\0\0\x7f" + ok[14:]),
            ("zero columns", bmp(0, 1, 32, pixel)), ("negative columns", bmp(-1, 1, 32, pixel)),
            ("zero rows", bmp(1, 0, 32, pixel)), ("-2^31 rows", bmp(1, -1 << 31, 32, pixel)),
            ("65535 x 65535", bmp(65535, 65535, 32, pixel)),
            ("2^31 - 1 columns", bmp((1 << 31) - 1, 1, 1, pixel, [(0, 0, 0)] * 2)),
            ("run lengths", ok[:30] + b"\1" + ok[31:]), ("5 bits", bmp(1, 1, 5, pixel)),
            ("0 bits", bmp(1, 1, 0, pixel)),
            ("an index beyond the palette", bmp(1, 1, 8, [b"\2"], [(0, 0, 0)] * 2)),
            ("a palette of 2^32 - 1 colours", ok[:28] + b"\x08\0" + ok[30:46] + b"\xff" * 4 + ok[50:]),
            ("a missing palette", bmp(1, 1, 8, [b"\2"]))):
        broken.append(("bmp: " + name, file))
    for name, text in (
            ("the letters alone", "P5"), ("no white space", "P55 5 255 " + "x" * 25),
            ("no numbers", "P5\nwide high\n"), ("no rows", "P5\n3 0\n255\nx"),
            ("negative rows", "P5\n3 -1\n255\nxxx"), ("no largest value", "P5\n1 1\n"),
            ("largest value 0", "P5\n1 1\n0\nx"), ("largest value 65536", "P5\n1 1\n65536\nxx"),
            ("too few pixels", "P5\n3 2\n255\nxxxxx"), ("too few wide pixels", "P5\n3 1\n256\nxxxxx"),
            ("a pixel above the largest value", "P5\n1 1\n15\nx"),
            ("65535 x 65535", "P5\n65535 65535\n255\nx"),
            ("numbers of 30 digits", "P5\n%s 1\n255\nx" % ("9" * 30)),
            ("a size that wraps 2^32", "P5\n4294967297 1\n255\nx"),
            ("text with too few numbers", "P2\n3 1\n9\n1 2\n"),
            ("text with letters", "P2\n3 1\n9\n1 a 3\n"),
            ("text with a number above the largest", "P2\n3 1\n9\n1 10 3\n"),
            ("colour", "P6\n1 1\n255\nxxx"), ("an unfinished comment", "P5 #" + "x" * 20)):
        broken.append(("pgm: " + name, text.encode()))
    for name, file in (
            ("GIF", b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"),
            ("Radiance", b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\1\1\1\1"),
            ("Photoshop", b"8BPS\0\1" + bytes(20)),
            ("Targa", b"\0\0\2" + bytes(9) + b"\1\0\1\0\x18\0abc"),
            ("Softimage", b"\x53\x80\xf6\x34" + bytes(100)),
            ("a JPEG's start and end", b"\xff\xd8\xff\xd9"),
            ("a JPEG without a scan", b"\xff\xd8\xff\xfe\0\4ab\xff\xd9")):
        broken.append((name, file))


def hexed(data):
    return "\n     ".join('"%s"' % data[i:i + 44].hex() for i in range(0, max(1, len(data)), 44))


def main():
    pngs()
    bmps()
    pgms()
    jpegs()
    check()
    faults()
    print("""#pragma once

// Written by tests/data/record_images.py; don't edit.
// clang-format off

namespace recorded {

/// An image file and its pixels (channel, row, column), as hexadecimal digits.
struct ImageFile {
  const char* name;
  int width, height, channels;
  const char* file;
  const char* pixels;
};

inline constexpr ImageFile images[] = {""")
    for name, w, h, c, file, pixels in good:
        print('    {"%s", %d, %d, %d,\n     %s,\n     %s},' % (name, w, h, c, hexed(file), hexed(pixels)))
    print("""};

/// A file that is no image, or a damaged one.
struct BrokenFile {
  const char* name;
  const char* file;
};

inline constexpr BrokenFile broken[] = {""")
    for name, file in broken:
        print('    {"%s",\n     %s},' % (name, hexed(file)))
    print("""};

}  // namespace recorded""")


main()
