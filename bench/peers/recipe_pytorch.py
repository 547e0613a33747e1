"""The recipe of recipe_peer.cpp on PyTorch: FOLDER EPOCHS RATE THREADS SEED HELD_OUT."""

import gzip
import resource
import sys
import time
from pathlib import Path

import torch
from torch import nn


def read(folder, name, header):
    path = Path(folder) / name
    opened = path.open("rb") if path.exists() else gzip.open(str(path) + ".gz")
    with opened as file:
        return torch.frombuffer(bytearray(file.read()[header:]), dtype=torch.uint8)


def load(folder, part):
    images = read(folder, part + "-images-idx3-ubyte", 16).view(-1, 1, 28, 28)
    return ((images.float() / 255 - 0.1307) / 0.3081,
            read(folder, part + "-labels-idx1-ubyte", 8).long())


def main():
    folder, epochs, rate, threads, seed, held_out = sys.argv[1:]
    epochs, held_out = int(epochs), int(held_out)
    torch.set_num_threads(int(threads))
    torch.manual_seed(int(seed))
    images, labels = load(folder, "train")
    count = len(labels) - held_out
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    optimizer = torch.optim.Adam(net.parameters(), lr=float(rate))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, float(rate), total_steps=epochs * -(-count // 128), cycle_momentum=False)
    loss = nn.CrossEntropyLoss()

    begin = time.perf_counter()
    for _ in range(epochs):
        order = torch.randperm(count)
        for chosen in order.split(128):
            optimizer.zero_grad(set_to_none=True)
            loss(net(images[chosen]), labels[chosen]).backward()
            optimizer.step()
            schedule.step()
    seconds = time.perf_counter() - begin

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    images, labels = (images[count:], labels[count:]) if held_out else load(folder, "t10k")
    with torch.inference_mode():
        right = sum((net(x).argmax(1) == y).sum().item()
                    for x, y in zip(images.split(1000), labels.split(1000)))
    print(f"{seconds:.3f} {peak:.1f} {right / len(labels):.4f}")


main()
