#!/usr/bin/env python3
"""Records a learning-rate range test by fastai's and Lightning's steps, for the test to compare with.

Usage: learning_rate_finder.py > ../recorded/learning_rate_finder.hpp     (PyTorch 2.13)
"""
import numpy as np
import torch
from torch import nn

from formula import labels, parameter, values

IMAGES, STEPS, LOWEST, HIGHEST, SMOOTHING = 24, 60, 1e-4, 100.0, 0.8


def as_float(x):
    """x rounded to 32 bits, since the settings are floats."""
    return float(np.float32(x))


def main():
    net = nn.Sequential(nn.Flatten(), nn.Linear(9, 6), nn.Tanh(), nn.Linear(6, 4)).double()
    with torch.no_grad():
        for stream, (name, p) in enumerate(net.named_parameters()):
            p.copy_(parameter(stream, name, p.shape))
    images, truth = values(1000, IMAGES, 1, 3, 3), labels(1001, IMAGES, 4)
    adam = torch.optim.Adam(net.parameters(), betas=(as_float(0.9), as_float(0.999)),
                            eps=as_float(1e-8))
    rates, losses, smoothed, average, best = [], [], [], 0.0, float("inf")
    for step in range(STEPS):
        rate = LOWEST * (HIGHEST / LOWEST) ** (step / (STEPS - 1))
        adam.param_groups[0]["lr"] = rate
        adam.zero_grad()
        loss = nn.functional.cross_entropy(net(images), truth)
        loss.backward()
        adam.step()
        average = SMOOTHING * average + (1 - SMOOTHING) * loss.item()
        rates.append(rate)
        losses.append(loss.item())
        smoothed.append(average / (1 - SMOOTHING ** (step + 1)))
        best = min(best, smoothed[-1])
        if smoothed[-1] > 4 * best:
            break
    first = STEPS // 10
    lowest = first + int(np.argmin(smoothed[first:]))
    slope = np.gradient(smoothed, np.log(rates))
    suggested = rates[first + int(np.argmin(slope[first:lowest + 1]))]

    def numbers(name, of):
        print(f"inline const std::vector<double> {name} = {{{', '.join(map(repr, of))}}};")

    print(f"""#pragma once

// Recorded with PyTorch {torch.__version__.split("+")[0]} by tests/record/learning_rate_finder.py; don't edit.
// clang-format off

#include <vector>

namespace recorded {{

/// {len(rates)} of {STEPS} steps, from {LOWEST} to {HIGHEST}, smoothing {SMOOTHING}; it diverged at the last.""")
    numbers("rates", rates)
    numbers("losses", losses)
    numbers("smoothed_losses", smoothed)
    print(f"""inline constexpr double suggested = {suggested!r};

}}  // namespace recorded""")


main()
