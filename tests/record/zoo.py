#!/usr/bin/env python3
"""Records what the networks of examples/zoo say, and a training step of each.

Usage: zoo.py > ../recorded/zoo.hpp     (PyTorch 2.13)
"""
import torch
from torch.nn import functional as F

from formula import parameter, summary, values
from zoo_nets import NETS

IMAGES = 16

print("""#pragma once

// Recorded with PyTorch %s by tests/record/zoo.py; don't edit.
// clang-format off

#include <formula.hpp>

namespace recorded {

/// A network of examples/zoo on images of stream 1000, with parameters of streams 0, 1, ..., and the
/// mean squared error from targets of stream 1001.
struct Zoo {
  int parameters, channels, height, width;
  formula::Summary output;  ///< as it predicts, with running statistics of 0 and 1
  double loss, norm;        ///< of a training step, and the length of its gradient
};
""" % torch.__version__[:6])
for make, shape in NETS.items():
    net = make().double()
    for stream, (name, tensor) in enumerate(net.named_parameters()):
        tensor.data = parameter(stream, name, tuple(tensor.shape))
    x = values(1000, IMAGES, *shape)
    with torch.no_grad():
        said = net.eval()(x)
    loss = F.mse_loss(net.train()(x), values(1001, *said.shape))
    loss.backward()
    gradient = torch.cat([p.grad.reshape(-1) for p in net.parameters()])
    sizes = (tuple(said.shape[1:]) + (1, 1))[:3]
    print("inline constexpr Zoo %s = {%d, %d, %d, %d,\n    %s,\n    %r, %r};" % (
        make.__name__, len(gradient), *sizes, summary(said), loss.item(), gradient.norm().item()))
print("\n}  // namespace recorded")
