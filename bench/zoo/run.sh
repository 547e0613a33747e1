#!/bin/sh
# A training step of each network of examples/zoo, beside PyTorch's: checks that both compute the
# same, then times them in turns and prints a table.
#   sh bench/zoo/run.sh [--nets NET...] [--batch N] [--threads N] [--rounds N] [--seconds S]
#                       [--markdown FILE]
# --markdown FILE   puts the table between the two marks in FILE: docs/benchmarks.md
set -u
root=$(dirname "$0")/../..
sh "$root/bench/build.sh" release zoo || exit 1
sh "$root/bench/peers/venv.sh" torch numpy
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3
exec $python -B "$root/bench/zoo/table.py" --build "$root/build/release/bench" "$@"
