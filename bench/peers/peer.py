"""What the peers in Python share: the task, and how compare.py talks with them; see peer.hpp."""

import sys
import time

import numpy as np

SIDE, MOMENTUM = 28, 0.9


class Task:
    """What the command line names: NET THREADS FOLDER, then words of the peer's own."""

    def __init__(self):
        _, _, threads, self.folder, *self.words = sys.argv
        self.threads = int(threads)
        with open(self.folder + "/layers", encoding="ascii") as file:
            self.layers = [tuple(map(int, line.split())) for line in file]
        self.images = np.fromfile(self.folder + "/images", np.float32).reshape(-1, 1, SIDE, SIDE)
        self.labels = np.fromfile(self.folder + "/labels", np.int32)

    def weights(self, channels_last=False):
        """Weight, bias, weight, bias, ... in PyTorch's order, (outputs, channels, rows, columns) and
        (outputs, inputs); or with channels last, (rows, columns, channels, outputs) and (inputs,
        outputs)."""
        values = np.fromfile(self.folder + "/weights", np.float32)
        channels, side, at, found = 1, SIDE, 0, []
        for outputs, kernel, padding in self.layers:
            shape = (outputs, channels, kernel or side, kernel or side)
            weight = values[at:at + np.prod(shape)].reshape(shape)
            at += weight.size
            if channels_last:
                weight = weight.transpose(2, 3, 1, 0)
            if not kernel:
                weight = weight.reshape((-1, outputs) if channels_last else (outputs, -1))
            found += [np.ascontiguousarray(weight), values[at:at + outputs]]
            at += outputs
            channels, side = outputs, (side + 2 * padding - kernel + 1) // 2 if kernel else 1
        return found


def measure(seconds, work):
    """The best time of one call: by the clock, and of the process's threads together."""
    work()
    best = best_cpu = 1e9
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        best = min(best, time.perf_counter() - wall)
        best_cpu = min(best_cpu, time.process_time() - cpu)
    return f"{best:.9f} {best_cpu:.9f}"


def serve(name, version, predict, load=lambda: None, train=None, notes=""):
    """Answers requests until standard input ends. `predict(count)` are the logits of the first
    images; `load()` takes the task's weights, momentum 0; `train(rate)` is the loss of one step on
    the batch. Without `train` the weights stay what they were."""

    def steps(count):
        return [train(0.01) for _ in range(int(count))][-1]

    def training_step(seconds):
        # A tiny rate: the weights stay where they are, so that every step is the same work.
        return measure(seconds, lambda: train(1e-6))

    answers = {
        "name": lambda: name + "\t" + version,
        "notes": lambda: notes,
        "load": lambda: load() or "",
        "logits": lambda count: " ".join(f"{v:.9g}" for v in np.ravel(predict(int(count)))),
        "predict": lambda count, seconds: measure(seconds, lambda: predict(int(count))),
    } | ({"steps": steps, "training-step": training_step} if train else {})
    for line in sys.stdin:
        request, *numbers = line.split()
        answer = answers.get(request, lambda *_: "-")
        print(answer(*map(float, numbers)), flush=True)
