#!/bin/sh
# Builds and runs a project that is not ours in every way in which angka can be used; each must print
# the same. The installed tree is moved first, and warnings in our headers would be errors.
#   sh packaging_test.sh [CXX]
set -eu
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
compiler=${1:-${CXX:-c++}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
expected="47 parameters, probabilities add up to 1.000"
strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"

check() {  # WAY PROGRAM
  printed=$("$2")
  [ "$printed" = "$expected" ] || { echo "$1: expected '$expected', found '$printed'"; exit 1; }
  echo "$1: $printed"
}

project() {  # WAY CMAKE_ARGUMENT...
  way=$1
  shift
  cmake -S "$here/app" -B "$work/$way" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="$strict" -DFROM="$way" "$@" >"$work/log" 2>&1 &&
    cmake --build "$work/$way" >>"$work/log" 2>&1 || { echo "$way:"; cat "$work/log"; exit 1; }
  check "$way" "$work/$way/app"
}

cmake -S "$root" -B "$work/build" -DCMAKE_CXX_COMPILER="$compiler" -DANGKA_DEVELOPER=OFF \
  -DCMAKE_INSTALL_PREFIX="$work/first" >/dev/null
cmake --install "$work/build" >/dev/null
mkdir "$work/elsewhere"
mv "$work/first" "$work/elsewhere/moved"
rm -rf "$work/build"

project package -DCMAKE_PREFIX_PATH="$work/elsewhere/moved"
project subdirectory -DANGKA_SOURCE="$root"
tar -C "$root" -cf "$work/angka.tar" CMakeLists.txt LICENSE cmake include
project archive -DANGKA_SOURCE="$work/angka.tar"

plain() {  # WAY COMPILER_ARGUMENT...
  way=$1
  shift
  "$compiler" -std=c++20 $strict "$here/app/main.cpp" -o "$work/app" "$@"
  check "$way" "$work/app"
}

if command -v pkg-config >/dev/null && pkg-config --exists eigen3; then
  PKG_CONFIG_PATH=$(dirname "$(find "$work/elsewhere/moved" -name angka.pc)")
  export PKG_CONFIG_PATH
  # shellcheck disable=SC2046
  plain pkg-config $(pkg-config --cflags --libs angka | sed 's/-I\([^ ]*eigen3\)/-isystem \1/')
else
  echo "pkg-config: skipped, this machine has none that knows Eigen"
fi
eigen=$(find /usr/include /usr/local/include /opt/homebrew/include -maxdepth 1 -name eigen3 2>/dev/null | head -n 1)
if [ -n "$eigen" ]; then
  plain include -I "$root/include" -isystem "$eigen" -pthread
else
  echo "include: skipped, no folder eigen3 where systems have it"
fi
