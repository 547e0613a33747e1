#!/bin/sh
# The C++ of docs/data.md is the program examples/regression/main.cpp, which says what the page shows.
#   ANGKA_DIGITS=build/release/digits sh data_test.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```cpp$/,/^```$/{/^```/d;p}' "$root/docs/data.md" | diff - "$root/examples/regression/main.cpp"
"$(dirname "$ANGKA_DIGITS")/examples/regression/regression" >"$work/said"
cat "$work/said"
# Other compilers and instruction sets round otherwise.
grep -q '^epoch 20: loss 0\.[12]' "$work/said"
grep -Eq '^MAE 0\.[23][0-9]*, RMSE 0\.[34][0-9]*, R2 0\.9[789][0-9]* \(400 images\)$' "$work/said"
grep -Eq '^y +0\.' "$work/said"
