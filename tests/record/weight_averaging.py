#!/usr/bin/env python3
"""Records what torch.optim.swa_utils makes of a training: average weights, statistics by update_bn.

Usage: weight_averaging.py > ../recorded/weight_averaging.hpp     (PyTorch 2)
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, update_bn

from formula import labels, parameter, values

IMAGES, BATCH, EPOCHS, FROM, RATE = 24, 8, 5, 3, 0.125


def norm(channels):
    """With the settings as 32-bit floats, as angka holds them."""
    return nn.BatchNorm2d(channels, eps=float(np.float32(1e-5)), momentum=float(np.float32(0.1)))


net = nn.Sequential(nn.Conv2d(1, 4, 3, bias=False), norm(4), nn.ReLU(), nn.Conv2d(4, 3, 3), norm(3),
                    nn.ReLU(), nn.Flatten(), nn.Linear(12, 4)).double().train()
for stream, (name, tensor) in enumerate(net.named_parameters()):
    tensor.data = parameter(stream, name, tuple(tensor.shape))
x, truth = values(1000, IMAGES, 1, 6, 6), labels(1001, IMAGES, 4)
batches = [(x[i:i + BATCH], truth[i:i + BATCH]) for i in range(0, IMAGES, BATCH)]
optimizer, averaged = torch.optim.SGD(net.parameters(), lr=RATE), AveragedModel(net)
for epoch in range(1, EPOCHS + 1):
    for images, its in batches:
        optimizer.zero_grad()
        F.cross_entropy(net(images), its).backward()
        optimizer.step()
    if epoch >= FROM:
        averaged.update_parameters(net)
update_bn(batches, averaged)
averaged.eval()
loss = F.cross_entropy(averaged(x), truth).item()

print("""#pragma once

// Recorded with PyTorch %s by tests/record/weight_averaging.py; don't edit.
// clang-format off

#include <cstddef>
#include <vector>

namespace recorded {

struct AverageTensor {
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

inline constexpr int average_images = %d, average_batch = %d, average_epochs = %d, average_from = %d;
inline constexpr float average_rate = %r;
inline constexpr double average_loss = %r;
/// In the order of the layers: weights, biases, running means and variances.
inline const std::vector<AverageTensor> average_tensors{""" % (
    torch.__version__.split("+")[0], IMAGES, BATCH, EPOCHS, FROM, RATE, loss))
for name, tensor in averaged.module.state_dict().items():
    if name.endswith("num_batches_tracked"):
        continue
    print("    {{%s}, {%s}}," % (", ".join(map(str, tensor.shape)),
                                 ", ".join(repr(v) for v in tensor.reshape(-1).tolist())))
print("};\n\n}  // namespace recorded")
