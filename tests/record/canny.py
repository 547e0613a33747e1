#!/usr/bin/python3
"""Finds the edges of three pictures with OpenCV, for the tests.

Usage: canny.py > ../recorded/canny.hpp
"""
import sys

import cv2
import numpy as np

SIDE, LOW, HIGH = 28, 25.5, 51

rng = np.random.default_rng(5)
clouds = cv2.GaussianBlur(rng.integers(0, 256, (SIDE, SIDE), dtype=np.uint8), (7, 7), 1.2)
digit = np.zeros((SIDE, SIDE), dtype=np.uint8)
cv2.putText(digit, "5", (6, 22), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2, cv2.LINE_AA)
digit = cv2.GaussianBlur(digit, (7, 7), 1)
square = np.zeros((SIDE, SIDE), dtype=np.uint8)  # hard edges: of two equal gradients one is the edge
square[8:20, 5:21] = 200


def numbers(values):
    return "{" + ", ".join(str(int(v)) for v in values) + "}"


sys.stdout.write(f"""#pragma once

// Computed with OpenCV {cv2.__version__} by tests/record/canny.py; don't edit.
// clang-format off

#include <array>
#include <cstdint>

namespace recorded {{

inline constexpr double canny_low = {LOW}, canny_high = {HIGH};

struct Edges {{
  std::array<std::uint8_t, {SIDE * SIDE}> picture, edges;
}};
inline constexpr std::array<Edges, 3> canny{{{{
""" + ",\n".join(f"    {{{numbers(picture.flat)},\n     {numbers(cv2.Canny(picture, LOW, HIGH, L2gradient=True).flat)}}}"
                 for picture in (clouds, digit, square)) + """}};

}  // namespace recorded
""")
