#!/bin/sh
# How the time of a training step of two convolutions grows with batch, image and channels, beside
# PyTorch's: checks that both compute the same, then times them in turns and prints a table.
#   sh bench/growth/run.sh [--threads N] [--rounds N] [--seconds S] [--markdown FILE]
# --markdown FILE   puts the table between the two marks in FILE: docs/benchmarks.md
set -u
root=$(dirname "$0")/../..
sh "$root/bench/build.sh" release growth || exit 1
sh "$root/bench/peers/venv.sh" torch numpy
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3
exec $python -B "$root/bench/growth/table.py" --build "$root/build/release/bench" "$@"
