#!/usr/bin/env python3
"""Records the loss of distillation as Hinton et al. 2015 have it, and its gradient.

Usage: distillation.py > ../recorded/distillation.hpp     (PyTorch 2)
"""
import torch
from torch.nn import functional as F

from formula import labels, summary, values

IMAGES, CLASSES = 21, 5
TRUTH = labels(7, IMAGES, CLASSES)
SHARES = (values(8, IMAGES, CLASSES) + 1) / 8


def distilled(z, temperature, weight, smoothing=0.0):
    """Of targets that are shares, not quite distributions, as the other losses' are."""
    soft = F.cross_entropy(z / temperature, SHARES, label_smoothing=smoothing)
    hard = F.cross_entropy(z, TRUTH, label_smoothing=smoothing)
    return weight * temperature ** 2 * soft + (1 - weight) * hard


print("""#pragma once

// Recorded with PyTorch %s by tests/record/distillation.py; don't edit.
// clang-format off

#include <recorded/layers.hpp>

namespace recorded {
""" % torch.__version__.split("+")[0])
for name, settings in (("distilled", (4, 0.75)), ("distilled_alone", (4, 1)),
                       ("distilled_smoothed", (0.5, 0.25, 0.25))):
    z = (values(1, IMAGES, CLASSES) * 4).requires_grad_()
    loss = distilled(z, *settings)
    loss.backward()
    print(f"inline const Loss {name} = {{{loss.item()!r}, {summary(z.grad)}}};")
print("\n}  // namespace recorded")
