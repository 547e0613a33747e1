#!/bin/sh
# Runs what README.md shows, as it stands there, in a copy of the tree that holds nothing else, and
# checks that README.id.md shows the same.
#   ANGKA_DIGITS=build/release/digits sh readme_test.sh   what is quick, with a `digits` built before
#   sh readme_test.sh --full                              everything, from building on
# What can't be run is told by `omitted` below, with the reason. ANGKA_MNIST: a folder that stands
# for the addresses of MNIST; without it nothing is downloaded.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
full=${1:-}
[ -n "$full" ] || digits=$(cd "$(dirname "$ANGKA_DIGITS")" && pwd)/$(basename "$ANGKA_DIGITS")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "README.md: $1"
  exit 1
}

# omitted COMMAND: prints why this one isn't run, and fails if it is.
omitted() {
  case $1 in
    "sh tests/run.sh") echo "is what runs this" ;;
    "sh bench/peers/run.sh") echo "downloads PyTorch, dlib and others, and measures them for long" ;;
    *mnist*) [ -d "${ANGKA_MNIST:-}" ] && [ "$full" ] || echo "downloads; or is more than is quick" ;;
    *doxygen*) [ "$full" ] && command -v doxygen >/dev/null || echo "needs Doxygen, and is not quick" ;;
    sh\ bench/* | "sh examples/digits/run.sh" | cmake\ * | build/app\ * | build/release/examples/*)
      [ "$full" ] || echo "builds what the other tests build, too" ;;
    *digits\ tune* | *digits\ compare* | *digits\ report*)
      [ "$full" ] || echo "is not quick" ;;
    g++\ * | ./app\ *) [ -d /usr/include/eigen3 ] || echo "needs Eigen where Debian has it" ;;
    *) false ;;
  esac | grep .
}

# blocks LANGUAGE FILE FOLDER: each fenced block of that language becomes FOLDER/LANGUAGE-NUMBER.
blocks() {
  mkdir -p "$3"
  awk -v start="\`\`\`$1" -v name="$3/$1-" '
    $0 == start { inside = 1; file = name (++count); printf "" >file; next }
    /^```/ { inside = 0 }
    inside { print >file }' "$2"
}

for language in cpp cmake python sh; do
  blocks $language "$root/README.md" "$work/en"
  blocks $language "$root/README.id.md" "$work/id"
done
shown=$(grep -c '^```[a-z]' "$root/README.md")
[ "$shown" = "$(find "$work/en" -type f | wc -l)" ] || fail "holds a block of a language that isn't tested"
cp -r "$work/en" "$work/bare"
sed -i 's/  *#.*//; s/ --lang id//' "$work"/bare/* "$work"/id/*
diff -r "$work/bare" "$work/id" || fail "README.id.md shows other blocks"
if grep -h 'release/digits [a-z]' "$root/README.id.md" | grep -v -- ' --lang id'; then
  fail "these commands of README.id.md don't speak Indonesian"
fi
if grep -o '`\(sh\|cmake\|g++\|digits\) [^`]*[ /][^`]*`' "$root/README.md" |
  grep -v -e '`sh docs/confusion.sh build/digits/evaluate.json`' -e '`cmake --preset release`' \
    -e '`digits train \[mnist\] --net NET --seed SEED --out FILE`'; then
  fail "these commands stand where this test doesn't see them; make them a block"
fi

# The clone, with a project of the user's beside it. The quickstart's program is the first one shown.
clone=$work/angka
project=$work/project
mkdir -p "$clone" "$project"
tar -C "$root" --exclude=./build --exclude='./build-*' --exclude=./.git -cf - . | tar -C "$clone" -xf -
[ -z "$full" ] || [ ! -d "$clone/build" ] || fail "the copy holds a build"
blocks cpp "$root/README.md" "$work/cpp"
diff "$work/cpp/cpp-1" "$root/examples/quickstart/main.cpp"
cp "$work/cpp/cpp-1" "$project/app.cpp"
cp "$work/en/cmake-1" "$project/CMakeLists.txt"
[ ! -e "$work/en/cmake-2" ] || fail "holds a second CMakeLists.txt"
if [ -z "$full" ]; then
  mkdir -p "$clone/build/release"
  ln -s "$digits" "$clone/build/release/digits"
fi

# Each command in turn; a block that names ../angka belongs to the project.
number=1
while [ -f "$work/en/sh-$number" ]; do
  block=$work/en/sh-$number
  number=$((number + 1))
  folder=$clone
  ! grep -q ' \.\./angka' "$block" || folder=$project
  while IFS= read -r command; do
    bare=$(echo "$command" | sed 's/  *#.*//')
    if why=$(omitted "$bare"); then
      echo "- $bare: $why"
      continue
    fi
    echo "+ $bare"
    began=$(date +%s)
    (
      cd "$folder"
      [ ! -d "${ANGKA_MNIST:-}" ] || export ANGKA_MNIST_MIRRORS="file://$ANGKA_MNIST"
      case $bare in
        "sh examples/digits/run.sh") ;;
        *) export ANGKA_BRIEF=1 BENCHMARK_MIN_TIME=0.01 ;;
      esac
      sh -euc "$command"
    ) >"$work/log" 2>&1 </dev/null || { cat "$work/log"; fail "'$command' fails"; }
    echo "  $(($(date +%s) - began)) s"
  done <"$block"
done

# Saving a model, of the network that the first program shows.
{
  sed '/^int main/,$d' "$work/cpp/cpp-1"
  cat <<'PROGRAM'
#include <angka/io/model.hpp>

int main() {
  const Dataset digits{.shape = {1, 28, 28}, .classes = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}};
  Model<LeNet5, CrossEntropy, Adam> model{seed(2)};
#include "cpp/cpp-2"
  const auto trained = model.network.parameters(), read = loaded.network.parameters();
  return loaded.classes != digits.classes || !std::equal(trained.begin(), trained.end(), read.begin());
}
PROGRAM
} >"$work/model.cpp"

# The names of weights: a network and two files in which each has a place.
cat >"$work/weights.cpp" <<'PROGRAM'
#include <angka/angka.hpp>
#include <angka/io/weights.hpp>
#include <cstdio>
using namespace angka;
using Net = Network<Input<1, 8, 8>, Conv2D<2, 3>, ReLU, MaxPool2D<2>, Conv2D<2, 3>, ReLU, Flatten,
                    Dense<2>>;

void write(const char* path, const char* first, const char* second, const char* last,
           const char* weight, bool keras) {
  const auto tensor = [](std::string name, std::vector<std::size_t> shape) {
    NamedTensor made{.name = name, .shape = shape};
    std::size_t size = 1;
    for (const std::size_t side : shape) size *= side;
    made.values.assign(size, 0.25f);
    return made;
  };
  const std::string of = keras ? "/" : ".";
  using Shape = std::vector<std::size_t>;
  const std::vector<NamedTensor> tensors{
      tensor(first + of + weight, keras ? Shape{3, 3, 1, 2} : Shape{2, 1, 3, 3}),
      tensor(first + of + "bias", {2}),
      tensor(second + of + weight, keras ? Shape{3, 3, 2, 2} : Shape{2, 2, 3, 3}),
      tensor(second + of + "bias", {2}),
      tensor(last + of + weight, {2, 2}),
      tensor(last + of + "bias", {2})};
  write_safetensors(path, tensors);
}

int main() {
  write("pytorch.safetensors", "features.0", "features.3", "classifier", "weight", false);
  write("keras.safetensors", "conv2d", "conv2d_1", "dense", "kernel", true);
  Net net{seed(1)};
#include "cpp/cpp-3"
  for (const float value : net.parameters()) {
    if (value != 0.25f && value != 0) return 1;  // 0: padding
  }
}
PROGRAM
[ ! -e "$work/cpp/cpp-4" ] || fail "holds C++ that isn't tested"
if [ -d /usr/include/eigen3 ]; then
  (
    cd "$work"
    for program in model weights; do
      g++ -std=c++20 -DANGKA_NO_OPTIMIZATION_WARNING -I "$clone/include" \
        -isystem /usr/include/eigen3 $program.cpp -o $program -pthread -lz
      ./$program
    done
  )
fi

# Not run, because it needs PyTorch and Keras: tests/record/weights.py is what made the files with
# which tests/io/weights_test.cpp loads such weights.
[ ! -e "$work/en/python-2" ] || fail "holds Python that isn't tested"
if command -v python3 >/dev/null; then
  python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$work/en/python-1"
fi
