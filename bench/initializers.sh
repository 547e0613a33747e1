#!/bin/sh
# Trains the digit classifier's nets, and a plain one of ten convolutions, from weights drawn in each
# way that is common; judges on images held out from training, never on a test set.
#   sh bench/initializers.sh [--data FOLDER] [--writers FILE]
# --data FOLDER   where MNIST's files are; without it only the bundled digits are trained on
# --writers FILE  QMNIST's qmnist-train-labels-idx2-int.gz: images are held out by who wrote them
set -u
root=$(dirname "$0")/..
data=
writers=
while [ $# != 0 ]; do
  case $1 in
  --data) data=${2:?--data needs a folder} ;;
  --writers) writers=${2:?--writers needs a file} ;;
  *)
    echo "usage: sh bench/initializers.sh [--data FOLDER] [--writers FILE]" >&2
    exit 2
    ;;
  esac
  shift 2
done
sh "$root/bench/build.sh" release initializers || exit 1
if [ -n "$writers" ]; then
  gzip -dcf "$writers" >"$root/build/writers" || exit 1
fi

# study DATA NET OPTIMIZER EPOCHS BATCH SEEDS [LIMIT [WRITERS]]
study() {
  printf '\n%s\n' "$2, $1"
  "$root/build/release/bench/initializers" "$@" || exit 1
}
bundled=$root/examples/digits/data/digits.png
study "$bundled" lenet5 adamw 20 32 8
study "$bundled" lenet5 sgd 20 32 6
study "$bundled" small adamw 10 32 3
study "$bundled" residual adamw 6 32 2
study "$bundled" plain adamw 10 32 2
study "$bundled" plain sgd 10 32 2
[ -n "$data" ] || exit 0
set -- ${writers:+"$root/build/writers"}
study "$data" lenet5 adam 8 128 4 60000 "$@"
study "$data" lenet5 adam 4 64 8 60000 "$@"
study "$data" small adamw 3 128 2 16667 "$@"
