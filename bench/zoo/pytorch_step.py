"""Training steps of a network of the zoo by PyTorch: NET THREADS - IMAGES LAYOUT."""
import pathlib
import sys

import torch
from torch.nn import functional as F

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests/record"), str(ROOT / "bench/peers")]
from formula import parameter, values  # noqa: E402
from peer import MOMENTUM, serve  # noqa: E402
from zoo_nets import NETS  # noqa: E402

_, name, threads, _, images, layout = sys.argv
torch.set_num_threads(int(threads))
layout = getattr(torch, layout)
make, shape = next((make, shape) for make, shape in NETS.items() if make.__name__ == name)
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
