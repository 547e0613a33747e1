#!/bin/sh
# Runs the commands of docs/guide.md one after another, and checks that its C++ is the program
# examples/guide/main.cpp, piece by piece, and that guide.id.md has the same code.
#   ANGKA_DIGITS=build/release/digits sh guide_test.sh
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
digits=$(cd "$(dirname "$ANGKA_DIGITS")" && pwd)/$(basename "$ANGKA_DIGITS")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# blocks LANGUAGE FILE: the fenced code of that language, without indentation and empty lines
blocks() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/d;s/^ *//;/./p}" "$2"; }

for language in sh cpp; do
  blocks $language "$root/docs/guide.md" >"$work/en.$language"
  blocks $language "$root/docs/guide.id.md" >"$work/id.$language"
  [ -s "$work/en.$language" ]
done
if grep '/digits ' "$work/id.sh" | grep -v -- ' --lang id'; then
  echo "docs/guide.id.md: these commands don't speak Indonesian"
  exit 1
fi
sed -i 's/ --lang id//' "$work/id.sh"
diff "$work/en.sh" "$work/id.sh"
diff "$work/en.cpp" "$work/id.cpp"
sed 's/^ *//;/./!d' "$root/examples/guide/main.cpp" | diff - "$work/en.cpp"

# The reference by Doxygen knows LaTeX's commands in blocks of formulas alone.
if grep -n '[$][^$`]*\\[a-z][^$]*[$]' "$root/docs/guide.md" "$root/docs/guide.id.md"; then
  echo "commands of LaTeX within a line"
  exit 1
fi

# The commands find the clone's layout. `digits` trains briefly; building isn't repeated.
cd "$work"
ln -s "$root/examples" examples
mkdir -p build/release/examples
ln -s "$(dirname "$digits")/examples/guide" build/release/examples/guide
ln -s "$digits" build/release/digits
export ANGKA_BRIEF=1 XDG_CACHE_HOME="$work/cache"
grep -v -e '^sh examples/digits/run.sh$' -e '^cmake --build ' en.sh >commands.sh
sh -eux commands.sh

for made in found.csv found/labels.png cleaned/1/00500.png model.safetensors train.json evaluate.json seen versions/augmentation.png \
  bent/augmentation.png mine/dataset.json comparison/comparison.json tuning/tuning.json report/report.html demo.html; do
  [ -s build/study/$made ] || { echo "not made: build/study/$made"; exit 1; }
done
