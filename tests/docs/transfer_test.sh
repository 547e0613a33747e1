#!/bin/sh
# The first C++ of docs/transfer.md is the program examples/transfer/main.cpp, which is short and says what the page shows.
#   ANGKA_DIGITS=build/release/digits sh transfer_test.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(cd "$(dirname "$ANGKA_DIGITS")" && pwd)/examples/transfer/transfer
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```cpp$/,/^```$/{/^```$/q;/^```/d;p}' "$root/docs/transfer.md" | diff - "$root/examples/transfer/main.cpp"
[ "$(wc -l <"$root/examples/transfer/main.cpp")" -le 40 ]
cd "$work"
"$program" "$root/examples/digits/data/digits.png" >said
cat said
# Another instruction set rounds differently.
awk '/^5 to 9 from 25 images: / { alone = $7 + 0; helped = $10 + 0 } END { exit !(alone > 65 && helped > alone + 1) }' said
