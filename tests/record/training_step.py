#!/usr/bin/env python3
"""Records loss, gradients and running statistics of one training step of whole networks.

Usage: training_step.py > ../recorded/training_step.hpp     (PyTorch 2.13)
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from formula import labels, parameter, summary, values

IMAGES = 20


class Same(nn.Module):
    """Zeros around an image of `size`, the odd one at the end, for an output of ceil(size / stride)."""

    def __init__(self, size, kernel, stride):
        super().__init__()
        missing = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        self.sides = (missing // 2, missing - missing // 2) * 2

    def forward(self, x):
        return F.pad(x, self.sides)


def conv(name, size, inputs, filters, kernel, stride=1, bias=True):
    """A convolution that keeps the size, as [(name, layer)]; what has no parameters has no name."""
    return [(None, Same(size, kernel, stride)),
            (name, nn.Conv2d(inputs, filters, kernel, stride, bias=bias))]


def norm(name, channels):
    """With the settings as 32-bit floats, as angka holds them."""
    return [(name, nn.BatchNorm2d(channels, eps=float(np.float32(1e-5)),
                                  momentum=float(np.float32(0.1))))]


RELU, POOL = [(None, nn.ReLU())], [(None, nn.MaxPool2d(2))]
SIGMOID = [(None, nn.Sigmoid())]
MEAN, FLATTEN = [(None, nn.AdaptiveAvgPool2d(1))], [(None, nn.Flatten())]


def run(layers, x):
    for _, layer in layers:
        x = layer(x)
    return x


class Block(nn.Module):
    def __init__(self, main, skip=()):
        super().__init__()
        self.main, self.skip = main, skip

    def forward(self, x):
        return run(self.main, x) + run(self.skip, x)


def block(main, skip=()):
    return [(None, Block(main, skip))]


class Branches(nn.Module):
    def __init__(self, join, branches):
        super().__init__()
        self.join, self.branches = join, branches

    def forward(self, x):
        return self.join([run(branch, x) for branch in self.branches])


def concat(*branches):
    return [(None, Branches(lambda values: torch.cat(values, 1), branches))]


def multiply(*branches):
    return [(None, Branches(lambda values: values[0] * values[1], branches))]


def convs(name, size, channels):
    """The main branch of a residual block; `name` is "3.main."."""
    return (conv(name + "0", size, channels, channels, 3, bias=False) + norm(name + "1", channels) +
            RELU + conv(name + "3", size, channels, channels, 3, bias=False) +
            norm(name + "4", channels))


def dense(name, inputs, units):
    return [(name, nn.Linear(inputs, units))]


NETS = {
    "lenet5": conv("0", 28, 1, 6, 5) + RELU + POOL + [("3", nn.Conv2d(6, 16, 5))] + RELU + POOL +
    FLATTEN + dense("6", 400, 120) + RELU + dense("8", 120, 84) + RELU + dense("10", 84, 10),
    "small": conv("0", 28, 1, 32, 3) + RELU + POOL + conv("3", 14, 32, 64, 3) + RELU + POOL +
    FLATTEN + dense("6", 3136, 128) + RELU + dense("9", 128, 10),
    "residual": conv("0", 28, 1, 32, 5, 2, False) + norm("1", 32) + RELU +
    block(convs("3.main.", 14, 32)) + RELU + conv("5", 14, 32, 64, 3, 2, False) + norm("6", 64) +
    RELU + block(convs("8.main.", 7, 64)) + RELU + MEAN + FLATTEN + dense("13", 64, 10),
    "blocks": conv("0", 9, 2, 4, 3) + RELU +
    block(conv("2.main.0", 9, 4, 6, 3, 2, False) + norm("2.main.1", 6) + RELU +
          conv("2.main.3", 5, 6, 6, 3, 1, False) + norm("2.main.4", 6),
          [("2.skip.0", nn.Conv2d(4, 6, 1, 2, bias=False))] + norm("2.skip.1", 6)) + RELU +
    block(block(norm("4.main.0.main.0", 6) + RELU) + conv("4.main.1", 5, 6, 6, 3)) + MEAN +
    FLATTEN + dense("6", 6, 10),
    "inception": [("0", nn.Conv2d(2, 8, 3))] + RELU +
    concat(conv("2.0.0", 8, 8, 4, 1) + RELU,
           conv("2.1.0", 8, 8, 3, 1) + RELU + conv("2.1.2", 8, 3, 6, 3) + RELU,
           conv("2.2.0", 8, 8, 2, 1) + RELU + conv("2.2.2", 8, 2, 3, 5) + RELU,
           [(None, nn.MaxPool2d(3, 1, 1))] + conv("2.3.1", 8, 8, 3, 1) + RELU) +
    POOL + FLATTEN + dense("4", 256, 10),
    "dense_block": conv("0", 7, 2, 4, 3, bias=False) +
    concat([], norm("1.1.0", 4) + RELU + conv("1.1.2", 7, 4, 3, 3, bias=False)) +
    concat([], norm("2.1.0", 7) + RELU + conv("2.1.2", 7, 7, 3, 3, bias=False)) +
    concat([], norm("3.1.0", 10) + RELU + conv("3.1.2", 7, 10, 3, 3, bias=False)) +
    norm("4", 13) + RELU + MEAN + FLATTEN + dense("7", 13, 10),
    "squeeze": conv("0", 7, 2, 6, 3) + RELU +
    block(conv("2.main.0", 7, 6, 6, 3, bias=False) + norm("2.main.1", 6) +
          multiply([], MEAN + FLATTEN + dense("2.main.2.1.1", 6, 3) + RELU +
                   dense("2.main.2.1.3", 3, 6) + SIGMOID + [(None, nn.Unflatten(1, (6, 1, 1)))])) +
    RELU + MEAN + FLATTEN + dense("5", 6, 10),
}
INPUTS = {"blocks": (2, 9, 9), "inception": (2, 10, 10), "dense_block": (2, 7, 7),
          "squeeze": (2, 7, 7)}
LOSSES = {
    "small": dict(label_smoothing=float(np.float32(0.1)),
                  weight=torch.tensor([(c + 1) / 4 for c in range(10)], dtype=torch.float64)),
    "residual": dict(label_smoothing=float(np.float32(0.25))),
}


def named(layers):
    """All layers with parameters, in the order in which angka names them."""
    for name, layer in layers:
        if name:
            yield name, layer
        elif isinstance(layer, Block):
            yield from named(layer.main)
            yield from named(layer.skip)
        elif isinstance(layer, Branches):
            for branch in layer.branches:
                yield from named(branch)


def tensors(layers):
    for name, layer in named(layers):
        for key in ("weight", "bias", "running_mean", "running_var"):
            if getattr(layer, key, None) is not None:
                yield f"{name}.{key}", getattr(layer, key)


print("""#pragma once

// Recorded with PyTorch %s by tests/record/training_step.py; don't edit.
// clang-format off

#include <cstddef>
#include <formula.hpp>
#include <vector>

namespace recorded {

/// A parameter and the gradient by it, or a statistic and its new value.
struct Tensor {
  const char* name;
  std::vector<std::size_t> shape;
  formula::Summary summary;
};

struct Step {
  double loss;
  int correct;
  formula::Summary output;
  std::vector<Tensor> tensors;
};
""" % torch.__version__[:6])
for net, layers in NETS.items():
    for stream, (name, tensor) in enumerate(tensors(layers)):
        if "running" in name:
            continue
        tensor.data = parameter(stream, name, tuple(tensor.shape))
    for _, layer in named(layers):
        layer.double().train()
    x = values(1000, IMAGES, *INPUTS.get(net, (1, 28, 28)))
    truth = labels(1001, IMAGES, 10)
    output = run(layers, x)
    loss = F.cross_entropy(output, truth, **LOSSES.get(net, {}))
    loss.backward()
    print(f"inline const Step {net} = {{{loss.item()!r}, {(output.argmax(1) == truth).sum()}, "
          f"{summary(output)}, {{")
    for name, tensor in tensors(layers):
        shape = ", ".join(map(str, tensor.shape))
        found = tensor if "running" in name else tensor.grad
        print(f'    {{"{name}", {{{shape}}}, {summary(found)}}},')
    print("}};\n")
print("}  // namespace recorded")
