#!/bin/sh
# Builds the benchmarks for this machine and prints their table. Processor time of the best of five
# runs; real time where several threads work.
#   sh bench/run.sh [--json FILE] [--march ARCH] [OPTION...]
# --json FILE      all runs, machine-readable
# --march ARCH     for another instruction set that this machine has, such as haswell (AVX2)
# OPTION           Google Benchmark's: --benchmark_filter='lenet5/Conv2D'
set -u
root=$(dirname "$0")/..
json=
march=
while [ $# != 0 ]; do
  case $1 in
  --json) json=${2:?--json needs a file} ;;
  --march) march=${2:?--march needs an architecture} ;;
  --*) break ;;
  *)
    echo "usage: sh bench/run.sh [--json FILE] [--march ARCH] [OPTION...]" >&2
    exit 2
    ;;
  esac
  shift 2
done

if [ -n "$march" ]; then
  name=release-$march
  sh "$root/bench/build.sh" "$name" bench -DANGKA_NATIVE=OFF "-DCMAKE_CXX_FLAGS=-march=$march"
else
  name=release
  sh "$root/bench/build.sh" "$name" bench
fi || exit 1
if [ -n "$json" ]; then
  set -- "--benchmark_out=$json" --benchmark_out_format=json "$@"
fi
exec "$root/build/$name/bench/bench" "$@"
