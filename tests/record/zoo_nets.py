"""The networks of examples/zoo in PyTorch, their parameters in the order of angka's files."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class Join(nn.Module):
    """`join` of what each branch makes of the same values; no branch: the values themselves."""

    def __init__(self, join, *branches):
        super().__init__()
        self.join, self.branches = join, nn.ModuleList(seq(*branch) for branch in branches)

    def forward(self, x):
        return self.join([branch(x) for branch in self.branches])


class Shortcut(nn.Module):
    """Every other pixel, and channels of zeros around: option A of ResNet."""

    def forward(self, x):
        half = x.shape[1] // 2
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, half))


class Maps(nn.Module):
    def __init__(self, first, count=1):
        super().__init__()
        self.maps = slice(first, first + count)

    def forward(self, x):
        return x[:, self.maps]


def seq(*layers):
    return nn.Sequential(*layers)


def concat(*branches):
    return Join(lambda all: torch.cat(all, 1), *branches)


def add(main, skip=()):
    return Join(sum, main, skip)


def conv(i, o, kernel=3, stride=1, pad=None, bias=True, groups=1):
    pad = kernel // 2 if pad is None else pad
    return nn.Conv2d(i, o, kernel, stride, pad, bias=bias, groups=groups)


def norm(channels):
    """With the settings as 32-bit floats, as angka holds them."""
    return nn.BatchNorm2d(channels, eps=float(np.float32(1e-5)), momentum=float(np.float32(0.1)))


def relu():
    return nn.ReLU()


def mean():
    return seq(nn.AdaptiveAvgPool2d(1), nn.Flatten())


def lenet5():
    def sub_sample(channels):
        return [nn.AvgPool2d(2), conv(channels, channels, 1, groups=channels), nn.Tanh()]

    # Table I of the paper: which maps each map sees.
    table = [(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 0), (5, 0, 1),
             (0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (3, 4, 5, 0), (4, 5, 0, 1), (5, 0, 1, 2),
             (0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)]

    def partial(rows):
        maps = [(Maps(each),) for row in rows for each in row]
        return concat(*maps), conv(len(maps), len(rows), 5, pad=0, groups=len(rows))

    c3 = concat(partial(table[:6]), partial(table[6:12]), partial(table[12:]),
                (conv(6, 1, 5, pad=0),))
    return seq(conv(1, 6, 5, pad=0), nn.Tanh(), *sub_sample(6), c3, nn.Tanh(), *sub_sample(16), conv(16, 120, 5, pad=0), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84),
               nn.Tanh(), nn.Linear(84, 10))


def all_cnn():
    return seq(conv(3, 96), relu(), conv(96, 96), relu(), conv(96, 96, stride=2), relu(),
               conv(96, 192), relu(), conv(192, 192), relu(), conv(192, 192, stride=2), relu(),
               conv(192, 192, pad=0), relu(), conv(192, 192, 1), relu(), conv(192, 10, 1), relu(),
               mean())


def squeezenet():
    def fire(i, squeeze, expand):
        return seq(conv(i, squeeze, 1), relu(),
                   concat([conv(squeeze, expand, 1)], [conv(squeeze, expand)]), relu())

    def pool():
        return nn.MaxPool2d(3, 2)

    return seq(conv(3, 64), relu(), pool(), fire(64, 16, 64), fire(128, 16, 64), pool(),
               fire(128, 32, 128), fire(256, 32, 128), pool(), fire(256, 48, 192),
               fire(384, 48, 192), fire(384, 64, 256), fire(512, 64, 256), conv(512, 10, 1), relu(),
               mean())


def resnet20():
    def block(i, o):
        main = [conv(i, o, stride=o // i, bias=False), norm(o), relu(), conv(o, o, bias=False), norm(o)]
        return seq(add(main, [Shortcut()] if o > i else []), relu())

    channels = (16, 16, 16, 16, 32, 32, 32, 64, 64, 64)
    return seq(conv(3, 16, bias=False), norm(16), relu(),
               *(block(i, o) for i, o in zip(channels, channels[1:])), mean(), nn.Linear(64, 10))


def mobilenet():
    def bottleneck(i, o, stride=1):
        wide = 6 * i
        return [conv(i, wide, 1, bias=False), norm(wide), nn.ReLU6(),
                conv(wide, wide, stride=stride, groups=wide, bias=False), norm(wide), nn.ReLU6(),
                conv(wide, o, 1, bias=False), norm(o)]

    return seq(conv(3, 16, bias=False), norm(16), nn.ReLU6(), *bottleneck(16, 24, 2),
               add(bottleneck(24, 24)), *bottleneck(24, 32, 2), add(bottleneck(32, 32)),
               *bottleneck(32, 64, 2), conv(64, 256, 1, bias=False), norm(256), nn.ReLU6(), mean(),
               nn.Linear(256, 10))


def densenet():
    def block(i):
        return [concat([], [norm(c), relu(), conv(c, 12, bias=False)])
                for c in range(i, i + 72, 12)]

    def transition(c):
        return [norm(c), relu(), conv(c, c, 1, bias=False), nn.AvgPool2d(2)]

    return seq(conv(3, 16, bias=False), *block(16), *transition(88), *block(88), *transition(160),
               *block(160), norm(232), relu(), mean(), nn.Linear(232, 10))


def inception():
    def block(i, one, reduce3, three, reduce5, five, pooled):
        return concat([conv(i, one, 1), relu()],
                      [conv(i, reduce3, 1), relu(), conv(reduce3, three), relu()],
                      [conv(i, reduce5, 1), relu(), conv(reduce5, five, 5), relu()],
                      [nn.MaxPool2d(3, 1, 1), conv(i, pooled, 1), relu()])

    return seq(conv(3, 64), relu(), nn.MaxPool2d(2), block(64, 64, 96, 128, 16, 32, 32),
               block(256, 128, 128, 192, 32, 96, 64), nn.MaxPool2d(2),
               block(480, 192, 96, 208, 16, 48, 64), mean(), nn.Linear(512, 10))


def unet():
    def twice(i, o):
        return [conv(i, o), relu(), conv(o, o), relu()]

    def level(i, o, below):
        return [*twice(i, o), concat([], [nn.MaxPool2d(2), *below, nn.ConvTranspose2d(2 * o, o, 2, 2)]),
                *twice(2 * o, o)]

    return seq(*level(1, 8, level(8, 16, level(16, 32, twice(32, 64)))), conv(8, 3, 1))


def signals():
    def part(i, o):
        return [nn.Conv2d(i, o, (1, 5), padding=(0, 2)), relu()]

    def pool():
        return nn.MaxPool2d((1, 2))

    return seq(*part(1, 16), pool(), *part(16, 32), pool(), *part(32, 64), mean(), nn.Linear(64, 4))


def autoencoder():
    return seq(conv(1, 8, stride=2), relu(), conv(8, 16, stride=2), relu(), nn.Flatten(),
               nn.Linear(784, 32), nn.Linear(32, 784), relu(), nn.Unflatten(1, (16, 7, 7)),
               nn.ConvTranspose2d(16, 8, 2, 2), relu(), nn.ConvTranspose2d(8, 1, 2, 2), nn.Sigmoid())


COLOUR = (3, 32, 32)
NETS = {lenet5: (1, 32, 32), all_cnn: COLOUR, squeezenet: COLOUR, resnet20: COLOUR,
        mobilenet: COLOUR, densenet: COLOUR, inception: COLOUR, unet: (1, 64, 64),
        signals: (1, 1, 128), autoencoder: (1, 28, 28)}
