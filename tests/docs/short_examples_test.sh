#!/bin/sh
# These examples are short, and what they train learns what it should; the zoo's networks are short.
#   ANGKA_DIGITS=build/release/digits sh short_examples_test.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run NAME PATTERN...: the example, whose lines match these
run() {
  name=$1
  shift
  [ "$(wc -l <"$root/examples/$name/main.cpp")" -le 40 ]
  "$(dirname "$ANGKA_DIGITS")/examples/$name/$name" "$root/examples/digits/data/digits.png" >"$work/said"
  cat "$work/said"
  for pattern; do grep -Eq "$pattern" "$work/said"; done
}

run branches '^3\.2\.1 +Conv2D<4, 1> +4 x 14 x 14 ' '^accuracy 9[4-9]'
run signals '^0 +Conv2D<16, Kernel\{1, 5\}, Same> +16 x 1 x 128 ' '^accuracy (9[789]|100)'
run autoencoder '^root of the mean squared error 0\.0[67]'
for net in "$root"/examples/zoo/*.hpp; do
  [ "$(wc -l <"$net")" -le 30 ]
  # It tells PyTorch's number of parameters.
  name=$(basename "$net" .hpp)
  count=$(sed -n "s/.* Zoo $name = {\([0-9]*\),.*/\1/p" "$root/tests/recorded/zoo.hpp" |
    sed ':again; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; t again')
  tr '\n' ' ' <"$net" | grep -Eq ": $count( ///)? parameters" || { echo "$net: not $count parameters"; exit 1; }
done
