#!/bin/sh
# The C++ of docs/adding-your-own.md is the program examples/custom_parts/main.cpp, which learns.
#   ANGKA_DIGITS=build/release/digits sh adding_your_own_test.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```cpp$/,/^```$/{/^```/d;p}' "$root/docs/adding-your-own.md" | sed '/./!d' >"$work/page"
sed '/./!d' "$root/examples/custom_parts/main.cpp" | diff "$work/page" -
program=$(cd "$(dirname "$ANGKA_DIGITS")" && pwd)/examples/custom_parts/custom_parts
cd "$work"
"$program" "$root/examples/digits/data/digits.png" >"$work/said"
cat "$work/said"
grep -q '^the loss keeps the contract$' "$work/said"
grep -Eq '^accuracy 9[3-7]' "$work/said"
