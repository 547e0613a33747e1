#!/usr/bin/env python3
"""Records outputs and gradients of single layers and of losses.

Usage: layers.py > ../recorded/layers.hpp     (PyTorch 2.13)
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from formula import labels, parameter, summary, values

IMAGES = 21


def f32(x):
    """As angka holds settings."""
    return float(np.float32(x))


class Formula(nn.Module):
    """Where PyTorch itself computes in float32: nn.Hardsigmoid has a sixth so."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class InARow(nn.Module):
    """A layer of signals, on images of one row."""

    def __init__(self, layer):
        super().__init__()
        for name, tensor in layer.named_parameters():
            self.register_parameter(name, tensor)
        self.layer = [layer.double()]

    def forward(self, x):
        return self.layer[0](x.squeeze(2)).unsqueeze(2)


LAYERS = {
    "conv_dilated": ((4, 9, 10), nn.Conv2d(4, 6, 3, padding=2, dilation=2, groups=2)),
    "conv_strided": ((3, 8, 9), nn.Conv2d(3, 5, 4, stride=3, padding=1, bias=False)),
    "conv_depthwise": ((5, 7, 7), nn.Conv2d(5, 10, 3, padding=1, groups=5)),
    "conv_rectangular": ((3, 9, 12), nn.Conv2d(3, 5, (2, 5), stride=(2, 1), padding=(1, 3),
                                               dilation=(3, 2))),
    "conv_1d": ((3, 1, 20), InARow(nn.Conv1d(3, 4, 5, stride=2, padding=3, dilation=2))),
    "conv_transpose": ((4, 5, 6), nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1,
                                                     groups=2)),
    "conv_transpose_dilated": ((3, 5, 4), nn.ConvTranspose2d(3, 5, (2, 3), stride=(1, 3),
                                                             dilation=(2, 1), bias=False)),
    "max_pool_rectangular": ((3, 8, 9), nn.MaxPool2d((3, 2), stride=(1, 2), padding=(1, 0))),
    "max_pool_1d": ((3, 1, 20), InARow(nn.MaxPool1d(3, stride=2, padding=1))),
    "average_pool_rectangular": ((3, 8, 9), nn.AvgPool2d((2, 4), stride=(2, 3), padding=(0, 2))),
    "average_pool_1d": ((3, 1, 20), InARow(nn.AvgPool1d(4))),
    "separable": ((4, 9, 10), nn.Sequential(
        nn.Conv2d(4, 8, (3, 5), groups=4, padding=(1, 2), bias=False), nn.Conv2d(8, 6, 1))),
    "max_pool": ((3, 8, 9), nn.MaxPool2d(3, stride=2, padding=1)),
    "max_pool_dilated": ((2, 9, 9), nn.MaxPool2d(2, stride=1, dilation=3)),
    "average_pool": ((3, 8, 9), nn.AvgPool2d(3, stride=2, padding=1)),
    "max_pool_ceil": ((2, 8, 9), nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True)),
    "average_pool_ceil": ((2, 8, 10), nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True)),
    "average_pool_ceil_wide": ((2, 7, 8), nn.AvgPool2d(2, stride=3, ceil_mode=True)),
    "adaptive_average": ((3, 7, 10), nn.AdaptiveAvgPool2d((3, 4))),
    "adaptive_average_large": ((3, 2, 3), nn.AdaptiveAvgPool2d(5)),
    "adaptive_max": ((3, 7, 10), nn.AdaptiveMaxPool2d((3, 4))),
    "adaptive_max_large": ((3, 2, 3), nn.AdaptiveMaxPool2d(5)),
    "global_average": ((4, 5, 6), nn.AdaptiveAvgPool2d(1)),
    "global_max": ((4, 5, 6), nn.AdaptiveMaxPool2d(1)),
    "dense": ((7, 1, 1), nn.Sequential(nn.Flatten(), nn.Linear(7, 12))),
    "relu": ((2, 5, 5), nn.ReLU()),
    "leaky_relu": ((2, 5, 5), nn.LeakyReLU(f32(0.2))),
    "elu": ((2, 5, 5), nn.ELU(f32(0.7))),
    "gelu": ((2, 5, 5), nn.GELU()),
    "silu": ((2, 5, 5), nn.SiLU()),
    "sigmoid": ((2, 5, 5), nn.Sigmoid()),
    "tanh": ((2, 5, 5), nn.Tanh()),
    "relu6": ((2, 5, 5), nn.ReLU6()),
    "hard_sigmoid": ((2, 5, 5), Formula(lambda x: F.relu6(x + 3) / 6)),
    "hard_swish": ((2, 5, 5), nn.Hardswish()),
    "softplus": ((2, 5, 5), nn.Softplus()),
    "mish": ((2, 5, 5), nn.Mish()),
    "prelu": ((3, 5, 5), nn.PReLU(3)),
    "zero_pad": ((2, 4, 5), nn.ZeroPad2d((3, 4, 1, 2))),
    "crop": ((2, 7, 8), Formula(lambda x: x[:, :, 1:5, 3:6])),
    "reshape": ((6, 2, 3), Formula(lambda x: x.reshape(len(x), 3, 3, 4))),
    "channel_slice": ((7, 3, 4), Formula(lambda x: torch.split(x, (2, 3, 2), 1)[1])),
    "channel_pad": ((3, 3, 4), Formula(lambda x: F.pad(x, (0, 0, 0, 0, 2, 1)))),
    "channel_shuffle": ((6, 3, 4), nn.ChannelShuffle(3)),
    "upsample_nearest": ((2, 4, 5), nn.Upsample(scale_factor=(2, 3))),
    "upsample_bilinear": ((2, 4, 5), nn.Upsample(scale_factor=(3, 2), mode="bilinear")),
    "softmax": ((6, 2, 3), nn.Softmax(dim=1)),
    "group_norm": ((6, 4, 5), nn.GroupNorm(3, 6, eps=f32(1e-3))),
    "instance_norm": ((3, 4, 5), nn.InstanceNorm2d(3, eps=f32(1e-5), affine=True)),
    "layer_norm": ((3, 4, 5), nn.LayerNorm((3, 4, 5), eps=f32(1e-5))),
    "layer_norm_flat": ((37, 1, 1), nn.Sequential(nn.Flatten(), nn.LayerNorm(37, eps=f32(1e-3)))),
    "batch_norm": ((3, 4, 5), nn.BatchNorm2d(3, eps=f32(1e-3), momentum=f32(0.3))),
    "batch_norm_flat": ((6, 1, 1), nn.Sequential(nn.Flatten(), nn.BatchNorm1d(6, eps=f32(1e-5),
                                                                             momentum=f32(0.1)))),
}

WEIGHTS = torch.tensor([0.5, 2.0, 1.0, 3.0, 0.25], dtype=torch.float64)
TRUTH = labels(7, IMAGES, 5)
TARGETS = (values(8, IMAGES, 5) + 1) / 2
SHARES = TARGETS / 4  # a distribution need not sum to 1


def focal(z, truth, gamma):
    """By the paper's formula; PyTorch has none."""
    log_p = F.log_softmax(z, 1)
    return -(truth * (1 - log_p.exp()) ** gamma * log_p).sum(1).mean()


LOSSES = {
    "huber": lambda z: F.huber_loss(z, TARGETS, delta=f32(0.7)),
    "mean_absolute_error": lambda z: F.l1_loss(z, TARGETS),
    "kl_divergence": lambda z: F.kl_div(F.log_softmax(z, 1), SHARES, reduction="batchmean"),
    "focal": lambda z: focal(z, F.one_hot(TRUTH, 5), 2),
    "focal_targets": lambda z: focal(z, SHARES, 1.5),
    # The first three outputs say a class, the others are values, which count a quarter.
    "heads": lambda z: (F.cross_entropy(z[:, :3], SHARES[:, :3], label_smoothing=f32(0.1))
                        + F.mse_loss(z[:, 3:], SHARES[:, 3:]) / 4),
    "hinge": lambda z: F.multi_margin_loss(z, TRUTH, margin=f32(0.8)),
    "cross_entropy": lambda z: F.cross_entropy(z, TRUTH),
    "cross_entropy_smoothed": lambda z: F.cross_entropy(z, TRUTH, label_smoothing=f32(0.1)),
    "cross_entropy_weighted": lambda z: F.cross_entropy(z, TRUTH, weight=WEIGHTS),
    "cross_entropy_both": lambda z: F.cross_entropy(z, TRUTH, weight=WEIGHTS,
                                                    label_smoothing=f32(0.3)),
    "cross_entropy_targets": lambda z: F.cross_entropy(z, SHARES, weight=WEIGHTS,
                                                       label_smoothing=f32(0.1)),
    "mean_squared_error": lambda z: F.mse_loss(z, TARGETS),
    "mean_squared_error_labels": lambda z: F.mse_loss(z, F.one_hot(TRUTH, 5).double()),
    "binary_cross_entropy": lambda z: F.binary_cross_entropy_with_logits(z, TARGETS),
    "binary_cross_entropy_labels": lambda z: F.binary_cross_entropy_with_logits(
        z, F.one_hot(TRUTH, 5).double()),
}

# A class for each of 2 x 4 pixels, of which those of class -1 aren't known.
PIXELS = labels(9, IMAGES * 8, 4).reshape(IMAGES, 2, 4) - 1
SOME = WEIGHTS[:3]
PIXEL_LOSSES = {
    "pixels": (3, lambda z: F.cross_entropy(z, PIXELS.clamp(min=0))),
    "pixels_weighted": (3, lambda z: F.cross_entropy(z, PIXELS, weight=SOME, ignore_index=-1,
                                                     label_smoothing=f32(0.1))),
    "pixels_binary": (1, lambda z: F.binary_cross_entropy_with_logits(
        z.squeeze(1)[PIXELS >= 0], PIXELS[PIXELS >= 0].clamp(max=1).double())),
}

print("""#pragma once

// Recorded with PyTorch %s by tests/record/layers.py; don't edit.
// clang-format off

#include <formula.hpp>
#include <vector>

namespace recorded {

/// A layer on images of stream 1 with slopes of stream 2; parameters are streams 10, 11, ...
struct Layer {
  formula::Summary output, input_gradient;
  std::vector<formula::Summary> parameter_gradients;
  std::vector<formula::Summary> statistics;  ///< after the images of streams 1, 3 and 5
};

/// A loss of outputs of stream 1, times 4.
struct Loss {
  double loss;
  formula::Summary gradient;
};
""" % torch.__version__[:6])
for name, (shape, layer) in LAYERS.items():
    layer.double().train()
    for stream, (key, tensor) in enumerate(layer.named_parameters()):
        tensor.data = parameter(10 + stream, key, tuple(tensor.shape))
    x = (values(1, IMAGES, *shape) * 4).requires_grad_()
    y = layer(x)
    y.backward(values(2, *y.shape))
    rows = [summary(y), summary(x.grad)]
    gradients = [summary(p.grad) for p in layer.parameters()]
    for stream in (3, 5):
        layer(values(stream, IMAGES, *shape) * 4 + stream)
    statistics = [summary(b) for key, b in layer.named_buffers() if "running" in key]
    print("inline const Layer %s = {\n    %s,\n    {%s},\n    {%s}};" % (
        name, ",\n    ".join(rows), ",\n     ".join(gradients), ",\n     ".join(statistics)))
print()
for name, loss in LOSSES.items():
    z = (values(1, IMAGES, 5) * 4).requires_grad_()
    value = loss(z)
    value.backward()
    print(f"inline const Loss {name} = {{{value.item()!r},\n    {summary(z.grad)}}};")
for name, (channels, loss) in PIXEL_LOSSES.items():
    z = (values(1, IMAGES, channels, 2, 4) * 4).requires_grad_()
    value = loss(z)
    value.backward()
    print(f"inline const Loss {name} = {{{value.item()!r},\n    {summary(z.grad)}}};")
print("\n}  // namespace recorded")
