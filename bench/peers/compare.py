"""The same nets, trained and asked by angka and by others: checks that all compute the same, then
times them in turns, and prints a table. Usage: see run.sh."""

import argparse
import array
import contextlib
import functools
import json
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import tables

HERE = Path(__file__).resolve().parent
VENV = HERE.parents[1] / "build/peers-venv"
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

# Module, program, environment, words.
IN_PYTHON = [
    ("torch", "pytorch_peer.py", {}, "PyTorch", "contiguous_format"),
    ("torch", "pytorch_peer.py", HEAP_KEPT, "PyTorch, heap kept", "contiguous_format"),
    ("torch", "pytorch_peer.py", HEAP_KEPT, "PyTorch, heap kept, channels last", "channels_last"),
    ("torch", "pytorch_peer.py", HEAP_KEPT, "PyTorch, torch.compile", "channels_last", "compile"),
    ("tensorflow", "keras_peer.py", HEAP_KEPT, "Keras on TensorFlow"),
    ("tensorflow", "keras_peer.py", HEAP_KEPT, "Keras on TensorFlow, XLA", "xla"),
    ("jax", "jax_peer.py", HEAP_KEPT),
    ("onnxruntime", "onnxruntime_peer.py", HEAP_KEPT),
    ("openvino", "openvino_peer.py", HEAP_KEPT),
    ("ncnn", "ncnn_peer.py", HEAP_KEPT),
]


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
    return 2 * int(work.split()[1]) * sum(forward)


def write_task(net, count, folder):
    rng = random.Random(1)
    weights = array.array("f")
    for (outputs, _, _), (size, fan_in, _) in zip(NETS[net], layer_sizes(NETS[net])):
        bound = math.sqrt(3 / fan_in)
        weights.extend(rng.uniform(-bound, bound) for _ in range(size))
        weights.extend(rng.uniform(-0.1, 0.1) for _ in range(outputs))
    labels = array.array("i", (rng.randrange(CLASSES) for _ in range(BATCH)))
    images = array.array("f", (rng.random() for _ in range(count * SIDE * SIDE)))
    for name, values in ("weights", weights), ("images", images), ("labels", labels):
        (folder / name).write_bytes(values.tobytes())
    (folder / "layers").write_text("".join(f"{o} {k} {p}\n" for o, k, p in NETS[net]))


def environment(threads):
    """This process's, without what would favour or hinder somebody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(
        ("OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "DNNL_", "ONEDNN_", "MALLOC_", "XLA_", "TF_",
         "TORCH", "JAX_", "OV_"))}
    return kept | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


class Ended(Exception):
    """A peer answers no more; what it said last."""


class Peer:
    """One process, asked line by line."""

    def __init__(self, command, options, extra, net, threads, folder):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([*command, net, str(threads), str(folder), *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=self.errors, env=environment(threads) | extra)
        self.name, self.version = self.ask("name").split("\t")
        self.threads, self.best, self.best_cpu = threads, {}, {}

    def ask(self, request, *numbers):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(" ".join(map(str, (request, *numbers))) + "\n")
            self.process.stdin.flush()
        if not (answer := self.process.stdout.readline()):
            self.errors.seek(0)
            raise Ended(self.errors.read().decode(errors="replace").strip()[-2000:])
        return answer.rstrip("\n")

    def numbers(self, request, *numbers):
        """Of the answer; none if it can't do that."""
        answer = self.ask(request, *numbers)
        return [] if answer == "-" else [float(word) for word in answer.split()]

    def measure(self, work, seconds):
        if not (times := self.numbers(work, seconds)):
            return
        wall, cpu = times
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


def same(peer, first, batches):
    """Whether a peer computes what the first one does: the logits of as many images as it will be
    asked for and, if it trains, the loss and the logits after two training steps. (After more steps
    no two agree for good: a value next to ReLU's corner falls on one side here and on the other side
    there.)"""
    def seen(which):
        which.ask("load")
        asked = sum((which.numbers("logits", count) for count in sorted({1, *batches})), [])
        return asked, which.numbers("logits", BATCH), which.numbers("steps", 2), which.numbers(
            "logits", BATCH)
    expected, found = seen(first), seen(peer)
    moved = max(abs(a - b) for a, b in zip(expected[1], expected[3]))
    trains = bool(found[2])
    expected, found = (sum(parts[:4 if trains else 2], []) for parts in (expected, found))
    worst = max(abs(a - b) for a, b in zip(expected, found))
    agree = len(expected) == len(found) and worst < TOLERANCE < 0.01 * moved
    print(f"  {peer.name}: logits{' and loss' if trains else ''} as {first.name}'s to within "
          f"{worst:.1e}, which two training steps moved by {moved:.1e}"
          f"{'' if agree else ': NOT THE SAME, left out'}", file=sys.stderr)
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
    for module, peer, extra, *options in IN_PYTHON:
        if python := python_with(module):
            found.append(([python, "-B", str(HERE / peer)], options, extra))
    return found


@functools.cache
def python_with(module):
    """The Python that has it: that of venv.sh or, with what the system offers, the system's."""
    look = f"import importlib.util as u, sys; sys.exit(u.find_spec('{module}') is None)"
    for python in dict.fromkeys([str(VENV / "bin/python"), "/usr/bin/python3", sys.executable]):
        if Path(python).exists() and subprocess.run([python, "-c", look], check=False).returncode == 0:
            return python
    print(f"Without {module}: no Python here has it", file=sys.stderr)
    return None


def compare(net, threads, options):
    """All peers on one net: a dictionary of what was measured."""
    print(f"{net}, {threads} thread{'s' * (threads > 1)}", file=sys.stderr)
    works = ["training-step", *(f"predict {count}" for count in options.batches)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_task(net, max(BATCH, *options.batches), folder)
        peers = []
        for command, *how in commands(options.build, net):
            try:
                peer = Peer(command, *how, net, threads, folder)
                if not peers or same(peer, peers[0], options.batches):
                    peers.append(peer)
                else:
                    peer.close()
            except Ended as error:
                if not peers:
                    raise
                print(f"  {Path(command[-1]).name} {' '.join(how[0])}: ended, left out: {error}",
                      file=sys.stderr)
        limit = 0
        for _ in range(options.rounds):
            limit = max(limit, *peers[0].numbers("fma-limit"))
            for work in works:
                for peer in peers:
                    peer.measure(work, options.seconds)
        result = {"net": net, "threads": threads, "fma_limit_gflops": limit,
                  "operations": {work: operations(NETS[net], work) for work in works},
                  "peers": [peer.report() for peer in peers]}
        for peer in peers:
            peer.close()
    for peer in result["peers"]:
        if options.notes and peer["notes"]:
            print(f"  {peer['name']}: {peer['notes']}", file=sys.stderr)
        times = [(work, peer["wall_seconds"][work], cpu) for work, cpu in peer["cpu_seconds"].items()]
        slow = [work for work, wall, cpu in times if threads == 1 and wall > 1.1 * cpu]
        if slow:
            print(f"  {peer['name']}: other programs disturbed {', '.join(slow)}", file=sys.stderr)
        more = [work for work, wall, cpu in times if cpu > 1.1 * threads * wall]
        if more:
            print(f"  {peer['name']}: takes more threads than it was given, {', '.join(more)}",
                  file=sys.stderr)
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True, help="where the peers' programs are")
    parser.add_argument("--nets", nargs="+", default=list(NETS), choices=list(NETS))
    parser.add_argument("--threads", nargs="+", type=int,
                        default=sorted({1, os.cpu_count() or 1}))
    parser.add_argument("--batches", nargs="+", type=int, default=[BATCH, 1],
                        help="how many images to predict")
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
    print(tables.text(results))
    if options.json:
        options.json.write_text(json.dumps(
            {"machine": tables.machine(), "results": results}, indent=1) + "\n")
    if options.markdown:
        tables.write_markdown(tables.markdown(results), options.markdown, "peers")


if __name__ == "__main__":
    main()
