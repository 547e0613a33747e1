"""Numbers that the tests make by the same formula (tests/formula.hpp), so that no file holds them."""
import numpy as np
import torch


def bits(stream, count):
    """32 bits for each i < count: the hash "lowbias32" of i and the stream's number."""
    x = np.arange(count, dtype=np.uint64) + np.uint64(stream) * np.uint64(0x9E3779B9)
    mask = np.uint64(0xFFFFFFFF)
    x &= mask
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x ^= x >> np.uint64(shift)
        x = (x * np.uint64(factor)) & mask
    return x ^ (x >> np.uint64(16))


def values(stream, *shape):
    """Multiples of 2^-11 in [-1, 1), which floats hold exactly."""
    x = (bits(stream, int(np.prod(shape))) >> np.uint64(20)).astype(np.float64) / 2048 - 1
    return torch.from_numpy(x.reshape(shape))


def labels(stream, count, classes):
    return torch.from_numpy((bits(stream, count) % np.uint64(classes)).astype(np.int64))


def parameter(stream, name, shape):
    """A weight of variance 2 / fan in or less, a bias below 1 / 4; what scales is around 1."""
    x = values(stream, *shape)
    if len(shape) > 1:
        scale, fan_in = 1.0, int(np.prod(shape[1:]))
        while scale * scale * fan_in > 6:
            scale /= 2
        return x * scale
    return 1 + x / 4 if name.endswith("weight") else x / 4


def summary(tensor):
    """Sum, sum of squares and 16 entries, spread evenly, as a row of C++."""
    x = tensor.detach().double().reshape(-1)
    entries = [x[i * len(x) // 16].item() for i in range(16)]
    return "{%r, %r, {%s}}" % (x.sum().item(), (x * x).sum().item(), ", ".join(map(repr, entries)))
