#!/bin/sh
# Fetches MNIST: 60,000 handwritten digits to train on and 10,000 to test with, 55 MB unpacked; and
# QMNIST's labels, which tell who wrote each of them.
#   sh examples/digits/fetch_mnist.sh [FOLDER]     (build/mnist, if none is named)
# What is there and sound is kept. ANGKA_MNIST_MIRRORS: other addresses to fetch from.
set -u
qmnist_mirrors=${ANGKA_MNIST_MIRRORS:-https://raw.githubusercontent.com/facebookresearch/qmnist/master}
mirrors=${ANGKA_MNIST_MIRRORS:-"https://ossci-datasets.s3.amazonaws.com/mnist
https://storage.googleapis.com/cvdf-datasets/mnist
https://raw.githubusercontent.com/fgnt/mnist/master"}

# SHA-256 of each file, unpacked: mirrors differ in how they pack.
files="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5 train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7 t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2 t10k-labels-idx1-ubyte"
qmnist_files="bb1b6e1ec7b04fd5696f1ed50b5f58f8ef195118edd5c93c81783df9740b8ac5 qmnist-train-labels-idx2-int
92d0ccb8c25f9c6534270fb4be7e1d24a1c6d315edfc8a638bfbd31c70f362dd qmnist-test-labels-idx2-int"

case ${1-} in -*) set -- "$@" extra ;; esac
if [ $# -gt 1 ]; then
  echo "usage: sh fetch_mnist.sh [FOLDER]" >&2
  exit 2
fi
folder=${1:-$(dirname "$0")/../../build/mnist}
mkdir -p "$folder" || exit 1
folder=$(cd "$folder" && pwd) || exit 1

part=$folder/.part.$$
trap 'rm -f "$part" "$part.gz"' EXIT
trap 'exit 1' HUP INT TERM

# sha256 FILE
sha256() {
  if command -v sha256sum; then
    sha256sum <"$1"
  elif command -v shasum; then
    shasum -a 256 <"$1"
  else
    openssl dgst -sha256 -r <"$1"
  fi 2>/dev/null | sed -n 's/^\([0-9a-f]\{64\}\) .*/\1/p'
}

# sound SHA256 NAME: whether the file is there, plain or packed.
sound() {
  if [ -f "$folder/$2" ]; then
    [ "$(sha256 "$folder/$2")" = "$1" ]
  elif [ -f "$folder/$2.gz" ]; then
    gzip -dc "$folder/$2.gz" >"$part" 2>/dev/null && [ "$(sha256 "$part")" = "$1" ]
  else
    false
  fi
}

# download ADDRESS FILE
download() {
  if command -v curl >/dev/null; then
    curl -fsL --connect-timeout 15 -o "$2" "$1"
  else
    wget -q -T 15 -t 1 -O "$2" "$1"
  fi
}

# fetch SHA256 NAME: from the first mirror that has it whole.
fetch() {
  for mirror in $mirrors; do
    if ! download "$mirror/$2.gz" "$part.gz"; then
      echo "$mirror: no $2.gz, or no network" >&2
    elif ! gzip -dc "$part.gz" >"$part" 2>/dev/null || [ "$(sha256 "$part")" != "$1" ]; then
      echo "$mirror: $2.gz is damaged or something else" >&2
    else
      mv -f "$part" "$folder/$2"
      return
    fi
  done
  return 1
}

# get FILES: fetches those of them that aren't there.
get() {
  for name in $(echo "$1" | cut -d ' ' -f 2); do
    digest=$(echo "$1" | sed -n "s/ $name\$//p")
    if sound "$digest" "$name"; then
      echo "$name: there already"
    elif fetch "$digest" "$name"; then
      echo "$name: fetched"
    else
      return 1
    fi
  done
}

get "$files" || {
  echo "MNIST is not complete. Put the missing ones of these files into $folder"
  echo "by hand, as they are or with .gz, then run this again to have them checked:"
  echo "$files" | sed 's/.* /  /'
  exit 1
} >&2
echo "MNIST is in $folder"
mirrors=$qmnist_mirrors
get "$qmnist_files" || {
  echo "Who wrote the digits isn't known without QMNIST's labels; all else works. By hand, into $folder:"
  echo "$qmnist_files" | sed 's/.* /  /'
} >&2
exit 0
