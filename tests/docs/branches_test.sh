#!/bin/sh
# examples/branches is short, and what it trains reads digits.
#   ANGKA_DIGITS=build/release/digits sh branches_test.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ "$(wc -l <"$root/examples/branches/main.cpp")" -le 40 ]
"$(dirname "$ANGKA_DIGITS")/examples/branches/branches" \
  "$root/examples/digits/data/digits.png" >"$work/said"
cat "$work/said"
grep -Eq '^3\.2\.1 +Conv2D<4, 1> +4 x 14 x 14 ' "$work/said"
grep -Eq '^accuracy 9[4-9]' "$work/said"
