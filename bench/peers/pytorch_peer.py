"""PyTorch as a peer: NET THREADS FOLDER LAYOUT NAME; see peer.hpp for what it answers."""

import array
import sys
import time

import torch
from torch import nn

SIDE, MOMENTUM = 28, 0.9


def read(path, kind):
    values = array.array(kind)
    with open(path, "rb") as file:
        values.frombytes(file.read())
    return values


class Peer:
    def __init__(self, folder, threads, layout):
        torch.set_num_threads(threads)
        self.layout = layout
        with open(folder + "/layers", encoding="ascii") as file:
            layers = [tuple(map(int, line.split())) for line in file]
        self.weights = torch.tensor(read(folder + "/weights", "f"))
        images = torch.tensor(read(folder + "/images", "f")).view(-1, 1, SIDE, SIDE)
        self.images = images.contiguous(memory_format=layout)
        self.labels = torch.tensor(read(folder + "/labels", "i"), dtype=torch.long)
        self.net = self.make(layers).to(memory_format=layout)
        self.loss = nn.CrossEntropyLoss()
        self.load()

    @staticmethod
    def make(layers):
        modules, channels, side = [], 1, SIDE
        for outputs, kernel, padding in layers:
            if kernel:
                modules += [nn.Conv2d(channels, outputs, kernel, padding=padding), nn.ReLU(),
                            nn.MaxPool2d(2)]
                side = (side + 2 * padding - kernel + 1) // 2
                inputs = outputs * side * side
            else:
                if not isinstance(modules[-2], nn.Linear):
                    modules.append(nn.Flatten())
                modules += [nn.Linear(inputs, outputs), nn.ReLU()]
                inputs = outputs
            channels = outputs
        return nn.Sequential(*modules[:-1])

    def load(self):
        at = 0
        with torch.no_grad():
            for parameter in self.net.parameters():
                values = self.weights[at:at + parameter.numel()]
                parameter.copy_(values.view(parameter.shape))
                at += parameter.numel()
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.01, momentum=MOMENTUM)

    def train(self, rate):
        self.optimizer.param_groups[0]["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.net(self.images), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def predict(self, count):
        with torch.inference_mode():
            return self.net(self.images[:count])


def measure(seconds, work):
    work()
    best = best_cpu = 1e9
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        best = min(best, time.perf_counter() - wall)
        best_cpu = min(best_cpu, time.process_time() - cpu)
    return f"{best:.9f} {best_cpu:.9f}"


def main():
    _, _, threads, folder, layout, name = sys.argv
    peer = Peer(folder, int(threads), getattr(torch, layout))
    version = f"{torch.__version__}, oneDNN {'on' if torch.backends.mkldnn.is_available() else 'off'}"
    answers = {
        "name": lambda _: name + "\t" + version,
        "notes": lambda _: "",
        "load": lambda _: peer.load() or "",
        "logits": lambda n: " ".join(f"{v:.9g}" for v in peer.predict(int(n)).flatten().tolist()),
        "steps": lambda n: [peer.train(0.01) for _ in range(int(n))][-1],
        # A tiny rate: the weights stay where they are, so that every step is the same work.
        "training-step": lambda s: measure(s, lambda: peer.train(1e-6)),
        "predict-batch": lambda s: measure(s, lambda: peer.predict(len(peer.labels))),
        "predict-one": lambda s: measure(s, lambda: peer.predict(1)),
    }
    for line in sys.stdin:
        request, number = (line.split() + ["0"])[:2]
        print(answers.get(request, lambda _: "unknown")(float(number)), flush=True)


main()
