#!/bin/sh
# angka beside others on the same work: checks that all compute the same, then times them in turns
# and prints a table. What isn't found is left out.
#   sh bench/peers/run.sh [--json FILE] [--markdown FILE] [--notes] [--nets NET...]
#                         [--threads N...] [--batches N...] [--rounds N] [--seconds S]
# --json FILE       what was measured, machine-readable
# --markdown FILE   puts the tables between the two marks in FILE: docs/benchmarks.md
# --notes           which kernels oneDNN took
# --batches N...    predicts so many images at once: 128 and 1 if not given
set -u
root=$(dirname "$0")/../..
sh "$root/bench/build.sh" release peers -DANGKA_PEERS=ON || exit 1
sh "$root/bench/peers/venv.sh"
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3
exec $python -B "$root/bench/peers/compare.py" --build "$root/build/release/bench/peers" "$@"
