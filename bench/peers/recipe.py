"""The same recipe on angka and on PyTorch: time to train lenet5 on MNIST, and what comes out.
Usage: see recipe.sh."""

import argparse
import os
import statistics
import subprocess
from pathlib import Path

import compare
import tables

HERE = Path(__file__).resolve().parent
# Chosen on the last 10,000 training images, which `--held-out 10000` leaves out and measures.
EPOCHS, RATE = 8, 0.005


def run(command, options, seed, extra):
    words = [options.data, EPOCHS, RATE, options.threads, seed, options.held_out]
    output = subprocess.run([*command, *map(str, words)], stdout=subprocess.PIPE, text=True,
                            check=True, env=compare.environment(options.threads) | extra).stdout
    return [float(word) for word in output.split()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="a folder with MNIST")
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--held-out", type=int, default=0)
    parser.add_argument("--markdown", type=Path)
    options = parser.parse_args()
    if options.markdown:
        tables.check_marks(options.markdown, "recipe")
    peers = {"angka": ([str(options.build / "peer_recipe")], {})}
    if python := compare.python_with("torch"):
        command = [python, str(HERE / "recipe_pytorch.py")]
        peers |= {"PyTorch": (command, {}), "PyTorch, heap kept": (command, compare.HEAP_KEPT)}
    results = {name: [] for name in peers}
    for seed in range(1, options.seeds + 1):
        for name, (command, extra) in peers.items():
            results[name].append(run(command, options, seed, extra))
            seconds, memory, accuracy = results[name][-1]
            print(f"seed {seed}, {name}: {seconds:.1f} s, {memory:.0f} MB, {100 * accuracy:.2f}%",
                  flush=True)

    own = statistics.median(seconds for seconds, _, _ in results["angka"])
    lines = [f"lenet5 on MNIST, {EPOCHS} epochs of batches of 128, Adam, one-cycle rate up to {RATE}, "
             f"{options.threads} threads, seeds 1 to {options.seeds}. Machine: {tables.machine()}.", "",
             "| | median time | times angka's | accuracy, mean (least to most) | peak of memory |",
             "| --- | --: | --: | --: | --: |"]
    for name, runs in results.items():
        seconds, memory, accuracy = zip(*runs)
        median = statistics.median(seconds)
        lines.append(f"| {name} | {median:.2f} s | {median / own:.2f} x | "
                     f"{100 * statistics.mean(accuracy):.2f}% ({100 * min(accuracy):.2f} to "
                     f"{100 * max(accuracy):.2f}) | {max(memory):.0f} MB |")
    print("", *lines, sep="\n")
    if options.markdown:
        tables.write_markdown("\n".join(lines), options.markdown, "recipe")


main()
