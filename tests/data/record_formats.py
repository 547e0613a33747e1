#!/usr/bin/env python3
"""Prints recorded_formats.hpp: WebP and HEIC files with the pixels that were put into them.

usage: python3 tests/data/record_formats.py >tests/data/recorded_formats.hpp
Needs NumPy, Pillow, cwebp (libwebp 1.2.4) and heif-enc (libheif 1.15.1).
"""
import io
import os
import struct
import subprocess
import tempfile

import numpy as np
from PIL import Image


def picture(width, height, alpha=False):
    y, x = np.mgrid[0:height, 0:width]
    planes = [x * 255 // width, 255 - y * 255 // height, (x + y) * 255 // (width + height)]
    return np.stack(planes + [np.where(x < width // 2, 255, 0)] * alpha, -1).astype(np.uint8)


def seen(pixels):
    """Over white; channel, row, column."""
    if pixels.shape[2] == 4:
        pixels = np.where(pixels[..., 3:] == 255, pixels[..., :3], 255)
    return pixels.astype(np.uint8)


def called(program, *arguments, source, ending):
    with tempfile.TemporaryDirectory() as folder:
        into = os.path.join(folder, "out." + ending)
        given = os.path.join(folder, source[0])
        with open(given, "wb") as file:
            file.write(source[1])
        subprocess.run([program, *arguments, given, "-o", into], check=True, capture_output=True)
        with open(into, "rb") as file:
            return file.read()


def saved(pixels, kind, **options):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **options)
    return file.getvalue()


def turn_mark():
    exif = Image.Exif()
    exif[0x112] = 6
    return exif


def box(kind, content):
    return struct.pack(">I", len(content) + 8) + kind + content


def with_irot(file, quarters):
    """A HEIC file with the property that its first item is turned by so many quarters to the left, as
    cameras write it beside the mark in the EXIF data; heif-enc doesn't."""
    boxes, at = {}, 0

    def walk(at, end, path):
        while at < end:
            size, kind = struct.unpack(">I4s", file[at:at + 8])
            boxes[path + kind.decode()] = (at, size)
            inner = {b"meta": 12, b"iprp": 8}.get(kind)
            if inner:
                walk(at + inner, at + size, path + kind.decode() + "/")
            at += size

    walk(0, len(file), "")
    new = bytearray(file)

    def resize(path, by):
        at, size = boxes[path]
        new[at:at + 4] = struct.pack(">I", size + by)

    added = 10
    for path, by in (("meta", added), ("meta/iprp", added), ("meta/iprp/ipco", 9), ("meta/iprp/ipma", 1)):
        resize(path, by)
    at, _ = boxes["meta/iloc"]
    version, sizes = file[at + 8], struct.unpack(">H", file[at + 12:at + 14])[0]
    assert version == 1 and sizes == 0x4440, (version, sizes)
    at, count = at + 16, struct.unpack(">H", file[at + 14:at + 16])[0]
    for _ in range(count):
        _, method, _, base, extents = struct.unpack(">HHHIH", file[at:at + 12])
        if method == 0 and base:  # in the file; else in idat
            new[at + 6:at + 10] = struct.pack(">I", base + added)
        assert base or method != 0
        at += 12 + 8 * extents
    ipco, ipma = boxes["meta/iprp/ipco"], boxes["meta/iprp/ipma"]
    assert ipco[0] + ipco[1] == ipma[0]
    properties, at = 0, ipco[0] + 8
    while at < ipco[0] + ipco[1]:
        at += struct.unpack(">I", file[at:at + 4])[0]
        properties += 1
    primary, = struct.unpack(">H", file[boxes["meta/pitm"][0] + 12:boxes["meta/pitm"][0] + 14])
    entry = ipma[0] + 16
    while struct.unpack(">H", file[entry:entry + 2])[0] != primary:
        entry += 3 + file[entry + 2]
    end = entry + 3 + file[entry + 2]
    new[entry + 2] += 1
    new[end:end] = bytes([0x80 | properties + 1])
    new[ipma[0]:ipma[0]] = box(b"irot", bytes([quarters]))
    return bytes(new)


def main():
    webp, heic = [], []

    def add(to, name, file, pixels):
        to.append((name, pixels.shape[1], pixels.shape[0], file, pixels.transpose(2, 0, 1).tobytes()))

    small, clear = picture(11, 7), picture(12, 7, alpha=True)
    png, clear_png = saved(small, "PNG"), saved(clear, "PNG")
    exact = ("-lossless", "-exact")
    add(webp, "webp lossless", called("cwebp", *exact, source=("a.png", png), ending="webp"), small)
    add(webp, "webp lossless, transparent",
        called("cwebp", *exact, source=("a.png", clear_png), ending="webp"), seen(clear))
    add(webp, "webp lossless, turned", saved(small, "WEBP", lossless=True, exact=True, exif=turn_mark()),
        np.rot90(small, 3))
    smooth = picture(24, 16)
    add(webp, "webp lossy", called("cwebp", "-q", "95", source=("a.png", saved(smooth, "PNG")), ending="webp"), smooth)
    still = [Image.fromarray(np.full((4, 4, 3), grey, np.uint8)) for grey in (0, 255)]
    animation = io.BytesIO()
    still[0].save(animation, "WEBP", save_all=True, append_images=still[1:], lossless=True)

    quality = ("-q", "70", "-p", "chroma=444")
    smooth = picture(40, 24)
    add(heic, "heic", called("heif-enc", *quality, source=("a.png", saved(smooth, "PNG")), ending="heic"), smooth)
    jpeg = saved(smooth, "JPEG", quality=98, subsampling=0, exif=turn_mark())
    marked = called("heif-enc", *quality, source=("a.jpg", jpeg), ending="heic")
    assert b"Exif" in marked and b"irot" not in marked
    add(heic, "heic turned, and marked as turned", with_irot(marked, 3), np.rot90(smooth, 3))
    clear = picture(24, 16, alpha=True)
    add(heic, "heic transparent",
        called("heif-enc", "-q", "70", "-p", "chroma=444", source=("a.png", saved(clear, "PNG")), ending="heic"),
        seen(clear))

    def hexed(data):
        return "\n     ".join('"%s"' % data[i:i + 44].hex() for i in range(0, len(data), 44))

    print("""#pragma once

// Written by tests/data/record_formats.py; don't edit.
// clang-format off

#include "data/recorded_images.hpp"

namespace recorded {
""")
    for kind, images in (("webp", webp), ("heic", heic)):
        print("inline constexpr ImageFile %s[] = {" % kind)
        for name, width, height, file, pixels in images:
            assert len(file) <= 1024, (name, len(file))
            print('    {"%s", %d, %d, 3,\n     %s,\n     %s},' % (name, width, height, hexed(file), hexed(pixels)))
        print("};\n")
    print("inline constexpr const char* webp_animation =\n     %s;\n" % hexed(animation.getvalue()))
    print("}  // namespace recorded")


main()
