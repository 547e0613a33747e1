#!/usr/bin/env python3
"""Writes the files of corpus/, each at most 1 KB, under what must become of it.

Usage: python3 tests/fuzz/seeds.py

Images are those of tests/data/recorded_images.hpp, and some more. What a fuzzer found lies beside
them under a name that begins with "found".
"""
import json
import os
import re
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))


def write(surface, fate, files):
    folder = os.path.join(HERE, "corpus", surface, fate)
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if not name.startswith("found"):
            os.remove(os.path.join(folder, name))
    for name, content in files.items():
        assert len(content) <= 1024, (surface, name, len(content))
        with open(os.path.join(folder, re.sub("[^A-Za-z0-9.]+", "-", name)), "wb") as file:
            file.write(content)


def idx(sizes, values=b"", kind=8, order=">"):
    return bytes([0, 0, kind, len(sizes)]) + b"".join(struct.pack(order + "I", n) for n in sizes) + values


def zipped(content, level=9, strategy=zlib.Z_DEFAULT_STRATEGY):
    packer = zlib.compressobj(level, zlib.DEFLATED, 31, 9, strategy)
    return packer.compress(content) + packer.flush()


def changed(content, at, by=1):
    content = bytearray(content)
    content[at] = (content[at] + by) % 256
    return bytes(content)


MOST = 2**32 - 1
LABELS = idx([5], bytes([1, 0, 3, 2, 1]))
IMAGES = idx([5, 3, 4], bytes(4 * i + 3 for i in range(60)))


def fields(content):
    """gzip with FTEXT, FHCRC, FEXTRA, FNAME and FCOMMENT."""
    head = bytes([31, 139, 8, 31, 1, 0, 0, 0, 2, 3]) + b"\4\0abcd" + b"labels\0" + b"a comment\0"
    head += struct.pack("<H", zlib.crc32(head) & 65535)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (head + packer.compress(content) + packer.flush() +
            struct.pack("<II", zlib.crc32(content), len(content)))


def seeds_idx():
    write("idx", "accepted", {
        "images": IMAGES, "labels": LABELS, "labels as QMNIST's": idx([5, 8], struct.pack(">40I", *range(40)), kind=12),
        "labels of integers": idx([5, 1], struct.pack(">5I", 1, 0, 255, 2, 1), kind=12),
        "labels to 255": idx([5], bytes([0, 255, 7, 7, 7])),
        "images of 3 channels": idx([5, 3, 2, 2], bytes(range(60))),
        "images gzipped": zipped(IMAGES), "labels gzipped": zipped(LABELS),
        "labels in members": zipped(LABELS[:3]) + zipped(LABELS[3:10]) + zipped(b"") +
                             zipped(LABELS[10:]),
        "labels with every field": fields(LABELS),
        "large gzipped": zipped(idx([5, 100, 100], bytes(50000))),
    })
    write("idx", "refused", {
        "empty": b"", "three bytes": LABELS[:3], "text": b"some text", "trailing": IMAGES + b"x",
        "broken header": IMAGES[:10], "broken values": IMAGES[:-1],
        "little endian": idx([5, 3, 4], IMAGES[16:], order="<"),
        "reversed header": bytes([3, 8, 0, 0]) + IMAGES[4:],
        "type 9": idx([5], bytes(5), kind=9), "type float": idx([5], bytes(20), kind=13),
        "0 axes": idx([], b"x"), "2 axes": idx([5, 12], bytes(60)),
        "4 axes": idx([5, 1, 3, 4], bytes(60)), "255 axes": changed(IMAGES, 3, 252) + bytes(900),
        "no images": idx([0, 3, 4]), "no rows": idx([5, 0, 4]), "no labels": idx([0]),
        "integers of one axis": idx([5], bytes(20), kind=12),
        "integers that break off": idx([5, 8], bytes(159), kind=12),
        "a class of 256": idx([5, 1], struct.pack(">5I", 1, 0, 256, 2, 1), kind=12),
        "2^32 - 1 integers": idx([MOST, 8], b"x", kind=12),
        "six labels": idx([6], bytes(6)), "four images": idx([4, 3, 4], bytes(48)),
        "2^32 - 1": idx([MOST, MOST, MOST], b"x"), "2^32 - 1 labels": idx([MOST], b"x"),
        "product 2^32": idx([1 << 16, 1 << 16, 1], b""),
        "product 2^64": idx([4, 1 << 31, 1 << 31], b""),
        "product 2^66": idx([1 << 22, 1 << 22, 1 << 22], b""),
        "wide": zipped(idx([5, 1, 40000], bytes(200000))),
        "bomb": zipped(IMAGES + bytes(900000)),
        "2^32 - 1 gzipped": zipped(idx([MOST, MOST, MOST], b"x")),
        "gzip broken": zipped(IMAGES)[:-9], "gzip header": b"\x1f\x8b",
        "gzip checksum": changed(zipped(IMAGES), -8), "gzip length": changed(zipped(IMAGES), -4),
        "gzip twice": zipped(LABELS) + zipped(LABELS), "gzip and text": zipped(LABELS) + b"text",
        "gzip of text": zipped(b"text"), "gzip of nothing": zipped(b""),
    })
    text = b"".join(b"%d times %d is %d\n" % (i, i, i * i) for i in range(40))
    write("gzip", "accepted", {
        "text": zipped(text), "stored": zipped(text[:300], 0),
        "fixed codes": zipped(text, 9, zlib.Z_FIXED), "codes alone": zipped(text, 9, zlib.Z_HUFFMAN_ONLY),
        "nothing": zipped(b""), "every field": fields(text), "large": zipped(bytes(100000)),
    })
    write("gzip", "refused", {
        "empty": b"", "magic": b"\x1f\x8b", "text": b"text", "broken": zipped(text)[:-9],
        "checksum": changed(zipped(text), -8), "length": changed(zipped(text), -4),
        "method": changed(zipped(text), 2), "reserved flag 32": changed(zipped(text), 3, 32),
        "reserved flag 128": changed(zipped(text), 3, 128), "tail": zipped(text) + b"x",
        "a member that breaks off": zipped(text) + zipped(text)[:20],
        "block type 3": zipped(b"")[:10] + b"\x07" + bytes(8), "zlib": zlib.compress(text),
    })


def seeds_cifar():
    record = lambda label: bytes([label]) + bytes(range(48, 60))  # of 3 x 2 x 2
    write("cifar", "accepted", {"one": record(9), "three": record(0) + record(4) + record(9)})
    write("cifar", "refused", {
        "empty": b"", "a byte less": record(1)[:-1], "a byte more": record(1) + b"x", "label 10": record(1) + record(10),
        "label 255": record(255), "text": b"some text",
    })


def seeds_csv():
    write("csv", "accepted", {
        "Kaggle": b"label,pixel0,pixel1,pixel2,pixel3\n1,0,7,255,9\n0,3,4,5,6\n",
        "label last": b"0,7,255,9,1\n3,4,5,6,0", "parts of 1": b"1,0,0.5,1,0.25\n0,1e-3,0,0,.5\n",
        "Excel": b"\xef\xbb\xbfLabel;a;b;c;d\r\n1;0;7;255;9\r\n\r\n", "tabs": b"1\t0\t7\t255\t9\n",
        "pandas": b",label,a,b,c,d\n0,1,0,7,255,9\n1,0,3,4,5,6\n",
        "R": b'"a","b","c","d","class"\n0,7,255,9,"1"\n',
        "names of numbers": b"0,0.1,0.2,0.3,0.4\n1,0,7,255,9\n", "one pixel": b"2,9\n0,8\n",
    })
    write("csv", "refused", {
        "empty": b"", "lines": b"\n\n \r\n", "text": b"some text", "no rows": b"label,a,b,c,d\n",
        "no labels": b"a,b,c,d\n1,2,3,4\n", "no square": b"label,a,b\n1,2,3\n", "labels": b"label\n1\n",
        "256": b"1,0,0,0,256\n", "minus": b"1,0,0,0,-1\n", "nothing": b"1,0,0,0,\n", "nan": b"1,0,nan,0,0\n",
        "few": b"1,0,0,0,0\n1,0,0,0\n", "many": b"1,0,0,0,0\n1,0,0,0,0,0\n", "half": b"1.5,0,0,0,0\n",
        "label 256": b"256,0,0,0,0\n", "separators": b"," * 1000, "names": b"id,index,,id\n1,2,3,4\n",
        "bytes": bytes(range(256)), "quotes": b'"""""\n"', "word": b"1,0,0,0,0\n1,0,x\x01\xff\n,0,0\n",
    })


def npy(sizes, kind, values=b"", version=1, fortran="False", header=None):
    header = header or "{'descr': %s, 'fortran_order': %s, 'shape': %s, }\n" % (
        kind if kind.startswith("[") else "'%s'" % kind, fortran, sizes)
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + length + header.encode("latin-1") + values


def zip_file(members, deflated=False, large=False, comment=b"", flags=0, method=None, sizes=None):
    file, directory = b"", b""
    for name, content in members.items():
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush() if deflated else content
        facts = struct.pack("<HHHHHLLLHH", 20, flags, 8 * deflated if method is None else method, 0, 0,
                            zlib.crc32(content), len(packed), sizes or len(content), len(name), 0)
        directory += (b"PK\1\2" + struct.pack("<H", 20) + facts + struct.pack("<HHHLL", 0, 0, 0, 0, len(file)) +
                      name.encode())
        file += b"PK\3\4" + facts + name.encode() + packed
    count, at = len(members), len(file)
    end = b""
    if large:
        end = (b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, len(directory), at) +
               b"PK\6\7" + struct.pack("<LQL", 0, at + len(directory), 1))
        count, at = 65535, MOST
    return (file + directory + end + b"PK\5\6" +
            struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), at, len(comment)) + comment)


def seeds_npz():
    x, y = npy("(2, 2, 2)", "|u1", bytes([0, 7, 255, 9, 3, 4, 5, 6])), npy("(2,)", "<i4", bytes([1, 0, 0, 0] + [0] * 4))
    named = lambda x, y=y: {"x.npy": x, "y.npy": y}
    write("npz", "accepted", {
        "stored": zip_file(named(x)), "deflated": zip_file(named(x), True), "large": zip_file(named(x), large=True),
        "comment": zip_file(named(x), comment=b"a comment"),
        "with a test": zip_file({"x_train.npy": x, "y_train.npy": y, "x_test.npy": x, "y_test.npy": y}, True),
        "doubles": zip_file(named(npy("(2, 4)", "<f8", struct.pack("<8d", *range(8))))),
        "parts of 1": zip_file(named(npy("(2, 1, 2, 2)", ">f4", struct.pack(">8f", *(i / 8 for i in range(8)))))),
        "version 2": zip_file(named(npy("(2, 2, 2, 1)", "<u2", bytes(16), 2))),
        "colours": zip_file(named(npy("(2, 1, 2, 3)", "|b1", bytes(12)))), "a folder": zip_file({"a/": b"", **named(x)}),
        "much": zip_file(named(npy("(2, 300, 300)", "|u1", bytes(180000))), True),
    })
    refused = {
        "empty": b"", "end": zip_file({}), "text": zip_file({"x.npy": b"text", "y.npy": y}), "one": zip_file({"x.npy": x}),
        "password": zip_file(named(x), flags=1), "bzip2": zip_file(named(x), method=12),
        "checksum": zip_file(named(x)).replace(bytes([255, 9]), bytes([254, 9])),
        "bomb": zip_file(named(npy("(2, 2, 2)", "|u1", bytes(500000))), True),
        "a size of 2^32 - 2": zip_file(named(x), True, sizes=MOST - 1),
        "65535 members": zip_file(named(x)).replace(b"PK\5\6\0\0\0\0\2\0\2\0", b"PK\5\6\0\0\0\0\xff\xff\xff\xff"),
        "breaks off": zip_file(named(x))[:-1], "tail": zip_file(named(x)) + b"x", "before": b"x" + zip_file(named(x)),
        "a record that isn't there": zip_file(named(x), large=True).replace(b"PK\6\6", b"PK\6\5"),
        "one-hot": zip_file(named(x, npy("(2, 2)", "|u1", bytes([0, 1, 1, 0])))),
        "a label of 0.5": zip_file(named(x, npy("(2,)", "<f4", struct.pack("<2f", 0, 0.5)))),
        "a label of 2^64 - 1": zip_file(named(x, npy("(2,)", "<u8", b"\xff" * 16))),
        "three labels": zip_file(named(x, npy("(3,)", "|u1", bytes(3)))),
    }
    for what, array in {
        "Fortran": npy("(2, 2, 2)", "|u1", bytes(8), fortran="True"), "objects": npy("(2,)", "|O", b"\x80\x04."),
        "records": npy("(2,)", "[('a', '|u1')]", bytes(2)), "complex": npy("(2, 4)", "<c8", bytes(64)),
        "no type": npy("(2, 4)", "", bytes(8)), "nan": npy("(2, 4)", "<f4", b"\xff" * 32), "minus": npy("(2, 4)", "|i1", b"\xff" * 8),
        "infinite": npy("(2, 4)", ">f8", struct.pack(">8d", *[float("inf")] * 8)),
        "2^32 images": npy("(%d, 2, 2)" % 2**32, "|u1", bytes(8)), "15 digits": npy("(2, %d)" % 10**14, "|u1", bytes(8)),
        "product 2^64": npy("(2, %d, %d)" % (2**32, 2**31), "|u1", bytes(8)), "many digits": npy("(2, %d)" % 10**40, "|u1"),
        "9 axes": npy("(" + "1, " * 9 + ")", "|u1", b"x"), "no axes": npy("()", "|u1", b"x"), "none": npy("(0, 2, 2)", "|u1"),
        "minus one": npy("(-1, 2)", "|u1"), "no square": npy("(2, 3)", "|u1", bytes(6)), "a byte more": x + b"x",
        "a byte less": x[:-1], "version 4": npy("(2, 2, 2)", "|u1", bytes(8), 4), "no header": npy("", "", header=" "),
        "only a type": npy("", "", header="{'descr': '|u1'}"), "another key": npy("", "", header="{'a': 1}"),
        "no end": npy("", "", header="{'shape': (2, 2"), "a header of 2^32 - 1": b"\x93NUMPY\2\0" + b"\xff" * 20,
        "a header of commas": npy("", "", header="{" + "," * 200), "control": npy("(2,)", "\x1b[2J", bytes(2)),
    }.items():
        refused[what] = zip_file(named(array))
    write("npz", "refused", refused)


def seeds_image():
    with open(os.path.join(HERE, "..", "data", "recorded_images.hpp"), encoding="ascii") as file:
        text = file.read()
    images, broken = text.split("broken[]")
    wanted = re.compile("png type 0 depth (1|16)$|png type . depth 8 interlaced|png palette depth [14]|"
                        "depth 8, 40|one colour|in pieces|empty piece|1 x 5|bmp|pgm|jpeg")
    accepted, refused = {}, {}
    for name, content in re.findall(r'\{"([^"]+)", \d+, \d+, \d+,\s*((?:"[0-9a-f]*"\s*)+)', images):
        content = bytes.fromhex(re.sub("[^0-9a-f]", "", content))
        if wanted.search(name) and len(content) <= 1024:
            accepted[name] = content
    for name, content in re.findall(r'\{"([^"]+)",\s*((?:"[0-9a-f]*"\s*)+)', broken):
        content = bytes.fromhex(re.sub("[^0-9a-f]", "", content))
        if len(content) <= 1024:
            refused[name] = content
    # A text may lose its last digit as any list of numbers may; here that is noticed.
    for name in accepted:
        if name.startswith("pgm P2"):
            accepted[name] = re.sub(rb"\d+(\s*)$", rb"1\1", accepted[name])

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def png(width, height, depth, kind, raw, interlaced=0, palette=b""):
        return (b"\x89PNG\r\n\x1a\n" +
                chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)) +
                (chunk(b"PLTE", palette) if palette else b"") +
                chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))

    # What 1 KB can make the largest pictures of.
    for name, kind, palette in (("grey", 0, b""), ("palette", 3, b"\0\0\0\xff\xff\xff")):
        accepted["png large " + name] = png(2400, 3000, 1, kind, bytes(301 * 3000), palette=palette)
    for depth in (1, 16):
        for interlaced in (0, 1):
            refused["png told %d bits %d" % (depth, interlaced)] = png(
                2000, 4000, depth, 6 if depth == 16 else 0, b"\0", interlaced)
    jpeg = accepted["jpeg grey progressive"]
    frame = b"\xff\xc2\0\x0b\x08\0\x11\0\x13"  # 17 rows, 19 columns
    assert frame in jpeg
    refused["jpeg told large"] = jpeg.replace(frame, frame[:5] + b"\x1f\x11\x1f\x13")
    # A quarter turn, which EXIF tells; in a JPEG a second segment doesn't.
    tiff = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x112, 3, 1, 6, 0, 0)
    silent = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HI", 0, 0)
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(each) + 2) + each for each in (tiff, silent))
    accepted["jpeg turned by EXIF"] = jpeg[:2] + segments + jpeg[2:]
    plain = accepted["png type 0 depth 1"]
    accepted["png turned by EXIF"] = plain[:33] + chunk(b"eXIf", tiff[6:]) + plain[33:]
    refused["jpeg codes that are none"] = bytes.fromhex("ffd8ffc40014000300000000000000000000000000000001"
                                                        "020300ffda0008010100003f0000ffd9")
    refused["png a tail for a chunk"] = accepted["png type 0 depth 1"][:-12] + b"\0\0\0\1"
    refused["TIFF"], refused["PDF"] = b"II*\0\x08\0\0\0\0\0", b"%PDF-1.7\n"
    refused["WebP told alone"] = b"RIFF\x04\0\0\0WEBP"
    refused["HEIC told alone"] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    write("image", "accepted", accepted)
    write("image", "refused", refused)


def seeds_formats():
    with open(os.path.join(HERE, "..", "data", "recorded_formats.hpp"), encoding="ascii") as file:
        text = file.read()
    recorded = {name: bytes.fromhex(re.sub("[^0-9a-f]", "", content)) for name, content in re.findall(
        r'\{"([^"]+)", \d+, \d+, \d+,\s*((?:"[0-9a-f]*"\s*)+)', text)}
    animation = bytes.fromhex(re.sub("[^0-9a-f]", "", text.split("webp_animation =")[1]))
    of = lambda kind: {name: content for name, content in recorded.items() if name.startswith(kind)}

    lossless, lossy, marked = (recorded["webp " + name] for name in ("lossless", "lossy", "lossless, turned"))
    frame = lossy.index(b"\x9d\x01\x2a") + 3
    write("webp", "accepted", of("webp"))
    write("webp", "refused", {
        "animation": animation, "start": lossless[:12], "no chunk": b"RIFF\x04\0\0\0WEBP",
        "told longer": lossless[:4] + b"\xff" + lossless[5:], "chunk told longer": lossless[:16] + b"\xff" * 4 + lossless[20:],
        "16383 x 16383 lossless": lossless[:21] + b"\xff\xff\xff\x0f" + lossless[25:],
        "16383 x 16383 lossy": lossy[:frame] + b"\xff\x3f\xff\x3f" + lossy[frame + 4:],
        "2^24 x 2^24": marked[:24] + b"\xff" * 6 + marked[30:], "pixels that break off": lossy[:4] + struct.pack(
            "<I", len(lossy) // 2) + lossy[8:16] + struct.pack("<I", len(lossy) // 2 - 12) + lossy[20:len(lossy) // 2 + 8],
    })

    heic = recorded["heic"]
    size = b"ispe\0\0\0\0"
    refused = {"start": heic[:heic.index(b"meta") - 4], "film": heic.replace(b"ftypheic", b"ftypisom", 1),
               "no main picture": heic.replace(b"pitm", b"free"), "no properties": heic.replace(b"iprp", b"free"),
               "no places": heic.replace(b"iloc", b"free"), "no decoder": heic.replace(b"hvcC", b"free")}
    for name, side in (("0", 0), ("5000", 5000), ("2^31", 1 << 31), ("2^32 - 1", (1 << 32) - 1)):
        last = heic.rindex(size) + len(size)
        refused["told " + name] = heic[:last] + struct.pack(">II", side, side) + heic[last + 8:]
    clear = recorded["heic transparent"]
    tile = clear.index(b"\0\x0edimg\0\4\0\1\0\3") + 11
    refused["made of itself"] = clear[:tile] + b"\4" + clear[tile + 1:]
    refused["transparent as itself"] = clear[:tile] + b"\2" + clear[tile + 1:]
    write("heic", "accepted", of("heic"))
    write("heic", "refused", refused)


def tensor(name, shape, offsets, dtype="F32"):
    return '"%s":{"dtype":"%s","shape":%s,"data_offsets":%s}' % (name, dtype, shape, offsets)


def weights(header, data=b"", length=None):
    header = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def seeds_safetensors():
    a = tensor("a", "[2]", "[0,8]")
    two = "{" + a + "," + tensor("b", "[]", "[8,12]") + "}"
    eight = struct.pack("<2f", 1, -2)
    write("safetensors", "accepted", {
        "two": weights(two, eight + eight[:4]), "none": weights("{}"),
        "metadata": weights('{"__metadata__":{"net":"lenet5","":"\\u00e9\\n"},' + a + "}   ", eight),
        "any order": weights("{" + tensor("b", "[]", "[8,12]") + "," + a + "}", eight + bytes(4)),
        "empty tensors": weights("{" + tensor("e", "[0,4]", "[0,0]") + "," + a + "," +
                                 tensor("l", "[7,0]", "[8,8]") + "}", eight),
        "halves": weights("{" + tensor("h", "[6]", "[0,12]", "F16") + "," +
                          tensor("b", "[1,2]", "[12,16]", "BF16") + "}",
                          struct.pack("<8H", 0x3C00, 0x8001, 0x7C00, 0x7E01, 0, 0xFBFF, 0x3F80, 0x7FC0)),
        "doubles": weights("{" + tensor("d", "[3]", "[0,24]", "F64") + "}",
                           struct.pack("<3d", 0.5, float("inf"), 3e38)),
        "integers": weights("{" + tensor("i", "[3]", "[0,24]", "I64") + "}",
                            struct.pack("<3q", 0, -7, 2**62 + 1)),
        "not finite": weights("{" + a + "}", struct.pack("<2f", float("nan"), float("-inf"))),
    })
    refused = {
        "empty": b"", "seven bytes": bytes(7), "no header": weights("", b"", 0),
        "length 1": weights("{}", b"", 1), "length over the file": weights("{}", b"", 3),
        "length 2^63": weights("{}", b"", 2**63), "length 2^64 - 1": weights("{}", b"", 2**64 - 1),
        "list": weights("[]"), "byte of 0": weights("{}\0"), "not UTF-8": weights(b'{"\xff":1}'),
        "not JSON": weights("{,}"), "second text": weights("{} {}"), "deep": weights('{"a":' + "[" * 900),
        "deep objects": weights('{"a":' * 150), "deep metadata": weights('{"__metadata__":{"k":' + "[" * 900),
        "twice": weights("{" + a + "," + tensor("a", "[2]", "[8,16]") + "}", eight + eight),
        "metadata twice": weights('{"__metadata__":{},"__metadata__":{}}'),
        "metadata number": weights('{"__metadata__":{"k":1}}'), "unknown key": weights('{"a":{"x":1}}'),
        "fewer keys": weights('{"a":{"dtype":"F32","shape":[2]}}', eight),
        "number": weights('{"a":1}'), "negative": weights("{" + tensor("a", "[-1]", "[0,8]") + "}", eight),
        "fraction": weights("{" + tensor("a", "[1.5]", "[0,8]") + "}", eight),
        "true": weights('{"a":true}'), "null": weights('{"a":null}'), "text": weights('{"a":"b"}'),
        "list for dtype": weights('{"a":{"dtype":["F32"]}}'),
        "three offsets": weights("{" + tensor("a", "[2]", "[0,8,8]") + "}", eight),
        "one offset": weights("{" + tensor("a", "[2]", "[0]") + "}", eight),
        "65 sizes": weights("{" + tensor("a", "[" + "1," * 64 + "1]", "[0,4]") + "}", bytes(4)),
        "type I32": weights("{" + tensor("a", "[2]", "[0,8]", "I32") + "}", eight),
        "offsets reversed": weights("{" + tensor("a", "[2]", "[8,0]") + "}", eight),
        "overlap": weights("{" + a + "," + tensor("b", "[2]", "[4,12]") + "}", eight + bytes(4)),
        "hole": weights("{" + a + "," + tensor("b", "[2]", "[12,20]") + "}", eight + bytes(12)),
        "beyond the file": weights("{" + tensor("a", "[4]", "[0,16]") + "}", eight),
        "tail": weights("{" + a + "}", eight + b"PK\3\4"),
        "double too large": weights("{" + tensor("d", "[1]", "[0,8]", "F64") + "}", struct.pack("<d", 1e300)),
        "long name": weights("{" + tensor("\u0915" * 100, "[9]", "[0,4]") + "}", bytes(4)),
        "control characters": weights("{" + tensor("a\\nb\\\"", "[9]", "[0,4]") + "}", bytes(4)),
    }
    for shape in ("[18446744073709551615]", "[4294967296,4294967296]", "[9223372036854775808,2]",
                  "[0,4294967296,4294967296]", "[4611686018427387904]"):
        refused["shape " + shape] = weights("{" + tensor("a", shape, "[0,0]") + "}")
    write("safetensors", "refused", refused)


def model(drop=(), **changes):
    texts = {"angka.mean": "[0.5, 0.25]", "angka.standard_deviation": "0.125",
             "angka.layer.0.negative_slope": "0.1", "angka.layer.1.rate": "0.5",
             "angka.classes": '["no", "yes"]', "note": "anything",
             "angka.layers": '["2", "leaky_relu", "dropout", "dense"]'}
    texts.update({name.replace("__", "."): text for name, text in changes.items()})
    texts = {name: text for name, text in texts.items() if name not in drop}
    header = json.dumps({"__metadata__": texts,
                         "2.weight": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
                         "2.bias": {"dtype": "F32", "shape": [1], "data_offsets": [8, 12]}})
    return weights(header, struct.pack("<3f", 1, -2, 0.5))


def seeds_model():
    write("model", "accepted", {
        "whole": model(), "no classes": model(drop=("angka.classes",)),
        "one mean": model(angka__mean="1e-3", note="\u00e9"),
    })
    refused = {"of weights": weights("{" + tensor("2.weight", "[1,2]", "[0,8]") + "," +
                                     tensor("2.bias", "[1]", "[8,12]") + "}", bytes(12))}
    for name in ("angka.mean", "angka.standard_deviation", "angka.layer.1.rate", "angka.layers"):
        refused["without " + name] = model(drop=(name,))
    for name, texts in {"angka__mean": ("", "x", "[]", "[1,2,3]", "[1,[2]]", "null", "1e99", "[" * 400),
                        "angka__standard_deviation": ("0", "-1", "[1,0]"),
                        "angka__layer__1__rate": ("1", "-0.5", "nan", "1e999", "\"0\"", "[0]", "0 0"),
                        "angka__layer__9__rate": ("0",), "angka__layer__": ("0",), "angka__later": ("0",),
                        "angka__layers": ("no", "[]", '["2", "elu"]'),
                        "angka__classes": ("no", "[]x", "[1,2]", '["a"]', '["a","b","c"]', "{}")}.items():
        for i, text in enumerate(texts):
            refused["%s %d" % (name.replace("__", " "), i)] = model(**{name: text})
    write("model", "refused", refused)


def seeds_card():
    fields = ("title", "collected_by", "written_by", "interviewed", "when", "how", "consent", "licence",
              "derived_from", "processing", "notes")
    whole = "{\n" + ",\n".join('  "%s": "a\\n\\u00e9\\"\u00e9"' % f for f in fields) + "\n}"
    write("card", "accepted", {
        "whole": whole.encode(), "none": b" {}\n",
        "unknown": b'{"a":1,"b":{"title":"no","c":[{"when":-1.5},null,true]},"":[],"when":"w"}',
        "deep": ('{"x":' + "[" * 400 + "]" * 400 + ',"title":"t"}').encode(),
    })
    refused = {
        "empty": b"", "list": b"[]", "text": b'"title"', "number": b"3", "null": b"null",
        "byte of 0": b"{}\0", "not UTF-8": b'{"title":"\xff"}', "half of UTF-8": b'{"title":"\xc3"}',
        "half of a pair": b'{"title":"\\ud800"}', "control character": b'{"title":"\\u001b[2J"}',
        "twice": b'{"title":"a","title":"b"}', "unknown twice": b'{"x":1,"x":2}',
        "mistake in line 3": b'{\n"title":"a"\n"when":"b"}', "second text": b'{"title":"a"} {}',
        "deep": b"[" * 1000, "deep unknown": b'{"x":' + b"[" * 1000, "binary": b"\xa1\x65title\x01",
        "overlong": b'{"title":"\xc0\x80"}', "surrogate": b'{"title":"\xed\xa0\x80"}',
    }
    for value in ("7", "-7", "0.5", "null", "true", "[]", "{}", "1e999"):
        refused["title " + value] = ('{"title":%s}' % value).encode()
    write("card", "refused", refused)


SETTINGS = struct.pack("<QQ3fQfQ", 1, 3, 0.25, 0.5, 0.75, 1, 0.5, 2) + b"".join(
    struct.pack("<Q", len(name)) + name + struct.pack("<d", value)
    for name, value in ((b"1.epsilon", 1e-5), (b"2.main.0.rate", 0.5))) + b"".join(
    (struct.pack("<Q", 2), struct.pack("<Q", 4), b"relu", struct.pack("<Q", 5), b"dense"))


def checkpoint(purpose=b"seed", scalar=4, epochs=1, weights=3, slots=2, best=0, tail=b"",
               magic=b"angka checkpoint 2\n", right=True, huge=None, settings=SETTINGS):
    numbers = lambda count: struct.pack("<Q%df" % count, count, *range(1, count + 1))
    body = magic + struct.pack("<Q", len(purpose)) + purpose
    body += struct.pack("<QQQQQdd", scalar, 42, epochs, 7, 1, 0.5, 0.25)
    body += struct.pack("<Q", epochs)
    for epoch in range(1, epochs + 1):
        body += struct.pack("<QQ7d", epoch, 1, 1, 0.5, 1, 0.5, 1e-3, 2, 3)
    body += numbers(weights) + struct.pack("<Q", slots) + numbers(weights) * slots + numbers(best)
    if magic[-2:-1] != b"1":
        body += struct.pack("<QQQddd", best > 0, 20, 11, 3, 20, 0.5) + settings
    body += tail
    if huge is not None:
        body = body[:huge] + struct.pack("<Q", 2**63 - 1) + body[huge + 8:]
    return body + struct.pack("<I", zlib.crc32(body) ^ (not right))


def seeds_checkpoint():
    write("checkpoint", "accepted", {
        "one epoch": checkpoint(), "no epoch": checkpoint(epochs=0),
        "three epochs and the best weights": checkpoint(epochs=3, best=3),
        "without settings": checkpoint(settings=struct.pack("<Q", 0)),
        "first version": checkpoint(magic=b"angka checkpoint 1\n", epochs=3, best=3),
        "third version": checkpoint(magic=b"angka checkpoint 3\n", tail=struct.pack("<Q3f", 3, 1, 2, 3)),
        "fourth version": checkpoint(magic=b"angka checkpoint 4\n",
                                     tail=struct.pack("<Q3fQd", 3, 1, 2, 3, 2, 0.25)),
        "fifth version": checkpoint(magic=b"angka checkpoint 5\n",
                                    tail=struct.pack("<Q3fQdQQddQq", 3, 1, 2, 3, 2, 0.25, 1, 1, 0.5, 2, 1, 7)),
    })
    sound = checkpoint()
    end = len(sound) - 4
    refused = {
        "empty": b"", "foreign": b"PK\3\4 something else", "magic alone": sound[:19],
        "three bytes more": sound[:22], "future": checkpoint(magic=b"angka checkpoint 6\n"),
        "checksum": checkpoint(right=False), "tail": checkpoint(tail=b"tail"), "tail behind": sound + b"x",
        "broken": sound[:-20], "other purpose": checkpoint(purpose=b"other"), "double": checkpoint(scalar=8),
        "other model": checkpoint(weights=4), "other optimizer": checkpoint(slots=1),
        "other best": checkpoint(best=2), "settings that break off": checkpoint(settings=SETTINGS[:-9]),
        "normalization of 0": checkpoint(settings=struct.pack("<QQQfQQ", 1, 0, 1, 0.5, 0, 0)),
        "normalization of 17": checkpoint(settings=struct.pack("<QQ17fQfQQ", 1, 17, *range(17), 1, 0.5, 0, 0)),
    }
    for at in (19, 87, 167, 187, 195, 235, end - 127, end - 107, end - 95, end - 87, end - 62, end - 33, end - 25, end - 13):
        refused["huge number at %d" % at] = checkpoint(huge=at)
    write("checkpoint", "refused", refused)


def seeds_command_line():
    def lines(text):
        return text.replace(" ", "\n").encode() + b"\n"

    accepted = (
        "--help", "train --help --lang id", "--lang=id inspect --help", "inspect", "inspect data --card",
        "inspect data --digit 3 --index 17 --out means --seed 7 --validation 0.2 --json j --quiet",
        "inspect --new-card", "inspect --steps", "train --steps",
        "train data --out m --net small --epochs 3 --batch-size 64 --learning-rate 0.01 --optimizer adamw "
        "--schedule cosine --weight-decay 0.1 --dropout 0.25 --label-smoothing 0.1 --train-limit 500 "
        "--test other --all --threads 2 --tile 28x28",
        "train --out m --checkpoint c --resume", "train --out m --augment light,blur=0:1@0.5",
        "train --out m --augment rotate=10,shift=0.1,shift-vertical=0.2,elastic=34@0.5,elastic-sigma=5,"
        "grid=0.1,grid-cells=4,erasing=0.1,erasing-ratio=0.5:2,invert=0.5",
        "evaluate --model m --test t --threads 256", "predict --model m --show d a.png b.png",
        "augment --out d --write-dataset idx --copies 2 --balance", "augment --out d --augment strong",
        "compare --out d --seeds 2 --each", "tune --out d", "tune --out d --trials 9 --folds 5",
        "tune --out d --minutes 0.5 --net lenet5 --augment none",
        "report --out d --chapter --minutes 2 --seeds 0", "report --out it's-here", "demo --model m --out p", "export --model m --out m.onnx",
        "predict --turn 270 --least-probability 0.5 --csv c --json j a.png",
        "inspect data --labels --folds 7 --csv f --out d", "inspect data --apply f --out d --json j",
        "train --out m --ema-decay 0.99 --mixup 0.2 --cutmix 1", "train --out m --ema-decay 0 --swa 0.75",
        "train --out m --teacher a --teacher b --teacher-temperature 2 --teacher-weight 0.5",
        "evaluate --model a --model b data --versions 3", "predict --model a --model b c.png",
        "train --out m --schedule plateau --loss hinge --l1 1e-4", "compare --out d --loss focal",
    )
    refused = (
        "", "dance", "train", "train --out", "train --out a --out b", "train --out a --wings 2",
        "train --out a one two", "train --out a --json a", "train --out a --json ./a", "train b --out b",
        "evaluate", "predict --model m", "inspect --card --steps", "inspect --epochs 3",
        "train --out a --epochs 0", "train --out a --epochs 5x", "train --out a --epochs 1e999",
        "train --out a --epochs 99999999999999999999", "train --out a --learning-rate nan",
        "train --out a --learning-rate inf", "train --out a --learning-rate 0", "train --out a --dropout 1",
        "train --out a --batch-size 0", "train --out a --seed 18446744073709551616",
        "train --out a --threads 257", "train --out a --net alexnet", "train --out a --optimizer lbfgs",
        "train --out a --tile 20", "train --out a --tile 0x20", "train --out a --tile 20x99999",
        "train --out a --augment heavy", "train --out a --augment rotate",
        "train --out a --augment rotate=5,rotate=5", "train --out a --augment elastic=34@2",
        "train --out a --augment elastic=34@x", "train --out a --augment elastic-sigma=2",
        "train --out a --augment elastic=9,elastic-sigma=x", "train --out a --augment shift=nan",
        "train --out a --augment erasing=0.1,erasing-ratio=2",
        "train --out a --resume", "train --out c --checkpoint c", "compare --out a --augment none",
        "compare --out a --each --validation 0", "tune --out a --minutes 2 --trials 3",
        "tune --out a --validation 0", "report --out a --trials 3 --validation 0", "train --lang fr --out a",
        "augment augmented --out . --write-dataset idx", "predict --model m a --json a", "--lang id train",
        "predict --turn 45 a", "predict --least-probability 1.5 a", "predict --csv a a",
        "inspect --apply f", "inspect --labels --folds 1", "inspect --apply f --out f",
        "train --out a --loss focal --label-smoothing 0.1", "tune --out a --schedule plateau",
    )
    write("command_line", "accepted", {"%02d" % i: lines(text) for i, text in enumerate(accepted)})
    files = {"%02d" % i: lines(text) for i, text in enumerate(refused)}
    files["an empty value"] = b"train\n--out\n\n"
    files["bytes"] = b"train\n--out\na\n--net\n\xff\xfe\x01\n"
    write("command_line", "refused", files)


def seeds_architecture():
    block = "residual\nconv 4 3x3 same\nshortcut\nconv 4 1x1\nend\n"
    write("architecture", "accepted", {
        "convolutions": b"# three\nCONV 32 3x3 Same\nbatch norm\nrelu\nmax pool 2\nconv 8 5 padding 2 stride 2 groups 4 "
                        b"no bias # a remark\ndense 64 no bias\ndropout 0.3\n",
        "pools": b"adaptive max pool 12x14\nmax pool 2 same stride 1\naverage pool 3 padding 1\nglobal max pool\nglobal average pool\nflatten\n",
        "activations": b"relu\nleaky relu\nleaky relu 0.2\nelu 0.5\ngelu\nsilu\nsigmoid\ntanh\n",
        "blocks": ("residual\n" + block + block + "shortcut\nconv 4 1x1\nend\nconv 2 3x3 dilation 9\n").encode(),
        "windows end": b"relu\r\nmax pool 2\r\n", "rectangular": b"conv 3 3x5\ndepthwise conv 3 same\n",
        "separable and sides": b"separable conv 4 3 same depth 2 no bias\ndepthwise conv 3x1 depth 3\nzero pad 0 1 0 2\n"
                               b"crop 3 1 0 28\nmax pool 2 dilation 2x1 stride 1\n",
        "norms and borders": b"conv 4 3x3\ngroup norm 2\nzero pad 1x0\nlayer norm\ncrop 1x2\ninstance norm\n"
                             b"conv transpose 4 2x3 stride 2x1 output padding 1x0\nupsample 2x3 bilinear\nupsample 1x2\n"
                             b"adaptive average pool 5x9\nmax pool 4 ceil stride 3\n",
        "newer activations": b"hard swish\nmish\nprelu\nrelu6\nspatial dropout 0.2\nnoise\nnoise 0.5\nsoftplus\n"
                             b"reshape 2 14 28\nhard sigmoid\n",
        "branches": b"concat\nbranch\nbranch\nconv 4 3x3 same\nbranch\nmultiply\nbranch\nglobal average pool\n"
                    b"dense 1\nbranch\nend\nend\nadd\nbranch\nbranch\nrelu\nend\n",
    })
    write("architecture", "refused", {name: text.encode() for name, text in {
        "nothing": "", "remarks": "# conv 3 3x3\n", "unknown": "convolution 3\n", "more": "relu relu\n",
        "too little": "conv 3\n", "half": "max\n", "cpp": "conv 8 3x3>,system(1)\n",
        "zero": "conv 0 3x3\n", "negative": "dense -1\n", "huge": "dense 99999999999999999999\n",
        "real": "dense 1.5\n", "nan": "dropout nan\n", "one": "dropout 1\n", "infinite": "elu inf\n",
        "twice": "conv 1 3x3 same padding 1\n", "too small": "max pool 28\nmax pool 2\n",
        "groups": "conv 8 3x3 groups 3\n", "depthwise groups": "conv 4 1\ndepthwise conv 3 groups 1\n", "parameters": "dense 30000\n", "products": "conv 4096 28x28 same\n",
        "no end": "residual\nrelu\n", "no block": "end\n", "shortcut alone": "shortcut\n",
        "empty block": "residual\nend\n", "empty shortcut": "residual\nrelu\nshortcut\nend\n",
        "three sides": "zero pad 1 2 3\n", "wide": "conv 4096 1\ndepthwise conv 1 depth 4096\n",
        "images too large": "conv 4096 1\ndepthwise conv 1 depth 600 no bias\n", "cut off": "crop 14 14 0 0\n",
        "two shortcuts": "residual\nrelu\nshortcut\nrelu\nshortcut\nrelu\nend\n",
        "other shapes": "residual\nconv 3 3x3\nend\n", "deep": "residual\n" * 5 + "relu\n" + "end\n" * 5,
        "many": "relu\n" * 101, "one branch": "concat\nbranch\nrelu\nend\n", "no branch": "add\nrelu\nend\n",
        "branch alone": "branch\n", "other sizes": "concat\nbranch\nbranch\nconv 1 3x3\nend\n",
        "a factor of some": "multiply\nbranch\nbranch\nglobal max pool\ndense 2\nend\n",
        "doubled": "concat\nbranch\nbranch\nend\n" * 20}.items()})


def varint(value):
    value &= 2**64 - 1
    text = b""
    while value > 127:
        text += bytes([value & 127 | 128])
        value >>= 7
    return text + bytes([value])


def field(number, value):
    """A field of a message of Protocol Buffers."""
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def onnx_tensor(name, dims, values, kind=1):
    data = struct.pack("<%d%s" % (len(values), {7: "q", 11: "d"}.get(kind, "f")), *values)
    return (b"".join(field(1, size) for size in dims) + field(2, kind) + field(8, name) +
            field(9, data))


def onnx_node(kind, inputs, output, **attributes):
    text = b"".join(field(1, name) for name in inputs.split()) + field(2, output) + field(4, kind)
    for name, value in attributes.items():
        its = field(1, name)
        if isinstance(value, list):
            its += b"".join(field(8, each) for each in value)
        else:
            its += field({int: 3, float: 2, bytes: 5}.get(type(value), 4), value)
        text += field(5, its)
    return field(1, text)


def onnx_value(name, sizes):
    shape = b"".join(field(1, field(2 if isinstance(size, str) else 1, size)) for size in sizes)
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)))


def onnx(nodes, tensors=(), sizes=("N", 2, 4, 4), output="y", more=b""):
    graph = (b"".join(nodes) + b"".join(field(5, each) for each in tensors) +
             field(11, onnx_value("x", sizes)) + field(12, onnx_value(output, [])))
    return field(1, 8) + field(2, "by hand") + field(7, graph + more) + field(8, field(2, 18))


def seeds_onnx():
    node = onnx_node
    relu = [node("Relu", "x", "y")]
    w = onnx_tensor("w", [2, 2, 1, 1], [1, 2, 3, 4])

    def integers(name, *values):
        return onnx_tensor(name, [len(values)], values, 7)

    def one(kind, inputs="x", tensors=(), **more):
        return onnx([node(kind, inputs, "y", **more)], tensors)

    write("onnx", "accepted", {
        "relu": onnx(relu),
        "plain": onnx([node("Sub", "x m", "a"), node("Conv", "a k b", "c", pads=[1, 1, 1, 1]),
                       node("Relu", "c", "d"), node("MaxPool", "d", "e", kernel_shape=[2, 2], strides=[2, 2]),
                       node("Flatten", "e", "f"), node("Gemm", "f g h", "i", transB=1),
                       node("Softmax", "i", "y", axis=1)],
                      [onnx_tensor("m", [], [0.5]), onnx_tensor("k", [1, 2, 3, 3], list(range(18))),
                       onnx_tensor("b", [1], [1]), onnx_tensor("g", [3, 4], list(range(12))),
                       onnx_tensor("h", [3], [1, 2, 3])]),
        "shapes": onnx([node("Shape", "x", "s"), node("Gather", "s i", "g", axis=0),
                        node("Unsqueeze", "g z", "u"), node("Concat", "u o", "c", axis=0),
                        node("Reshape", "x c", "y")],
                       [onnx_tensor("i", [], [0], 7), integers("z", 0), integers("o", -1)]),
        "slices": onnx([node("ConstantOfShape", "s", "z"), node("Concat", "p z", "c", axis=0),
                        node("Reshape", "c t", "r"), node("Slice", "r b e a q", "l"),
                        node("Transpose", "l", "u", perm=[1, 0]), node("Reshape", "u o", "v"),
                        node("Cast", "v", "w", to=7), node("Pad", "x w", "y")],
                       [integers("s", 4), integers("p", 1, 2, 0, 3), integers("t", -1, 2),
                        integers("b", -1), integers("e", -9), integers("a", 0), integers("q", -1),
                        integers("o", -1)]),
        "branches": onnx([node("Conv", "x w", "a"), node("Sigmoid", "x", "b"), node("Mul", "x b", "s"),
                          node("Add", "a s", "c"), node("GlobalAveragePool", "c", "d"),
                          node("Mul", "c d", "e"), node("Concat", "c e", "y", axis=1)], [w]),
        "norms": onnx([node("Reshape", "x r", "a"), node("InstanceNormalization", "a o z", "b", epsilon=0.1),
                       node("Shape", "x", "s"), node("Reshape", "b s", "c"), node("Mul", "c m", "d"),
                       node("BatchNormalization", "d o z z o", "y", momentum=0.8)],
                      [integers("r", 0, 1, -1), onnx_tensor("o", [1], [1]), onnx_tensor("z", [1], [0]),
                       onnx_tensor("m", [2, 1, 1], [3, 4])]),
        "channels last": onnx([node("Transpose", "x", "a", perm=[0, 3, 1, 2]), node("Conv", "a w", "b"),
                               node("Transpose", "b", "c", perm=[0, 2, 3, 1]), node("Reshape", "c n", "d"),
                               node("MatMul", "d g", "y")],
                              [w, integers("n", -1, 32), onnx_tensor("g", [32, 1], [0.5] * 32)],
                              ("N", 4, 4, 2)),
        "windows": onnx([node("ConvTranspose", "x t", "a", strides=[2, 2], output_padding=[1, 1], group=2),
                         node("Conv", "a k", "b", dilations=[2, 1], group=2, pads=[0, 1, 1, 0]),
                         node("MaxPool", "b", "c", kernel_shape=[2, 2], strides=[3, 3], ceil_mode=1),
                         node("AveragePool", "c", "d", kernel_shape=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1),
                         node("Resize", "d p s", "e", mode="linear"),
                         node("Slice", "e f v g", "h"), node("MatMul", "r h", "i"), node("MatMul", "i q", "j"),
                         node("Reshape", "j l", "m"), node("Elu", "m", "n", alpha=0.5),
                         node("Clip", "n", "o", min=0.0, max=6.0), node("PRelu", "o u", "y")],
                        [onnx_tensor("t", [2, 1, 1, 1], [1, 2]), onnx_tensor("k", [4, 1, 2, 2], [1] * 16),
                         onnx_tensor("p", [0], []), onnx_tensor("s", [4], [1, 1, 2, 2]), integers("f", 1, 1),
                         integers("v", 8, 8), integers("g", 2, 3), onnx_tensor("r", [1, 7], [1 / 7] * 7),
                         onnx_tensor("q", [7, 1], [1 / 7] * 7), integers("l", 1, 1, 2, 2),
                         onnx_tensor("u", [1], [0.1])]),
        "parts": onnx([node("Split", "x s", "a", axis=1), node("Split", "x", "b", axis=-1),
                       node("Slice", "x b1 e1 a1 s1", "c"), node("Slice", "c z e1 a2 s1", "d"),
                       node("Pad", "d p", "e"), node("Reshape", "e g", "f"),
                       node("Transpose", "f", "h", perm=[0, 2, 1, 3, 4]), node("Reshape", "h r", "i"),
                       node("Gather", "i w", "j", axis=1), node("Gather", "j v", "k", axis=2),
                       node("MaxPool", "k", "y", kernel_shape=[2, 1], strides=[2, 1])],
                      [integers("s", 2), integers("b1", 1), integers("e1", 2**63 - 1), integers("a1", 2),
                       integers("s1", 1), integers("z", 0), integers("a2", 3),
                       integers("p", 0, 1, 0, 0, 0, 3, 0, 0), integers("g", -1, 2, 3, 3, 4),
                       integers("r", -1, 6, 3, 4), integers("w", 1, 2, 3), integers("v", 0, 1, 1, 2)]),
        "two outputs": onnx(relu, more=field(12, onnx_value("x", []))),
        "two inputs": onnx([node("Flatten", "x", "a"), node("Concat", "u a", "y", axis=1)],
                           more=field(11, onnx_value("u", ["N", 3]))),
        "limits": onnx([node("Clip", "x", "a", min=-1.0), node("Clip", "a", "b", min=-1.0, max=2.0),
                        node("HardSigmoid", "b", "c"), node("Selu", "c", "d"), node("Add", "d t", "e"),
                        node("Clip", "e", "f", min=0.0, max=6.0), node("Mul", "d f", "g"), node("Div", "g s", "h"),
                        node("Gather", "h i", "j", axis=1), node("Slice", "j o e1 i1 m", "y")],
                       [onnx_tensor("t", [1], [3]), onnx_tensor("s", [1], [6]), integers("i", 1, 0, 1),
                        integers("o", -1), integers("e1", -9), integers("i1", 1), integers("m", -2)]),
        "strides": onnx([node("Slice", "x z e a s", "b"), node("Slice", "b z e c s", "y")],
                        [integers("z", 0), integers("e", 2**63 - 1), integers("a", 2), integers("c", 3),
                         integers("s", 2)]),
        "strides of nothing": onnx([node("MaxPool", "x", "a", kernel_shape=[1, 1], strides=[4, 4]),
                                    node("Flatten", "a", "b"), node("Split", "b s", "y", axis=1)],
                                   [integers("s", 2)]),
        "heads": onnx([node("Softmax", "x", "a", axis=1), node("Tanh", "x", "b"), node("Concat", "a b", "y", axis=1)],
                      more=field(12, onnx_value("a", [])) + field(12, onnx_value("b", []))),
        "hard swish of conv": onnx([node("Conv", "x w", "a"), node("Add", "a t", "b"),
                                    node("Clip", "b", "c", min=0.0, max=6.0), node("Mul", "a c", "d"),
                                    node("Div", "d s", "y")],
                                   [w, onnx_tensor("t", [1], [3]), onnx_tensor("s", [1], [6])]),
        "constants": onnx([node("Constant", "", "a", value_ints=[1, -1, 2]), node("Constant", "", "b", value_int=2),
                           node("Mod", "a b", "c"), node("Neg", "c", "d"), node("Squeeze", "e", "f"),
                           node("Unsqueeze", "f z", "g"), node("Pow", "g b", "h"), node("Floor", "h", "i"),
                           node("Sqrt", "i", "j"), node("Constant", "", "k", value_float=0.5),
                           node("Mul", "j k", "l"), node("Sub", "x l", "m"), node("Div", "m k", "n"),
                           node("Add", "n k", "o"), node("Sub", "k o", "p"), node("Erf", "p", "q"),
                           node("Constant", "", "r", value=onnx_tensor("", [1], [3])), node("Mul", "o r", "s"),
                           node("Relu", "s", "y")],
                          [onnx_tensor("e", [1, 1], [3]), integers("z", 0)]),
        "types": onnx([node("Mul", "x a", "b"), node("Mul", "b c", "d"), node("Mul", "d e", "f"),
                       node("Mul", "f g", "h"), node("Mul", "h i", "j"), node("Mul", "j k", "l"),
                       node("Mul", "l m", "y")],
                      [field(1, 1) + field(2, 10) + field(8, "a") + field(9, struct.pack("<H", 0x3C00)),
                       field(1, 1) + field(2, 16) + field(8, "c") + field(9, struct.pack("<H", 0x4000)),
                       onnx_tensor("e", [1], [3], 11),
                       field(1, 1) + field(2, 6) + field(8, "g") + field(9, struct.pack("<i", -2)),
                       field(1, 1) + field(2, 9) + field(8, "i") + field(9, b"\1"),
                       field(1, 1) + field(2, 1) + field(8, "k") + field(4, struct.pack("<f", 0.5)),
                       field(1, 2) + field(1, 1) + field(1, 1) + field(2, 7) + field(8, "m") + field(7, b"\3\4")]),
    })
    huge = 2**62
    grows = [node("Concat", "x x", "a", axis=1)]
    grows += [node("Concat", c + " " + c, d, axis=1)
              for c, d in zip("abcdefghijklmnopqrstuv", "bcdefghijklmnopqrstuvy")]
    write("onnx", "refused", {
        "empty": b"", "one byte": b"\x08", "no graph": field(1, 8) + field(8, field(2, 18)),
        "no opset": onnx(relu)[:-4], "group": b"\x0b\x0c", "long varint": b"\xff" * 11,
        "length 2^64 - 1": field(1, 8) + b"\x3a" + b"\xff" * 9 + b"\1",
        "no input": onnx(relu, [onnx_tensor("x", [1], [1])]), "no nodes": onnx([], output="x"),
        "no such output": onnx(relu, output="z"), "five axes": onnx(relu, sizes=(1, 2, 3, 4, 5)),
        "an open size": onnx(relu, sizes=("N", "C", 4, 4)), "a huge size": onnx(relu, sizes=(1, 1, huge, huge)),
        "huge channels": onnx(relu, sizes=(1, huge, 1, 1)), "unknown": one("TopK"),
        "another domain": onnx([field(1, field(1, "x") + field(2, "y") + field(4, "Relu") + field(7, "com"))]),
        "unknown constants": onnx([node("RandomNormal", "", "r"), node("Add", "x r", "y")]),
        "no such value": one("Add", "x nothing"), "by itself": one("Relu", "y"),
        "weights too few": one("Conv", "x w", [onnx_tensor("w", [2, 2, 3, 3], [1, 2])]),
        "weights huge": one("Conv", "x w", [onnx_tensor("w", [huge, huge], [])]),
        "weights negative": one("Conv", "x w", [onnx_tensor("w", [-2, -1], [1, 2])]),
        "weights of texts": one("Conv", "x w", [onnx_tensor("w", [2, 2, 1, 1], [1, 2, 3, 4], 8)]),
        "weights elsewhere": one("Conv", "x w", [
            field(1, 2) + field(2, 1) + field(8, "w") + field(14, 1) +
            field(13, field(1, "location") + field(2, "/etc/passwd"))]),
        "other channels": one("Conv", "x w", [onnx_tensor("w", [1, 3, 1, 1], [1, 2, 3])]),
        "groups of 3": one("Conv", "x w", [w], group=3), "stride 0": one("Conv", "x w", [w], strides=[0, 1]),
        "stride huge": one("Conv", "x w", [w], strides=[huge, 1]),
        "one dilation": one("Conv", "x w", [w], dilations=[1]),
        "pads huge": one("Conv", "x w", [w], pads=[huge, 0, 0, 0]),
        "pads negative": one("Conv", "x w", [w], pads=[-1, 0, 0, 0]),
        "pool too large": one("MaxPool", kernel_shape=[9, 9]),
        "pool huge": one("MaxPool", kernel_shape=[huge, huge]),
        "pool of nothing": one("AveragePool", kernel_shape=[0, 0]), "no kernel": one("MaxPool"),
        "transposed huge": one("ConvTranspose", "x w", [w], strides=[30000, 30000]),
        "gemm of images": one("Gemm", "x w", [w]), "concat of rows": one("Concat", "x x", axis=2),
        "concat grows": onnx(grows), "batch": one("Reshape", "x n", [integers("n", -1, 8)]),
        "two open sizes": one("Reshape", "x n", [integers("n", -1, -1)]),
        "huge constant": onnx([node("ConstantOfShape", "n", "c"), node("Add", "x c", "y")],
                              [integers("n", huge, 4)]),
        "many constants": onnx([node("ConstantOfShape", "n", c) for c in "abcdefghij"] + relu,
                               [integers("n", 900000)]),
        "slice twice": onnx([node("Slice", "n f t a", "c"), node("Reshape", "x c", "y")],
                            [integers("n", -1, 32), integers("f", 1, 1), integers("t", 2, 2),
                             integers("a", 0, 0)]),
        "gather beyond": onnx([node("Gather", "n i", "c"), node("Reshape", "x c", "y")],
                              [integers("n", -1, 32), onnx_tensor("i", [], [7], 7)]),
        "not nested": onnx([node("Relu", "x", "a"), node("Tanh", "a", "b"), node("Add", "a b", "c"),
                            node("Add", "b c", "y")]),
        "scale by half": one("Upsample", "x s", [onnx_tensor("s", [4], [1, 1, 0.5, 0.5])]),
        "scale huge": one("Upsample", "x s", [onnx_tensor("s", [4], [1, 1, 30000, 30000])]),
        "clip": one("Clip", "x n n", [onnx_tensor("n", [], [3])]), "softmax of rows": one("Softmax", axis=2),
        "an erf": one("Erf"), "gelu by tanh": one("Gelu", approximate="tanh"),
        "swish by 2": one("Swish", alpha=2.0),
        "threshold of 1": onnx([node("Softplus", "x", "a"), node("Greater", "x t", "b"),
                                node("Where", "b x a", "y")], [onnx_tensor("t", [], [1])]),
        "pad by nothing": one("Pad", "x p v", [integers("p", *[0] * 8), onnx_tensor("v", [0], [])]),
        "nine axes": one("Add", "x w", [onnx_tensor("w", [0] * 9, [])]),
        "slice of nothing": onnx([node("Slice", "n f t a", "c"), node("Reshape", "x c", "y")],
                                 [onnx_tensor("n", [0, 2, huge], [], 7), integers("f", 2), integers("t", 2),
                                  integers("a", 1)]),
        "split beyond": one("Split", "x s", [integers("s", huge)], axis=1),
        "split backwards": one("Split", "x s", [integers("s", -1)], axis=1),
        "split beside": one("Split", axis=4), "step backwards": one("Slice", "x e z z s", [
            integers("z", 0), integers("e", -1), integers("s", -2**63)]),
        "gather before": one("Gather", "x i", [integers("i", -2**63)], axis=1),
        "clip far": one("Clip", min=-1e30, max=1e30), "hard sigmoid steep": one("HardSigmoid", alpha=1e30),
        "gather of nothing": one("Gather", "x i", [onnx_tensor("i", [0], [], 7)], axis=1),
        "gather rows": one("Gather", "x i", [integers("i", 0, 0)], axis=2),
        "channels padded huge": one("Pad", "x p", [integers("p", 0, huge, 0, 0, 0, 0, 0, 0)]),
        "relu of groups": onnx([node("Reshape", "x g", "a"), node("Relu", "a", "y")],
                               [integers("g", -1, 2, 1, 4, 4)]),
        "conv of groups": onnx([node("Reshape", "x g", "a"), node("Conv", "a w", "y", strides=[1, 1, 1])],
                               [integers("g", -1, 2, 1, 4, 4), onnx_tensor("w", [1, 2, 1, 1, 1], [1, 2])]),
        "outputs without end": onnx([node("Upsample", "x s", "y")], [onnx_tensor("s", [4], [1, 1, 1000, 1000])],
                                    more=field(12, field(1, "y")) * 70),
        "257 outputs": onnx(relu, more=field(12, b"") * 256), "257 inputs": onnx(relu, more=field(11, b"") * 256),
        "channels without end": onnx([node("GroupNormalization", "x o o", "y", num_groups=1)],
                                     [onnx_tensor("o", [1], [1])], (1, 2**26, 1, 1)),
    })


seeds_idx()
seeds_cifar()
seeds_csv()
seeds_npz()
seeds_image()
seeds_formats()
seeds_safetensors()
seeds_model()
seeds_onnx()
seeds_card()
seeds_checkpoint()
seeds_command_line()
seeds_architecture()
