#!/bin/sh
# From nothing to a network that reads handwritten digits: installs what is missing, builds for
# this machine, trains on the bundled digits, evaluates on digits held out, reads some image files
# and a page, and writes a report and a page to draw digits on.
#   sh examples/digits/run.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
if [ $# != 0 ]; then
  echo "usage: sh examples/digits/run.sh" >&2
  exit 2
fi

digits=build/release/digits
out=build/digits
model=$out/lenet5.safetensors
log=$out/build.log
jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
mkdir -p $out || exit 1

say() { printf '\n== %s\n' "$*"; }

# figure FILE NAME: the number called NAME in a JSON file; its last, if there are several.
figure() { tr -d ' \n' <"$1" | sed -n "s/.*\"$2\":\([0-9.eE+-]*\).*/\1/p"; }

# percent NUMBER
percent() { awk "BEGIN { printf \"%.2f%%\", 100 * $1 }"; }

say "1 of 7: what the machine needs"
sh cmake/packages.sh || exit 1
echo "ready"

say "2 of 7: building $digits for this machine (one to two minutes; log in $log)"
command -v ninja >/dev/null && export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"
{
  cmake --preset release -DBUILD_TESTING=OFF &&
    cmake --build build/release --target digits -j "$jobs"
} >$log 2>&1 || {
  tail -n 40 $log
  echo "The build failed; all of its messages are in $log" >&2
  exit 1
}
echo "built"

say "3 of 7: training lenet5 on the bundled digits, with augmentation"
$digits train --net lenet5 --augment light --out $model --json $out/train.json || exit 1

say "4 of 7: evaluating it on the digits that were held out"
$digits evaluate --model $model --json $out/evaluate.json || exit 1

say "5 of 7: reading ten image files, one of each digit from 0 to 9, that it has never seen"
$digits predict --model $model --json $out/predict.json examples/digits/samples/[0-9].png || exit 1

say "6 of 7: reading a page of four lines, without that network: the program has one of its own"
$digits predict --json $out/page.json --csv $out/page.csv --show $out/page \
  examples/digits/samples/page.jpg || exit 1

say "7 of 7: the report of the same network, with and without augmentation, and the demo page"
$digits report --seeds 1 --out $out/report || exit 1
$digits demo --model $model --out $out/demo.html || exit 1

right=$(tr -d ' \n' <$out/predict.json | tr '{' '\n' |
  sed -n 's/.*"file":"[^"]*\([0-9]\)\.png".*"label":"\{0,1\}\([0-9]\).*/\1 \2/p' |
  awk '$1 == $2' | wc -l)

lines=$(tr -d '\r' <$out/page.csv |
  awk -F, 'NR > 1 { text[$2] = text[$2] $4 } END { for (line in text) print text[line] }' |
  grep -c -x -e 081234567890 -e 17081945 -e 6273540 -e 31415926)

say "Summary"
echo "network         lenet5, $(figure $out/train.json parameters) parameters"
echo "training        $(figure $out/train.json seconds | awk '{ printf "%.1f", $1 }') s"
echo "held-out digits $(percent "$(figure $out/evaluate.json accuracy)") right" \
  "($(figure $out/evaluate.json correct) of $(figure $out/evaluate.json total))"
echo "image files     $((right)) of 10 right"
echo "page            $((lines)) of 4 lines right; what was read where: $out/page/page-read.png"
echo "written         $model"
for name in train.json evaluate.json predict.json page.json page.csv; do
  echo "                $out/$name"
done
echo "report          $out/report/report.html"
echo "demo page       $out/demo.html"
echo "Next: $digits --help"
