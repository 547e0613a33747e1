# What fetch_mnist.sh does without a network, with a bad mirror and with a good one.
script=examples/digits/fetch_mnist.sh
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
bad=0
expect() {
  if ! eval "$2"; then
    echo "not so: $1" >&2
    bad=1
  fi
}

sh $script --help 2>/dev/null
expect "an unknown word is refused" "[ $? = 2 ]"

ANGKA_MNIST_MIRRORS=http://127.0.0.1:1 sh $script "$folder/a b" >/dev/null 2>"$folder/said"
expect "no network: a status of 1" "[ $? = 1 ]"
for name in train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte \
  t10k-labels-idx1-ubyte; do
  expect "no network: $name is named" 'grep -q "^  $name$" "$folder/said"'
done
expect "no network: the folder is named" 'grep -q "a b$" "$folder/said"'
expect "no network: nothing is left behind" '[ -z "$(ls -A "$folder/a b")" ]'

if command -v curl >/dev/null; then
  mkdir "$folder/mirror"
  echo text | gzip >"$folder/mirror/train-images-idx3-ubyte.gz"
  ANGKA_MNIST_MIRRORS=file://$folder/mirror sh $script "$folder/b" >/dev/null 2>"$folder/said"
  expect "a bad mirror: a status of 1" "[ $? = 1 ]"
  expect "a bad mirror: it is said" 'grep -q "damaged or something else" "$folder/said"'
  expect "a bad mirror: nothing is left behind" '[ -z "$(ls -A "$folder/b")" ]'
fi

if [ -n "${ANGKA_MNIST-}" ] && command -v curl >/dev/null; then
  export ANGKA_MNIST_MIRRORS="file://$folder/mirror file://$ANGKA_MNIST"
  sh $script "$folder/c" >/dev/null 2>&1
  expect "a good mirror after a bad one: a status of 0" "[ $? = 0 ]"
  expect "a good mirror: four files" '[ "$(ls -A "$folder/c" | wc -l)" = 4 ]'
  printf x >>"$folder/c/t10k-labels-idx1-ubyte"
  gzip "$folder/c/train-labels-idx1-ubyte"
  sh $script "$folder/c" >"$folder/said" 2>&1
  expect "again: a status of 0" "[ $? = 0 ]"
  expect "again: the damaged file alone is fetched" \
    '[ "$(grep -c "there already" "$folder/said")$(grep "fetched" "$folder/said")" = \
       "3t10k-labels-idx1-ubyte: fetched" ]'
  expect "without QMNIST's labels: it is said" 'grep -q "^Who wrote the digits" "$folder/said"'
  expect "without QMNIST's labels: their names, too" \
    '[ "$(grep -c "^  qmnist-t[a-z]*-labels-idx2-int$" "$folder/said")" = 2 ]'
  if [ -d "$ANGKA_MNIST/../qmnist" ]; then
    ANGKA_MNIST_MIRRORS=file://$ANGKA_MNIST/../qmnist sh $script "$folder/c" >"$folder/said" 2>&1
    expect "QMNIST's labels: a status of 0" "[ $? = 0 ]"
    expect "QMNIST's labels: both are fetched" '[ "$(grep -c ": fetched" "$folder/said")" = 2 ]'
    expect "QMNIST's labels: six files" '[ "$(ls -A "$folder/c" | wc -l)" = 6 ]'
  fi
else
  echo "skipped: fetching from a good mirror (no curl, or ANGKA_MNIST names no folder)"
fi
exit $bad
