#!/bin/sh
# Builds and runs a project that is not ours in every way in which angka can be used; each must print
# the same. The installed tree is moved first, and warnings in our headers would be errors.
#   sh packaging_test.sh [CXX]
# With ANGKA_WAYS=all angka::loaders, too, is used in every way, and beside the headers alone; else
# from the installed package.
set -eu
cd "$(dirname "$0")"
here=$PWD
root=$(cd ../.. && pwd)
compiler=${1:-${CXX:-c++}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CMAKE_BUILD_TYPE
export CMAKE_BUILD_PARALLEL_LEVEL=1
expected="47 parameters, probabilities add up to 1.000"
strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"

fail() {  # MESSAGE
  echo "$1; the log:"
  cat "$work/log"
  exit 1
}

check() {  # WAY PROGRAM
  printed=$("$2")
  [ "$printed" = "$expected" ] || { echo "$1: expected '$expected', found '$printed'"; exit 1; }
  echo "$1: $printed"
}

configure() {  # SOURCE BINARY CMAKE_ARGUMENT...: into $work/log, a message a line
  source=$1
  binary=$work/$2
  shift 2
  cmake -S "$source" -B "$binary" -DCMAKE_CXX_COMPILER="$compiler" "$@" >"$work/log" 2>&1 &&
    status=0 || status=$?
  tr '\n' ' ' <"$work/log" | tr -s ' ' >"$work/line"
  return $status
}

says() {  # TEXT: whether the last log says so, however its lines are broken
  grep -qF "$1" "$work/line" || fail "expected '$1'"
}

project() {  # WAY CMAKE_ARGUMENT...
  way=$1
  shift
  configure "$here/app" "$way" -DCMAKE_CXX_FLAGS="$strict" -DFROM="$way" "$@" || fail "$way"
  cmake --build "$work/$way" >>"$work/log" 2>&1 || fail "$way"
  check "$way" "$work/$way/app"
}

configure "$root" build -DANGKA_DEVELOPER=OFF -DCMAKE_INSTALL_PREFIX="$work/first" \
  -DANGKA_PROTOZERO_DIR=OFF || fail "angka"
grep -q '^CMAKE_BUILD_TYPE:STRING=Release$' "$work/build/CMakeCache.txt" ||
  fail "expected Release where nobody chose"
cmake --install "$work/build" >/dev/null
mkdir "$work/elsewhere"
mv "$work/first" "$work/elsewhere/moved"
rm -rf "$work/build"
installed=$work/elsewhere/moved

project package -DCMAKE_PREFIX_PATH="$installed"
says "no CMAKE_BUILD_TYPE is chosen"
project subdirectory -DANGKA_SOURCE="$root"
says "no CMAKE_BUILD_TYPE is chosen"
grep -q "angka: compiled without optimisation" "$work/log" || fail "expected the header's message"
tar -C "$root" -cf "$work/angka.tar" CMakeLists.txt LICENSE cmake include
project archive -DANGKA_SOURCE="$work/angka.tar" -DANGKA_NO_OPTIMIZATION_WARNING=ON
if grep -i optimi "$work/log"; then fail "these warnings were switched off"; fi

configure "$here/reader" reader_itself -DANGKA_SOURCE="$work/angka.tar" -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_INSTALL_PREFIX="$work/reader_installed" || fail "reader"
if grep -i optimi "$work/log"; then fail "a build type was chosen"; fi
cmake --install "$work/reader_itself" >/dev/null
project reader -DCMAKE_PREFIX_PATH="$work/reader_installed" -DANGKA_NO_OPTIMIZATION_WARNING=ON

same() {  # WAY PROGRAM...: they print a table, all the same
  way=$1
  shift
  for program; do
    (cd "$work" && "$program") >"$program.txt" || { echo "$way: $program failed"; exit 1; }
    grep -q "macro average" "$program.txt" || { echo "$way: $program prints no table"; exit 1; }
    diff "$1.txt" "$program.txt" || { echo "$way: $program prints another text"; exit 1; }
  done
  echo "$way: a table with angka::loaders"
}

twin=
[ "${ANGKA_WAYS:-}" != all ] || twin=headers
loaders() {  # WAY TARGETS CMAKE_ARGUMENT...
  way=$1
  targets=$2
  shift 2
  configure "$here/loaders" "loaders-$way" -DCMAKE_CXX_FLAGS="$strict" -DFROM="$way" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O0 "$@" || fail "loaders, $way"
  # shellcheck disable=SC2086
  cmake --build "$work/loaders-$way" --target $targets >>"$work/log" 2>&1 || fail "loaders, $way"
  same "$way" ${twin:+"$work/loaders-package/$twin"} "$work/loaders-$way/compiled"
}

loaders package "$twin compiled" -DCMAKE_PREFIX_PATH="$installed"
if [ "${ANGKA_WAYS:-}" = all ]; then
  loaders archive compiled -DANGKA_SOURCE="$work/angka.tar" -DCMAKE_INSTALL_PREFIX="$work/squares"
  cmake --install "$work/loaders-archive" >/dev/null
  rm -rf "$work/loaders-archive"
  loaders library compiled -DCMAKE_PREFIX_PATH="$work/squares"
fi

refuse() {  # WHY CMAKE_ARGUMENT...: what find_package says
  why=$1
  shift
  if configure "$here/app" refused -DFROM=package -DCMAKE_PREFIX_PATH="$installed" "$@"; then
    fail "not refused"
  fi
  says "$why"
  rm -rf "$work/refused"
}

refuse "angka's part images needs stb_image.h (Debian: libstb-dev), which was not found" \
  -DANGKA_STB_DIR=OFF
refuse "angka's part gzip needs zlib (Debian: zlib1g-dev), which was not found" \
  -DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON
refuse "angka has no part 'gzib'; it has native, images, gzip, safetensors, onnx" -DPART=gzib
refuse "angka needs Eigen 3.4 or 5 (Debian: libeigen3-dev), which was not found" \
  -DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON

for version in 3.3.9 5.0.1 6.0.0; do
  folder=$work/eigen-$version
  mkdir "$folder"
  echo 'add_library(Eigen3::Eigen INTERFACE IMPORTED)' >"$folder/Eigen3Config.cmake"
  echo "include(CMakePackageConfigHelpers)
write_basic_package_version_file($folder/Eigen3ConfigVersion.cmake VERSION $version
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)" >"$work/eigen.cmake"
  cmake -P "$work/eigen.cmake"
  if [ $version != 5.0.1 ]; then
    refuse "angka needs Eigen 3.4 or 5, found $version in $folder" -DEigen3_DIR="$folder"
    continue
  fi
  for way in package subdirectory; do
    configure "$here/app" "eigen-5-$way" -DFROM=$way -DANGKA_SOURCE="$root" -DEigen3_DIR="$folder" \
      -DCMAKE_PREFIX_PATH="$installed" || fail "Eigen 5, $way"
  done
done
echo "find_package: says why it refuses"

if git -C "$root" rev-parse HEAD >/dev/null 2>&1; then
  git clone -q --depth 1 -c core.autocrlf=true "file://$root" "$work/clone"
  [ -z "$(git -C "$work/clone" status --porcelain)" ] || { echo "changed by core.autocrlf"; exit 1; }
  for script in $(cd "$work/clone" && git ls-files '*.sh'); do
    sh -n "$work/clone/$script"
  done
  echo "git: scripts keep their line ends with core.autocrlf"
fi

plain() {  # WAY COMPILER_ARGUMENT...
  way=$1
  shift
  # shellcheck disable=SC2086
  "$compiler" -std=c++20 $strict "$here/app/main.cpp" -o "$work/app" "$@" 2>"$work/log" || fail "$way"
  check "$way" "$work/app"
}

if command -v pkg-config >/dev/null && pkg-config --exists eigen3; then
  PKG_CONFIG_PATH=$(dirname "$(find "$installed" -name angka.pc)")
  export PKG_CONFIG_PATH
  # shellcheck disable=SC2046
  plain pkg-config $(pkg-config --cflags --libs angka)
  if [ "${ANGKA_WAYS:-}" = all ]; then
    for define in "" -DANGKA_LOADERS_COMPILED; do
      # shellcheck disable=SC2046
      "$compiler" -std=c++20 -O1 -Wall -Wextra -Werror $define "$here"/loaders/*.cpp \
        ${define:+$(pkg-config --variable=loaders angka)} \
        $(pkg-config --cflags --libs angka) -lz -o "$work/loaders$define" 2>"$work/log" ||
        fail "loaders, pkg-config"
    done
    same pkg-config "$work/loaders" "$work/loaders-DANGKA_LOADERS_COMPILED"
  fi
else
  echo "pkg-config: skipped, this machine has none that knows Eigen"
fi
eigen=$(find /usr/include /usr/local/include /opt/homebrew/include -maxdepth 1 -name eigen3 2>/dev/null | head -n 1)
if [ -n "$eigen" ]; then
  plain include -Og -I "$root/include" -I "$eigen" -pthread
  [ ! -s "$work/log" ] || fail "expected no message with -Og"
else
  echo "include: skipped, no folder eigen3 where systems have it"
fi
