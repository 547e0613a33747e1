#!/bin/sh
# What share of each reader's lines the files of corpus/ run through, by clang++'s counters.
#   sh tests/fuzz/coverage.sh [COMPILER]      builds in build/coverage
set -eu
cd "$(dirname "$0")/../.."
compiler=${1:-clang++}
build=build/coverage
tool() { "$compiler" -print-prog-name="$1"; }

cmake -S . -B $build -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_CXX_FLAGS_DEBUG="-O0 -fprofile-instr-generate -fcoverage-mapping" >$build.log
cmake --build $build --target test_fuzz >>$build.log
programs=$(find $build/tests/fuzz -name 'replay_*' -type f -perm -u+x)
for program in $programs; do
  name=${program##*/replay_}
  LLVM_PROFILE_FILE=$build/$name.profraw "$program" "tests/fuzz/corpus/$name"
done
"$(tool llvm-profdata)" merge -o $build/all.profdata $build/*.profraw

headers="data/csv data/numpy data/zip data/gzip data/idx data/image data/image_limits data/orientation data/png data/jpeg data/bmp data/pgm data/webp data/heic
data/stb_decode data/card io/safetensors_header io/safetensors io/checkpoint io/onnx_file io/onnx_constants io/onnx_folding io/onnx_values io/network_source
augment/spec"
files=$(for header in $headers; do echo "include/angka/$header.hpp"; done)
# shellcheck disable=SC2086,SC2046
"$(tool llvm-cov)" export -summary-only -instr-profile $build/all.profdata \
  $(for program in $programs; do echo "-object $program"; done | sed '1s/-object //') \
  $files examples/digits/console/options.cpp >$build/coverage.json
python3 - $build/coverage.json <<'END'
import json, os, sys
rows = json.load(open(sys.argv[1]))["data"][0]["files"]
for row in sorted(rows, key=lambda row: row["filename"]):
    lines = row["summary"]["lines"]
    print("%-45s %4d of %4d lines, %5.1f%%" % (os.path.relpath(row["filename"]), lines["covered"],
                                               lines["count"], lines["percent"]))
low = [row["filename"] for row in rows if row["summary"]["lines"]["percent"] < 90]
sys.exit("under 90%: " + ", ".join(low) if low else 0)
END
