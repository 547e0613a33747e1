#!/usr/bin/env python3
"""Records the weights of a network as PyTorch's state_dict and as Keras' weights, both as safetensors
files, and its outputs.

Usage: weights.py > ../recorded/weights.hpp     (PyTorch 1.13)

Keras itself isn't needed: its images are (height, width, channels), its kernels (height, width, in,
out) and (in, out). What such weights make is computed here by plain loops, and is PyTorch's output.
"""
import numpy as np
import torch
from torch import nn

import safetensors
from formula import parameter, values

IMAGES, CHANNELS, HEIGHT, WIDTH = 3, 2, 6, 8


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(CHANNELS, 3, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(3)
        self.bn2 = nn.BatchNorm1d(36)
        self.fc1 = nn.Linear(36, 5)
        self.fc2 = nn.Linear(5, 4, bias=False)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.bn1(self.conv1(x)).relu(), 2)
        return self.fc2(self.fc1(self.bn2(x.flatten(1))).relu())


def keras_weights(state):
    """From PyTorch's, by the names and shapes that Keras documents."""
    def by_pixel(tensor):  # the last axis is (channel, height, width); becomes (height, width, channel)
        image = tensor.reshape(*tensor.shape[:-1], 3, HEIGHT // 2, WIDTH // 2)
        return np.moveaxis(image, -3, -1).reshape(tensor.shape)

    keras = {"conv2d/kernel": state["conv1.weight"].transpose(2, 3, 1, 0),
             "conv2d/bias": state["conv1.bias"],
             "dense/kernel": by_pixel(state["fc1.weight"]).transpose(1, 0),
             "dense/bias": state["fc1.bias"],
             "dense_1/kernel": state["fc2.weight"].transpose(1, 0)}
    for ours, theirs in (("weight", "gamma"), ("bias", "beta"), ("running_mean", "moving_mean"),
                         ("running_var", "moving_variance")):
        keras["batch_normalization/" + theirs] = state["bn1." + ours]
        keras["batch_normalization_1/" + theirs] = by_pixel(state["bn2." + ours])
    return keras


def keras_output(weights, image):
    """Of an image[row][column][channel], in plain loops."""
    def norm(name, x, c):
        w = [float(weights[name + "/" + key][c])
             for key in ("gamma", "beta", "moving_mean", "moving_variance")]
        return w[0] * (x - w[2]) / (w[3] + 1e-5) ** 0.5 + w[1]

    kernel = weights["conv2d/kernel"]
    convolved = np.zeros((HEIGHT, WIDTH, 3))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            for o in range(3):
                total = float(weights["conv2d/bias"][o])
                for u in range(3):
                    for v in range(3):
                        row, column = y + u - 1, x + v - 1
                        if 0 <= row < HEIGHT and 0 <= column < WIDTH:
                            for i in range(CHANNELS):
                                total += float(kernel[u, v, i, o]) * image[row][column][i]
                convolved[y, x, o] = max(norm("batch_normalization", total, o), 0)
    flat = []
    for y in range(0, HEIGHT, 2):
        for x in range(0, WIDTH, 2):
            for c in range(3):
                flat.append(max(convolved[y + u, x + v, c] for u in (0, 1) for v in (0, 1)))
    flat = [norm("batch_normalization_1", x, i) for i, x in enumerate(flat)]
    hidden = [max(float(weights["dense/bias"][o]) +
                  sum(x * float(weights["dense/kernel"][i, o]) for i, x in enumerate(flat)), 0)
              for o in range(5)]
    return [sum(x * float(weights["dense_1/kernel"][i, o]) for i, x in enumerate(hidden))
            for o in range(4)]


def write(name, tensors):
    dtypes = {"float32": "F32", "int64": "I64"}
    content = safetensors.write([(key, dtypes[str(t.dtype)], list(t.shape), t.tobytes())
                                 for key, t in tensors.items()]).hex()
    print("inline const std::string %s =" % name)
    print("\n".join('    "%s"' % content[i:i + 92] for i in range(0, len(content), 92)) + ";\n")


def main():
    net = Net().eval()
    for stream, (key, tensor) in enumerate(net.state_dict().items()):
        if key.endswith("num_batches_tracked"):
            tensor.fill_(1000 + stream)
            continue
        tensor.copy_(parameter(stream, key, tuple(tensor.shape)))
        if key.endswith("running_var"):
            tensor += 1
    state = {key: tensor.numpy().copy() for key, tensor in net.state_dict().items()}
    keras = {key: np.ascontiguousarray(tensor) for key, tensor in keras_weights(state).items()}
    images = values(1000, IMAGES, CHANNELS, HEIGHT, WIDTH)
    output = net.double()(images).detach().numpy()
    for image, expected in zip(images.numpy(), output):
        found = keras_output(keras, np.moveaxis(image, 0, -1).tolist())
        assert np.allclose(found, expected, rtol=1e-12, atol=1e-12)

    print("#pragma once\n\n// Recorded with PyTorch %s by tests/record/weights.py; don't edit.\n"
          "// clang-format off\n\n#include <string>\n#include <vector>\n\nnamespace recorded {\n"
          % torch.__version__[:6])
    write("pytorch_weights", state)
    write("keras_weights", keras)
    print("/// Of images of stream 1000.\ninline const std::vector<double> weights_output = {")
    print("    " + ",\n    ".join(", ".join(map(repr, row)) for row in output.tolist()) + "};")
    print("\n}  // namespace recorded")


main()
