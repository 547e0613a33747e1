"""Training steps of a network by PyTorch: NET THREADS - IMAGES LAYOUT. NET: one of the zoo, `residual` of
digits, or bench/growth/net.hpp's as channels and side, "32x28"."""
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/record"))
from formula import parameter, values  # noqa: E402
from peer import MOMENTUM, serve  # noqa: E402
from zoo_nets import NETS, add, conv, mean, norm, relu, seq  # noqa: E402


def residual():
    def block(channels):
        return add([conv(channels, channels, bias=False), norm(channels), relu(),
                    conv(channels, channels, bias=False), norm(channels)])

    return seq(nn.ZeroPad2d((1, 2, 1, 2)), conv(1, 32, 5, 2, pad=0, bias=False), norm(32), relu(),
               block(32), relu(),
               nn.ZeroPad2d((0, 1, 0, 1)), conv(32, 64, 3, 2, pad=0, bias=False), norm(64), relu(),
               block(64), relu(), mean(), nn.Linear(64, 10))


def growing(channels):
    return seq(conv(channels, channels), relu(), conv(channels, channels), relu(), mean(),
               nn.Linear(channels, 10))


def find(name):
    """How a network is made, and the shape of its input."""
    if name == "residual":
        return residual, (1, 28, 28)
    for make, shape in NETS.items():
        if make.__name__ == name:
            return make, shape
    channels, side = map(int, name.split("x"))
    return lambda: growing(channels), (channels, side, side)


_, name, threads, _, images, layout = sys.argv
torch.set_num_threads(int(threads))
layout = getattr(torch, layout)
make, shape = find(name)
net = make().train().to(memory_format=layout)
batch = values(1000, int(images), *shape).float().contiguous(memory_format=layout)
with torch.no_grad():
    targets = values(1001, *net(batch).shape).float()
optimizer = torch.optim.SGD(net.parameters(), lr=0.0, momentum=MOMENTUM)


def load():
    with torch.no_grad():
        for stream, (key, tensor) in enumerate(net.named_parameters()):
            tensor.copy_(parameter(stream, key, tuple(tensor.shape)))
    optimizer.state.clear()


def train(rate):
    optimizer.param_groups[0]["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss = F.mse_loss(net(batch), targets)
    loss.backward()
    optimizer.step()
    return loss.item()


serve("PyTorch", torch.__version__, lambda count: [], load, train)
