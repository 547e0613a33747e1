#!/bin/sh
# Installs what is missing and builds programs for measuring, into build/NAME.
# usage: sh bench/build.sh NAME TARGET [CMAKE_OPTION...]
set -u
cd "$(dirname "$0")/.." || exit 1
name=$1 target=$2
shift 2
log=build/$name.log
jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
mkdir -p build || exit 1

packages=
case $target in
bench) packages=libbenchmark-dev ;;
peers) packages="libdnnl-dev libdlib-dev libopenblas-dev python3-venv python3-dev" ;;
esac
# shellcheck disable=SC2086
sh cmake/packages.sh $packages >&2 || exit 1

echo "Building build/$name (log in $log)" >&2
command -v ninja >/dev/null && export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"
{
  cmake --preset release -B "build/$name" -DBUILD_TESTING=OFF "$@" &&
    cmake --build "build/$name" --target "$target" -j "$jobs"
} >"$log" 2>&1 || {
  tail -n 40 "$log" >&2
  echo "The build failed; all of its messages are in $log" >&2
  exit 1
}
