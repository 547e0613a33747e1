#!/bin/sh
# Installs what is missing, builds, and runs the tests. Logs lie in build/logs.
#   sh tests/run.sh          g++ over everything, clang++ with the sanitizers over the core
#   sh tests/run.sh --full   every compiler, sanitizer and instruction set, and the documents
#   sh tests/run.sh --full --resume     without the parts that this commit has passed
#   sh tests/run.sh --full gcc-11 fuzz  these parts alone
set -u
cd "$(dirname "$0")/.." || exit 1

all_parts="gcc-12 browser documents onnx gcc-11 clang-14 clang-14-asan gcc-12-asan clang-14-tsan gcc-12-tsan
fuzz aarch64 notebook readme reference"
full=no resume=no parts=
usage="usage: sh tests/run.sh [--full [--resume] [PART...]]"
while [ $# != 0 ]; do
  case $full,$1 in
    no,--full) full=yes ;;
    yes,--resume) resume=yes ;;
    yes,[a-z]*) parts="$parts $1" ;;
    *) echo "$usage" >&2; exit 2 ;;
  esac
  shift
done

jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
logs=build/logs

# Where there is room for it, g++ compiles in a seventh less time if it never collects its garbage.
free_kb=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo 2>/dev/null)
gcc_flags=
[ "${free_kb:-0}" -lt $((jobs * 2000000)) ] || gcc_flags=--param=ggc-min-heapsize=1000000

passed=0
failed=0
mkdir -p $logs

finish() {
  echo "$passed passed, $failed failed"
  if [ $failed = 0 ] && [ "$passed$parts" != 0 ]; then exit 0; fi
  exit 1
}

# step NAME COMMAND...: runs it into a log; a failure shows the log's end and closes the run.
step() {
  name=$1
  shift
  log=$logs/$(echo "$name" | tr ' ' '-').log
  began=$(date +%s)
  if "$@" >"$log" 2>&1; then
    echo "$name: ok, $(($(date +%s) - began)) s"
  else
    echo "$name: FAILED, see $log"
    tail -n 60 "$log"
    failed=$((failed + 1))
    finish
  fi
}

# has NAME COMPILER: whether the machine has the compiler; says so if not.
has() {
  command -v "$2" >/dev/null && return 0
  echo "$1: skipped, no $2 on this machine"
  return 1
}

# configure NAME COMPILER CMAKE_ARGUMENT...: into build/test-NAME
configure() {
  suite=$1
  compiler=$2
  shift 2
  case $compiler in
    *clang*) flags= ;;
    *) flags=$gcc_flags ;;
  esac
  step "$suite configure" env CXXFLAGS="${CXXFLAGS:-} $flags" cmake -S . -B "build/test-$suite" \
    -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 "$@"
}

# build NAME [TARGET...]
build() {
  suite=$1
  shift
  step "$suite build" cmake --build "build/test-$suite" -j "$jobs" ${1:+--target "$@"}
}

# check NAME WHAT CTEST_ARGUMENT...: runs tests of build/test-NAME and counts them.
check() {
  suite=$1
  what=$2
  shift 2
  log=$logs/$suite-$what.log
  results=$PWD/$logs/$suite-$what.xml
  began=$(date +%s)
  ctest --test-dir "build/test-$suite" -j "$jobs" --no-tests=error --output-on-failure \
    --output-junit "$results" "$@" >"$log" 2>&1
  status=$?
  total=$(sed -n 's/^\ttests="\([0-9]*\)".*/\1/p' "$results")
  good=$(grep -c 'status="run"' "$results")
  passed=$((passed + good))
  failed=$((failed + total - good))
  [ "$status" = 0 ] || [ "$total" != "$good" ] || failed=$((failed + 1))
  echo "$suite $what: $good of $total passed, $(($(date +%s) - began)) s"
  if [ "$status" != 0 ]; then
    echo "FAILED, see $log"
    tail -n 80 "$log"
    finish
  fi
}

# suite NAME COMPILER CMAKE_ARGUMENT...: all tests but those of the labels `skipped`; those that need
# no build come first.
suite() {
  has "$1" "$2" || return 0
  configure "$@" -DANGKA_WHOLE_ZOO=$full
  check "$1" structure -L structure ${without:+-LE "$without"}
  build "$1"
  check "$1" tests -LE "structure${skipped:+|$skipped}"
}

# sanitize NAME COMPILER [FOLDER...]: tests of these folders, or all, under address and undefined
# behaviour sanitizers; not optimised, but for what computes in digits, since the two together make
# optimising five times as slow.
sanitize() {
  has "$1" "$2" || return 0
  configure "$1" "$2" -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DANGKA_SANITIZE=address,undefined
  suite=$1
  shift 2
  # shellcheck disable=SC2046
  build "$suite" $(printf 'test_%s ' "$@" | sed 's/^test_ $//')
  check "$suite" tests ${1:+-L "^($(echo "$@" | tr ' ' '|'))\$"}
}

# race NAME COMPILER: the tests that use threads, under the thread sanitizer.
race() {
  has "$1" "$2" || return 0
  configure "$1" "$2" -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DANGKA_SANITIZE=thread
  build "$1" test_threads
  check "$1" threads -L threads
}

# fuzz NAME COMPILER: libFuzzer on each surface of tests/fuzz, 20 seconds each. What it finds lies in
# build/logs.
fuzz() {
  has "$1" "$2" || return 0
  configure "$1" "$2"
  build "$1" fuzzers
  for program in "build/test-$1"/fuzz/*; do
    surface=${program##*/}
    mkdir -p "build/fuzz/$surface"
    step "fuzz $surface" "$program" -max_total_time=20 -max_len=1024 -malloc_limit_mb=64 -timeout=60 \
      "-artifact_prefix=$logs/$surface-" "build/fuzz/$surface" "tests/fuzz/corpus/$surface"
  done
}

# foreign ARCHITECTURE SUITE: the tests of the library, built by Debian's cross compiler and run by
# QEMU, without the program `digits`; examples/embedded with the network that SUITE exported.
foreign() {
  has "$1" "$1-linux-gnu-g++" && has "$1" "qemu-$1" || return 0
  net=$PWD/build/test-$2/examples/embedded/lenet5
  [ -f "$net.hpp" ] || net=
  configure "$1" "$1-linux-gnu-g++" -DANGKA_NATIVE=OFF -DANGKA_FETCH=OFF -DCMAKE_SYSTEM_NAME=Linux \
    -DCMAKE_SYSTEM_PROCESSOR="$1" -DCMAKE_LIBRARY_ARCHITECTURE="$1-linux-gnu" \
    -DCMAKE_CROSSCOMPILING_EMULATOR="qemu-$1" -DCMAKE_EXE_LINKER_FLAGS=-static \
    -DZLIB_USE_STATIC_LIBS=ON -DANGKA_CLI11_DIR=OFF -DANGKA_EMBEDDED_NET="$net"
  build "$1"
  check "$1" tests -LE "structure|examples_digits|scripts"
}

# notebook SUITE: runs the Indonesian notebook from top to bottom with that suite's `digits`, and the English
# one as on a hosted Jupyter: from an empty folder. An error in a cell is a failure.
notebook() {
  has "the notebooks" jupyter-nbconvert || return 0
  [ -x "build/test-$1/digits" ] || { echo "the notebooks: skipped, no build/test-$1/digits"; return 0; }
  run="jupyter-nbconvert --execute --to notebook --ExecutePreprocessor.timeout=1800"
  step "digits.id.ipynb" env ANGKA_DIGITS="$PWD/build/test-$1/digits" $run \
    --output-dir build/notebook examples/digits/digits.id.ipynb
  empty=$(mktemp -d)
  cp examples/digits/digits.ipynb "$empty"
  step "digits.ipynb from nothing" env ANGKA_REPOSITORY="$PWD" $run --output done "$empty/digits.ipynb"
  rm -rf "$empty"
}

# browser NAME: the pages that `digits` of build/test-NAME writes, in chromium.
browser() {
  has browser chromium && [ -x "build/test-$1/digits" ] || return 0
  build "$1" digits browser_figures
  step "pages in a browser" sh tests/browser/run.sh "build/test-$1"
  sed -n 's/^\(.*: ok.*\)/  \1/p' "$log"
}

# documents NAME: the chapters that `digits` of build/test-NAME writes, in LibreOffice and pdflatex.
documents() {
  has documents pandoc && has documents pdftotext && [ -x "build/test-$1/digits" ] || return 0
  build "$1" digits
  step "chapters as documents" sh tests/documents/run.sh "build/test-$1"
  sed -n 's/^\(.*: ok.*\|.*: skipped.*\)/  \1/p' "$log"
}

# onnx NAME: networks as ONNX, in the engines of others.
onnx() {
  [ -d "build/test-$1" ] || return 0
  build "$1" onnx_figures
  step "networks as ONNX" sh tests/onnx/run.sh "build/test-$1"
  sed -n 's/^\(.*: ok.*\|.*: skipped.*\)/  \1/p' "$log"
}

# readme: every command and program that README.md shows, from an empty folder.
readme() {
  step "README" sh tests/docs/readme_test.sh --full
  sed -n 's/^- /  not run: /p' "$log"
}

reference() {
  step "reference by Doxygen" doxygen docs/Doxyfile
}

packages="clang libclang-rt-dev doctest-dev"
if [ $full = yes ]; then
  packages="$packages g++-11 g++-12 clang-14 g++-aarch64-linux-gnu qemu-user libbenchmark-dev"
  packages="$packages doxygen chromium jupyter-nbconvert python3-ipykernel python3-matplotlib python3-opencv"
  command -v npm >/dev/null || packages="$packages nodejs npm"
fi
# shellcheck disable=SC2086
sh cmake/packages.sh $packages || { failed=1; finish; }

command -v ninja >/dev/null && export CMAKE_GENERATOR="${CMAKE_GENERATOR:-Ninja}"
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1
if [ ! -d "${ANGKA_MNIST:-}" ]; then
  echo "ANGKA_MNIST names no folder with the MNIST files: the tests that read them are skipped"
fi

core="core layers losses data io fuzz faults"
without= skipped=
if [ $full = no ]; then
  without=alone
  suite gcc g++
  # A fifth of the damage: 5, so that each of a byte's eight bits has its turn.
  # shellcheck disable=SC2086
  ANGKA_DAMAGE=5 sanitize clang-asan clang++ $core
  race clang-tsan clang++
  finish
fi

export ANGKA_WAYS=all ANGKA_KILLS=100 ANGKA_PHOTOGRAPHS_ALL=1 ANGKA_LABELS=500
portable= avx2=
if [ "$(uname -m)" = x86_64 ]; then
  portable=-DANGKA_NATIVE=OFF avx2="-DCMAKE_CXX_FLAGS=-mavx2 -mfma"
fi
tree=$(git rev-parse HEAD)
for part in ${parts:-$all_parts}; do
  if [ $resume = yes ] && grep -qx "$tree $part" $logs/parts 2>/dev/null; then
    echo "$part: done before"
    continue
  fi
  case $part in
    gcc-12) ANGKA_PAGES=10 ANGKA_EMPTY=38 ANGKA_SYNTHETIC=60 ANGKA_STUDY=6 suite gcc-12 g++-12 ;;
    browser) browser gcc-12 ;;
    documents) documents gcc-12 ;;
    onnx) onnx gcc-12 ;;
    gcc-11)
      skipped="examples_digits|scripts"
      suite gcc-11 g++-11 ${portable:+"$portable"}
      skipped=
      ;;
    clang-14) suite clang-14 clang++-14 ${portable:+"$portable" "$avx2"} ;;
    clang-14-asan) sanitize clang-14-asan clang++-14 ;;
    # shellcheck disable=SC2086
    gcc-12-asan) sanitize gcc-12-asan g++-12 $core optimizers metrics augment report ;;
    clang-14-tsan) race clang-14-tsan clang++-14 ;;
    gcc-12-tsan) race gcc-12-tsan g++-12 ;;
    fuzz) fuzz fuzz clang++-14 ;;
    aarch64) foreign aarch64 gcc-12 ;;
    notebook) notebook gcc-12 ;;
    readme) readme ;;
    reference) reference ;;
    *) echo "no part $part; the parts: $all_parts" >&2; exit 2 ;;
  esac
  [ -n "$(git status --porcelain)" ] || echo "$tree $part" >>$logs/parts
done
finish
