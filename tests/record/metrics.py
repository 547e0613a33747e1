#!/usr/bin/env python3
"""Computes the metrics of made-up predictions by their definitions in NumPy, for the tests.

Usage: metrics.py > ../recorded/metrics.hpp
"""
import sys

import numpy as np

CLASSES, ROWS = 7, 90

rng = np.random.default_rng(7)
labels = rng.integers(0, CLASSES - 1, ROWS)  # the last class never occurs
parts = rng.multinomial(64, np.ones(CLASSES) / CLASSES, ROWS)
for row, label in enumerate(labels):  # of varied confidence, right about two times of three
    likely = label if rng.random() < 0.65 else rng.integers(0, CLASSES)
    moved = parts[row] * rng.integers(0, 5) // 4
    parts[row] -= moved
    parts[row, likely] += moved.sum()
    parts[row, 0] += parts[row, 4]  # class 4 is never predicted
    parts[row, 4] = 0
p = parts / 64.0  # exact as floats, with ties

order = np.argsort(-p, axis=1, kind="stable")
predicted = order[:, 0]
confusion = np.array([[np.sum((labels == t) & (predicted == c)) for c in range(CLASSES)]
                      for t in range(CLASSES)])


def divide(a, b):
    return float(a) / float(b) if b else 0.0


scores = []
for c in range(CLASSES):
    hits = np.sum((labels == c) & (predicted == c))
    precision = divide(hits, np.sum(predicted == c))
    recall = divide(hits, np.sum(labels == c))
    scores.append((precision, recall, divide(2 * precision * recall, precision + recall)))
scores = np.array(scores)
support = np.bincount(labels, minlength=CLASSES)

confidence = p.max(axis=1)
edges = np.linspace(0, 1, 16)
counts, error = [], 0.0
for low, high in zip(edges[:-1], edges[1:]):
    inside = (confidence > low) & (confidence <= high)
    counts.append(int(inside.sum()))
    if inside.any():
        gap = abs(np.mean(predicted[inside] == labels[inside]) - np.mean(confidence[inside]))
        error += inside.mean() * gap

top = [np.mean([labels[r] in order[r, :k] for r in range(ROWS)]) for k in range(1, 6)]


def numbers(values):
    return "{" + ", ".join(repr(v) for v in np.asarray(values).tolist()) + "}"


def rows(values):
    return "{{\n" + "".join(f"    {{{numbers(v)}}},\n" for v in values) + "}}"


sys.stdout.write(f"""#pragma once

// Computed with NumPy by tests/record/metrics.py; don't edit.
// clang-format off

#include <array>

namespace recorded {{

inline constexpr int classes = {CLASSES}, images = {ROWS};

inline constexpr std::array<int, images> labels = {numbers(labels)};

/// In 64ths.
inline constexpr std::array<std::array<int, classes>, images> probabilities = {rows(parts)};

/// Rows: true class, columns: predicted.
inline constexpr std::array<std::array<int, classes>, classes> confusion = {rows(confusion)};

/// Precision, recall and F1 of each class, their mean, and their mean weighted by support.
inline constexpr std::array<std::array<double, 3>, classes> scores = {rows(scores)};
inline constexpr std::array<double, 3> macro = {numbers(scores.mean(axis=0))};
inline constexpr std::array<double, 3> weighted = {numbers(support @ scores / ROWS)};

/// For k = 1 to 5.
inline constexpr std::array<double, 5> top_k = {numbers(top)};

inline constexpr std::array<int, 15> bin_counts = {numbers(counts)};
inline constexpr double calibration_error = {error!r};

}}  // namespace recorded
""")
