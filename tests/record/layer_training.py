#!/usr/bin/env python3
"""Records trainings with frozen layers (no gradient, eval()) and groups of parameters of their own rates.

Usage: layer_training.py > ../recorded/layer_training.hpp     (PyTorch 2)
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from formula import labels, parameter, values

IMAGES, BATCH, EPOCHS, THAW = 24, 8, 3, 2


def norm(channels):
    """With the settings as 32-bit floats, as angka holds them."""
    return nn.BatchNorm2d(channels, eps=float(np.float32(1e-5)), momentum=float(np.float32(0.1)))


def single(number):
    return float(np.float32(number))


OPTIMIZERS = {"sgd": lambda groups: torch.optim.SGD(groups, lr=single(0.05), momentum=single(0.9)),
              "adamw": lambda groups: torch.optim.AdamW(groups, lr=single(0.01), eps=single(1e-8),
                                                        betas=(single(0.9), single(0.999)))}
DECAY = single(0.125)
x, truth = values(1000, IMAGES, 1, 8, 8), labels(1001, IMAGES, 4)


def train(optimizer, frozen, groups, thaw):
    """`frozen`: layers; `groups`: (rate, decay) by layer; `thaw`: whether all layers are trained after an epoch."""
    net = nn.Sequential(nn.Conv2d(1, 4, 3), norm(4), nn.ReLU(), nn.Conv2d(4, 3, 3, bias=False), norm(3),
                        nn.ReLU(), nn.Flatten(), nn.Linear(48, 5), nn.ReLU(), nn.Linear(5, 4)).double().train()
    for stream, (name, tensor) in enumerate(net.named_parameters()):
        tensor.data = parameter(stream, name, tuple(tensor.shape))
    for stream, (name, tensor) in enumerate(net.named_buffers()):
        if name.endswith("running_mean"):
            tensor.data = values(500 + stream, *tensor.shape) / 4
        if name.endswith("running_var"):
            tensor.data = 1 + values(500 + stream, *tensor.shape) / 4
    chosen = []
    for i, layer in enumerate(net):
        rate, decay = groups.get(i, (1, 1))
        if list(layer.parameters()):
            chosen.append({"params": layer.parameters(), "weight_decay": DECAY * decay, "factor": rate})
    optimizer = OPTIMIZERS[optimizer](chosen)
    for group in optimizer.param_groups:
        group["lr"] *= group["factor"]
    for epoch in range(EPOCHS):
        for i in frozen:
            melted = thaw and epoch + 1 >= THAW
            net[i].requires_grad_(melted).train(melted)
        for first in range(0, IMAGES, BATCH):
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(net(x[first:first + BATCH]), truth[first:first + BATCH]).backward()
            optimizer.step()
    net.eval()
    numbers = [v for name, tensor in net.state_dict().items() if not name.endswith("num_batches_tracked")
               for v in tensor.reshape(-1).tolist()]
    return numbers, F.cross_entropy(net(x), truth).item()


print("""#pragma once

// Recorded with PyTorch %s by tests/record/layer_training.py; don't edit.
// clang-format off

#include <vector>

namespace recorded {

/// All numbers of a network in the order of its file, and its loss, after a training.
struct Training {
  std::vector<double> numbers;
  double loss;
};

inline constexpr int training_images = %d, training_batch = %d, training_epochs = %d, training_thaw = %d;
inline constexpr float training_decay = %r;""" % (torch.__version__.split("+")[0], IMAGES, BATCH, EPOCHS, THAW, DECAY))
GROUPS = {0: (0.25, 0), 1: (0.25, 0), 4: (1, 2), 7: (0, 1), 9: (2, 0.5)}
for name, arguments in {
    "training_sgd_prefix": ("sgd", (0, 1, 2, 3), {}, False),
    "training_adamw_middle": ("adamw", (4, 7), {}, False),
    "training_adamw_groups": ("adamw", (), GROUPS, False),
    "training_sgd_groups": ("sgd", (1, 3), GROUPS, False),
    "training_adamw_thawed": ("adamw", (0, 1), {}, True),
}.items():
    numbers, loss = train(*arguments)
    print("inline const Training %s{{%s}, %r};" % (name, ", ".join("%.13g" % v for v in numbers), loss))
print("\n}  // namespace recorded")
