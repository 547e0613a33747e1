#!/usr/bin/env python3
"""Prints recorded_numpy.hpp: files that NumPy writes, of arrays that numpy_test.cpp knows.

usage: python3 tests/data/record_numpy.py >tests/data/recorded_numpy.hpp
Needs NumPy (2.4.6).
"""
import io

import numpy as np

# Three images of 2 x 2, and labels.
X = np.array([[[0, 7], [255, 9]], [[3, 4], [5, 6]], [[1, 2], [128, 254]]], np.uint8)
Y = np.array([2, 0, 1], np.uint8)
RGB = np.arange(24, dtype=np.uint8).reshape(2, 3, 2, 2)


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), version)
    return file.getvalue()


def npz(save, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def table(name, files):
    print("\nconst RecordedFile %s[] = {" % name)
    for what, content in files.items():
        content = content.hex()
        print('    {"%s",' % what)
        print("\n".join('     "%s"' % content[i:i + 90] for i in range(0, len(content), 90)) + "},")
    print("};")


print("""#pragma once

// Written by tests/data/record_numpy.py.

struct RecordedFile {
  const char* name;
  const char* hex;
};""")
table("recorded_npz", {
    "savez": npz(np.savez, x_train=X, y_train=Y, x_test=X[:1], y_test=Y[:1]),
    "savez_compressed": npz(np.savez_compressed, x_train=X, y_train=Y, x_test=X[:1], y_test=Y[:1]),
})
table("recorded_images", {
    "version 2": npy(X, (2, 0)), "version 3": npy(X, (3, 0)), "rows": npy(X.reshape(3, 4)),
    "a channel behind": npy(X[..., None]), "a channel before": npy(X[:, None]),
    **{t: npy(X.astype(t)) for t in ("u1", ">u2", "<i4", "<u8", ">i8", "<f4", ">f4", "<f8")},
    "parts of 1": npy(X / np.float32(255)),
})
table("recorded_labels", {t: npy(Y.astype(t)) for t in ("u1", "i1", "<i4", ">i8", "<f4")} |
      {"a column": npy(Y[:, None])})
table("recorded_colours", {"before": npy(RGB), "behind": npy(np.moveaxis(RGB, 1, -1))})
table("recorded_bits", {"bool": npy(X > 6)})
table("recorded_refused", {
    "found one in Fortran's order": npy(np.asfortranarray(X)),
    "found Python's objects": npy(np.array([None, 1])),
    "found type '<c8'": npy(X.astype("c8")), "found type '<f2'": npy(X.astype("f2")),
    "found type '<U1'": npy(X.astype("U1")), "found one of records": npy(np.zeros(3, "u1,f4")),
    "found -1.000000 in image 2": npy(np.where(X == 4, -1, X.astype("<i2"))),
    "found 256.000000 in image 1": npy(X.astype("<i2") + (X == 255)),
    "found nan in image 3": npy(np.where(X == 128, np.nan, X)),
    "found 0 x 2 x 2": npy(X[:0]), "found 3 x 3": npy(X.reshape(3, 4)[:, :3]), "found 12": npy(X.ravel()),
    "found 3 x 1 x 1 x 2 x 2": npy(X[:, None, None]), "found a single number": npy(np.uint8(3)),
})
table("recorded_refused_labels", {
    "found 3 x 10": npy(np.eye(10)[Y]), "found 0.500000 for image 2": npy(Y + np.array([0, 0.5, 0])),
    "found 256.000000 for image 1": npy(Y.astype("<i4") + 254 * (Y == 2)), "found 2": npy(Y[:2]),
})
