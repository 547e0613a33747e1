#!/bin/sh
# How many digits of another country's hands `digits` reads, which no training of ours has seen: those
# that thirteen people in Turkey wrote (E. Alpaydin, C. Kaynak, 1998), as scikit-learn has them.
#   sh bench/hands/run.sh [--compile] [MODEL...]
# Prints a table: for MODELs as `digits evaluate` reads images, and for the program's own networks as
# `digits predict` reads pages of them, which are left in build/hands. --compile: as for `digits
# evaluate`, if a MODEL brings a network of its own.
set -u
root=$(dirname "$0")/../..
sh "$root/bench/build.sh" release digits || exit 1
sh "$root/bench/peers/venv.sh" sklearn
python=$root/build/peers-venv/bin/python
[ -x "$python" ] || python=python3
exec "$python" -B "$root/bench/hands/table.py" "$@"
