#!/usr/bin/env python3
"""safetensors files, written and read from the format's description alone, with nothing but
Python's own struct and json. The tests compare the library with both.

usage: python3 safetensors.py > ../recorded/safetensors.hpp    files and what they hold, as C++
       python3 safetensors.py read FILE                       what a file holds, as text
"""

import json
import struct
import sys

SIZES = {"F64": 8, "I64": 8, "F32": 4, "F16": 2, "BF16": 2}


def float_bits(dtype, raw):
    """The bits of the nearest float, for one element."""
    if dtype == "F32":
        return struct.unpack("<I", raw)[0]
    if dtype == "BF16":
        return struct.unpack("<I", b"\0\0" + raw)[0]
    value = struct.unpack({"F64": "<d", "I64": "<q", "F16": "<e"}[dtype], raw)[0]
    return struct.unpack("<I", struct.pack("<f", value))[0]


def write(tensors, metadata=None, in_file=None, padding=0, **dumps):
    """tensors: (name, dtype, shape, raw bytes); in_file: the order of their data."""
    offsets, data = {}, b""
    for name, _, _, raw in [tensors[i] for i in in_file or range(len(tensors))]:
        offsets[name] = [len(data), len(data) + len(raw)]
        data += raw
    header = {} if metadata is None else {"__metadata__": metadata}
    for name, dtype, shape, _ in tensors:
        header[name] = {"data_offsets": offsets[name], "shape": shape, "dtype": dtype}
    text = json.dumps(header, **dumps).encode() + b" " * padding
    return struct.pack("<Q", len(text)) + text + data


def read(path):
    def once(pairs):
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), "a key is there twice"
        return dict(pairs)

    content = open(path, "rb").read()
    (length,) = struct.unpack("<Q", content[:8])
    assert length % 8 == 0 and content[8:9] == b"{" and len(content) >= 8 + length
    header = json.loads(content[8 : 8 + length].decode("utf-8"), object_pairs_hook=once)
    data, end = content[8 + length :], 0
    for key, value in header.pop("__metadata__", {}).items():
        assert isinstance(value, str)
        print("metadata", json.dumps([key, value]))
    for name, tensor in header.items():
        assert set(tensor) == {"dtype", "shape", "data_offsets"} and tensor["dtype"] == "F32"
        begin, stop = tensor["data_offsets"]
        count = 1
        for size in tensor["shape"]:
            count *= size
        assert begin == end and stop == begin + 4 * count
        end = stop
        bits = ["%08x" % word for (word,) in struct.iter_unpack("<I", data[begin:stop])]
        print("tensor", json.dumps([name, tensor["shape"], bits]))
    assert end == len(data)


def pack(form, *values):
    return struct.pack("<%d%s" % (len(values), form), *values)


def fixtures():
    inf = float("inf")
    ramp = pack("f", 0, 1, 2, 3, 4, 5)
    odd = pack("I", 0x80000000, 0x7FC00000, 0xFFC12345, 0x7F800001, 0x7F800000, 0xFF800000, 1)
    halves = pack("e", 0, -0.0, 1, -2, 65504, 2**-14, 2**-24, -1023 * 2**-24, 1 / 3, inf, -inf)
    tiny, rounded = [2**-126, 1e-60], [1 + 2**-24, 1 + 3 * 2**-24]
    wide = pack("d", 0, -0.0, 1, 0.1, -1 / 3, *rounded, *tiny, 3.4e38, -inf)
    brain = pack("H", 0x0000, 0x8000, 0x3F80, 0xC049, 0x7F80, 0x7FC1, 0x0001)
    text = {"net": "lenet5", "quotes": 'a "b" \\ /', "lines": "1\n2\t\x01"}
    text["angka"] = "éप😀\u2028"
    several = [
        ("b.weight", "F32", [2, 3], ramp),
        ("a", "F32", [7], odd),
        ("scalar", "F32", [], pack("f", 2.5)),
        ("empty", "F32", [3, 0, 2], b""),
        ("पहला \"1\"", "F16", [11], halves),
        ("", "BF16", [7], brain),
        ("wide", "F64", [11, 1], wide),
        ("steps", "I64", [5], pack("q", 0, 1, -3, 2**24 + 1, -(2**63))),
    ]
    yield "no tensors", [], {}, write([])
    yield "no tensors, padded", [], {}, write([], padding=6)
    yield "metadata alone", [], text, write([], text)
    yield "empty metadata", several[:1], {}, write(several[:1], {})
    yield "as in Rust", several[:1], {}, write(several[:1], separators=(",", ":"))
    yield "all types", several, text, write(several, text, ensure_ascii=False)
    yield "escaped", several, text, write(several, text, padding=3)
    order = [6, 3, 0, 7, 2, 5, 4, 1]
    yield "any order", several, text, write(several, text, order, indent=1)


def c_string(text):
    plain = [32 <= byte < 127 and chr(byte) not in '"\\\\' for byte in text.encode()]
    return '"%s"' % "".join(chr(b) if p else "\\%03o" % b for b, p in zip(text.encode(), plain))


def main():
    print("#pragma once\n\n// Made by tests/record/safetensors.py; don't edit.\n")
    print("#include <cstddef>\n#include <cstdint>\n#include <map>\n#include <string>")
    print("#include <vector>\n")
    print("namespace recorded {\n")
    print("struct StoredTensor {\n  std::string name;\n  std::vector<std::size_t> shape;")
    print("  std::vector<std::uint32_t> bits;\n};\n")
    print("struct StoredFile {\n  std::string what, hex;\n  std::vector<StoredTensor> tensors;")
    print("  std::map<std::string, std::string> metadata;\n};\n")
    print("// clang-format off\ninline const std::vector<StoredFile> safetensors = {")
    for what, tensors, metadata, content in fixtures():
        digits = content.hex()
        print('  {"%s",' % what)
        for i in range(0, len(digits), 90):
            print('   "%s"' % digits[i : i + 90])
        print("   , {")
        for name, dtype, shape, raw in tensors:
            size = SIZES[dtype]
            bits = [float_bits(dtype, raw[i : i + size]) for i in range(0, len(raw), size)]
            print("    {%s," % c_string(name))
            print("     {%s}," % ", ".join(map(str, shape)))
            words = ["0x%xu" % word for word in bits]
            rows = [", ".join(words[i : i + 7]) for i in range(0, len(words), 7)]
            print("     {%s}}," % ",\n      ".join(rows))
        print("   }, {")
        for key, value in metadata.items():
            print("    {%s,\n     %s}," % (c_string(key), c_string(value)))
        print("   }},")
    print("};\n// clang-format on\n\n}  // namespace recorded")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "read":
        read(sys.argv[2])
    else:
        main()
