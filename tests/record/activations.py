#!/usr/bin/env python3
"""Records the values after layers of a network in prediction, and the gradient of its outputs by the image.

Usage: activations.py > ../recorded/activations.hpp     (PyTorch 2)
"""
import numpy as np
import torch
from torch.nn import functional as F

from formula import parameter, summary, values

torch.set_default_dtype(torch.float64)
EPSILON, SLOPE = float(np.float32(1e-5)), float(np.float32(0.01))
MEAN, DEVIATION = torch.tensor([0.25, 0.5]), torch.tensor([0.5, 0.75])
stream = 0


def tensor(name, *shape):
    """The next of the file, as its test makes it."""
    global stream
    stream += 1
    if name.startswith("running"):
        return values(stream, *shape) / 4 + (1 if name == "running_var" else 0)
    return parameter(stream, name, shape)


def conv(outputs, inputs, kernel):
    weight, bias = tensor("weight", outputs, inputs, kernel, kernel), tensor("bias", outputs)
    return lambda x: F.conv2d(x, weight, bias, padding=kernel // 2)


def norm(channels):
    weight, bias = tensor("weight", channels), tensor("bias", channels)
    mean, variance = tensor("running_mean", channels), tensor("running_var", channels)
    return lambda x: F.batch_norm(x, mean, variance, weight, bias, False, 0, EPSILON)


def dense(outputs, inputs):
    weight, bias = tensor("weight", outputs, inputs), tensor("bias", outputs)
    return lambda x: F.linear(x, weight, bias)


conv0, main0, main1, skip0 = conv(3, 2, 3), conv(3, 3, 3), norm(3), conv(3, 3, 1)
branch0, branch1, dense6, norm7, dense9 = conv(2, 3, 1), norm(3), dense(4, 80), norm(4), dense(3, 4)
image = values(1000, 1, 2, 8, 8).requires_grad_()
kept = {}
x = conv0((image - MEAN.reshape(1, 2, 1, 1)) / DEVIATION.reshape(1, 2, 1, 1))
x = kept["at_0"] = x
x = F.max_pool2d(torch.tanh(x), 2)
kept["at_3_main"] = main1(main0(x))
x = kept["at_3"] = kept["at_3_main"] + skip0(x)
x = kept["at_5"] = torch.cat([branch0(x), branch1(x)], 1)
x = F.leaky_relu(norm7(dense6(x.flatten(1))), SLOPE)
kept["at_8"] = x
x = dense9(x)
for output in (0, 2):
    kept["gradient_%d" % output] = torch.autograd.grad(x[0, output], image, retain_graph=True)[0]

print("""#pragma once

// Recorded with PyTorch %s by tests/record/activations.py; don't edit.
// clang-format off

#include <formula.hpp>

namespace recorded {
""" % torch.__version__.split("+")[0])
for name, value in kept.items():
    print("inline const formula::Summary %s = %s;" % (name, summary(value)))
print("\n}  // namespace recorded")
