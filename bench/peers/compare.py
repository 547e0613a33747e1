"""The same nets, trained and asked by angka and by others: checks that all compute the same, then
times them in turns, and prints a table. Usage: see run.sh."""

import argparse
import array
import functools
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tables

HERE = Path(__file__).resolve().parent
SIDE, CLASSES, BATCH = 28, 10, 128
TOLERANCE = 1e-4

# Keeps glibc from giving large blocks back to the system after each use, only to be handed pages
# of zeros again. Who knows PyTorch well sets this, or uses another allocator.
HEAP_KEPT = {"MALLOC_MMAP_THRESHOLD_": "1000000000", "MALLOC_TRIM_THRESHOLD_": "2000000000",
             "MALLOC_TOP_PAD_": "100000000"}

# Outputs, kernel, padding: a convolution with ReLU and 2 x 2 max pooling, or (kernel 0) a dense
# layer with ReLU, the last one without. `small` has no dropout here, so that results can be compared.
NETS = {
    "lenet5": [(6, 5, 2), (16, 5, 0), (120, 0, 0), (84, 0, 0), (10, 0, 0)],
    "small": [(32, 3, 1), (64, 3, 1), (128, 0, 0), (10, 0, 0)],
}
WORKS = tables.WORKS


def layer_sizes(layers):
    """(weights, fan-in, output pixels) of each layer."""
    channels, side = 1, SIDE
    for outputs, kernel, padding in layers:
        if kernel:
            fan_in, side = channels * kernel * kernel, side + 2 * padding - kernel + 1
            yield outputs * fan_in, fan_in, side * side
            side //= 2
        else:
            fan_in, side = channels * side * side, 1
            yield outputs * fan_in, fan_in, 1
        channels = outputs


def operations(layers, work):
    """Floating-point operations, a multiply-add as two: forward, and for a training step the
    gradients by weights and by inputs, of which the first layer needs none."""
    forward = [weights * pixels for weights, _, pixels in layer_sizes(layers)]
    if work == "training-step":
        return 2 * BATCH * (3 * sum(forward) - forward[0])
    return 2 * (BATCH if work == "predict-batch" else 1) * sum(forward)


def write_task(net, folder):
    rng = random.Random(1)
    weights = array.array("f")
    for (outputs, _, _), (count, fan_in, _) in zip(NETS[net], layer_sizes(NETS[net])):
        bound = math.sqrt(3 / fan_in)
        weights.extend(rng.uniform(-bound, bound) for _ in range(count))
        weights.extend(rng.uniform(-0.1, 0.1) for _ in range(outputs))
    images = array.array("f", (rng.random() for _ in range(BATCH * SIDE * SIDE)))
    labels = array.array("i", (rng.randrange(CLASSES) for _ in range(BATCH)))
    for name, values in ("weights", weights), ("images", images), ("labels", labels):
        (folder / name).write_bytes(values.tobytes())
    (folder / "layers").write_text("".join(f"{o} {k} {p}\n" for o, k, p in NETS[net]))


def environment(threads):
    """This process's, without what would favour or hinder somebody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(
        ("OMP_", "GOMP_", "MKL_", "OPENBLAS_", "DNNL_", "ONEDNN_", "MALLOC_"))}
    return kept | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


class Peer:
    """One process, asked line by line."""

    def __init__(self, command, options, extra, net, threads, folder):
        self.process = subprocess.Popen([*command, net, str(threads), str(folder), *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=environment(threads) | extra)
        self.name, self.version = self.ask("name").split("\t")
        self.threads, self.best, self.best_cpu = threads, {}, {}

    def ask(self, request, number=0):
        self.process.stdin.write(f"{request} {number}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.process.args[0]} ended")
        return answer.rstrip("\n")

    def numbers(self, request, number=0):
        return [float(word) for word in self.ask(request, number).split()]

    def measure(self, work, seconds):
        wall, cpu = self.numbers(work, seconds)
        self.best[work] = min(wall, self.best.get(work, wall))
        self.best_cpu[work] = min(cpu, self.best_cpu.get(work, cpu))

    def report(self):
        """Its time is processor time with one thread, which other programs disturb least, else the
        clock's."""
        return {"name": self.name, "version": self.version, "notes": self.ask("notes"),
                "seconds": self.best_cpu if self.threads == 1 else self.best,
                "wall_seconds": self.best, "cpu_seconds": self.best_cpu}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def same(peer, first):
    """Whether a peer computes what the first one does: the logits of one image and of the batch,
    the loss and the logits after two training steps. (After more steps no two agree for good: a
    value next to ReLU's corner falls on one side here and on the other side there.)"""
    def seen(which):
        which.ask("load")
        before = which.numbers("logits", BATCH)
        trained = which.numbers("steps", 2) + which.numbers("logits", BATCH)
        moved = max(abs(a - b) for a, b in zip(before, trained[1:]))
        return which.numbers("logits", 1) + before + trained, moved
    (expected, moved), (found, _) = seen(first), seen(peer)
    worst = max(abs(a - b) for a, b in zip(expected, found))
    agree = len(expected) == len(found) and worst < TOLERANCE < 0.01 * moved
    print(f"  {peer.name}: logits and loss as {first.name}'s to within {worst:.1e}, which two "
          f"training steps moved by {moved:.1e}{'' if agree else ': NOT THE SAME, left out'}",
          file=sys.stderr)
    return agree


def commands(build, net):
    """What can be run here: (command, options, environment)."""
    found = []

    def program(name, *options):
        if (build / ("peer_" + name)).exists():
            found.append(([str(build / ("peer_" + name))], options, {}))

    winograd = any(kernel == 3 for _, kernel, _ in NETS[net])  # whether it is a choice
    program("angka")
    if winograd:
        program("angka", "direct")
    for how in ("direct", "auto", "winograd") if winograd else ("direct",):
        program("onednn", how)
    program("dlib")
    program("eigen")
    if python := python_with_torch():
        command = [python, str(HERE / "pytorch_peer.py")]
        found.append((command, ("contiguous_format", "PyTorch"), {}))
        found.append((command, ("contiguous_format", "PyTorch, heap kept"), HEAP_KEPT))
        found.append((command, ("channels_last", "PyTorch, heap kept, channels last"), HEAP_KEPT))
    return found


@functools.cache
def python_with_torch():
    """The system's Python has the system's PyTorch, whichever Python runs this."""
    for python in dict.fromkeys(["/usr/bin/python3", sys.executable, shutil.which("python3")]):
        if python and Path(python).exists() and subprocess.run(
                [python, "-c", "import torch"], capture_output=True, check=False).returncode == 0:
            return python
    return None


def compare(net, threads, options):
    """All peers on one net: a dictionary of what was measured."""
    print(f"{net}, {threads} thread{'s' * (threads > 1)}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_task(net, folder)
        peers = []
        for how in commands(options.build, net):
            peer = Peer(*how, net, threads, folder)
            if not peers or same(peer, peers[0]):
                peers.append(peer)
            else:
                peer.close()
        limit = 0
        for _ in range(options.rounds):
            limit = max(limit, *peers[0].numbers("fma-limit"))
            for work in WORKS:
                for peer in peers:
                    peer.measure(work, options.seconds)
        result = {"net": net, "threads": threads, "fma_limit_gflops": limit,
                  "peers": [peer.report() for peer in peers]}
        for peer in peers:
            peer.close()
    for peer in result["peers"]:
        if options.notes and peer["notes"]:
            print(f"  {peer['name']}: {peer['notes']}", file=sys.stderr)
        slow = [work for work in WORKS
                if threads == 1 and peer["wall_seconds"][work] > 1.1 * peer["cpu_seconds"][work]]
        if slow:
            print(f"  {peer['name']}: other programs disturbed {', '.join(slow)}", file=sys.stderr)
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True, help="where the peers' programs are")
    parser.add_argument("--nets", nargs="+", default=list(NETS), choices=list(NETS))
    parser.add_argument("--threads", nargs="+", type=int,
                        default=sorted({1, os.cpu_count() or 1}))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.25, help="of each measurement")
    parser.add_argument("--notes", action="store_true", help="print which kernels were taken")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    if options.markdown:
        tables.check_marks(options.markdown, "peers")
    results = [compare(net, threads, options)
               for threads in options.threads for net in options.nets]
    for result in results:
        result["operations"] = {work: operations(NETS[result["net"]], work) for work in WORKS}
    print(tables.text(results))
    if options.json:
        options.json.write_text(json.dumps(
            {"machine": tables.machine(), "results": results}, indent=1) + "\n")
    if options.markdown:
        tables.write_markdown(tables.markdown(results), options.markdown, "peers")


if __name__ == "__main__":
    main()
