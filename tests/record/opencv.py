#!/usr/bin/python3
"""Warps, dilates, erodes and blurs a small image with OpenCV, for the tests.

Usage: opencv.py > ../recorded/opencv.hpp
"""
import math
import sys

import cv2
import numpy as np

WIDTH, HEIGHT = 16, 12

rng = np.random.default_rng(5)
image = rng.integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint8)
size, center = (WIDTH, HEIGHT), ((WIDTH - 1) / 2, (HEIGHT - 1) / 2)
cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def affine(matrix):
    return cv2.warpAffine(image, np.array(matrix, dtype=float), size, flags=cv2.INTER_LINEAR,
                          borderMode=cv2.BORDER_CONSTANT, borderValue=0)


def morph(what, steps):
    return what(image, cross, iterations=steps, borderType=cv2.BORDER_CONSTANT, borderValue=0)


slope = math.tan(math.radians(20))
corners = np.array([[0, 0], [15, 0], [15, 11], [0, 11]], dtype=np.float32)
moved = np.array([[2, 1], [13.5, 0.5], [14, 9], [1, 10.5]], dtype=np.float32)
perspective = cv2.getPerspectiveTransform(corners, moved)

cases = {
    "rotated_10": affine(cv2.getRotationMatrix2D(center, 10, 1)),
    "rotated_minus_35_zoomed_20": affine(cv2.getRotationMatrix2D(center, -35, 1.2)),
    "shifted": affine([[1, 0, 1.5], [0, 1, -0.75]]),
    "sheared_20": affine([[1, -slope, slope * center[1]], [0, 1, 0]]),
    "perspective": cv2.warpPerspective(image, perspective, size, flags=cv2.INTER_LINEAR,
                                       borderMode=cv2.BORDER_CONSTANT, borderValue=0),
    "dilated": morph(cv2.dilate, 1),
    "dilated_twice": morph(cv2.dilate, 2),
    "eroded": morph(cv2.erode, 1),
    "eroded_twice": morph(cv2.erode, 2),
    "blurred": cv2.GaussianBlur(image, (7, 7), 1, borderType=cv2.BORDER_CONSTANT),
}


def numbers(values):
    return "{" + ", ".join(str(v) for v in values) + "}"


sys.stdout.write(f"""#pragma once

// Computed with OpenCV {cv2.__version__} by tests/record/opencv.py; don't edit.
// clang-format off

#include <cstdint>
#include <vector>

namespace recorded {{

inline constexpr int opencv_width = {WIDTH}, opencv_height = {HEIGHT};

inline const std::vector<std::uint8_t> opencv_image = {numbers(image.flat)};

/// From a pixel of the changed image to its source, from the top left pixel's center.
inline constexpr double opencv_projection[3][3] = {
    numbers(numbers(repr(float(v)) for v in row) for row in np.linalg.inv(perspective))};

inline const std::vector<std::uint8_t>
""" + ",\n".join(f"    opencv_{name} = {numbers(result.flat)}"
                 for name, result in cases.items()) + """;

}  // namespace recorded
""")
