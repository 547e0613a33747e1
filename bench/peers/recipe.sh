#!/bin/sh
# Trains lenet5 on MNIST by one recipe, by angka and by PyTorch in turns: time, accuracy, memory.
#   sh bench/peers/recipe.sh [--data FOLDER] [--threads N] [--seeds N] [--markdown FILE]
#                            [--held-out N]
# --data FOLDER    where MNIST's four files are; fetched to build/mnist if not given
# --markdown FILE  puts the table between the two marks in FILE: docs/benchmarks.md
# --held-out N     leaves out the last N training images and measures on them, not on the test set
set -u
root=$(dirname "$0")/../..
sh "$root/bench/build.sh" release peers -DANGKA_PEERS=ON || exit 1
sh "$root/bench/peers/venv.sh" torch
data=${ANGKA_MNIST:-$root/build/mnist}
case " $* " in
*" --data "*) ;;
*) [ -d "$data" ] || sh "$root/examples/digits/fetch_mnist.sh" "$data" || exit 1 ;;
esac
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3
exec $python -B "$root/bench/peers/recipe.py" --build "$root/build/release/bench/peers" \
  --data "$data" "$@"
