#!/bin/sh
# Puts what pip has of the peers into build/peers-venv; what can't be had is left out, with a word.
# usage: sh bench/peers/venv.sh [MODULE...]
set -u
cd "$(dirname "$0")/../.." || exit 1
venv=build/peers-venv log=build/peers-venv.log
[ $# != 0 ] || set -- torch tensorflow jax onnxruntime openvino ncnn
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3

# What pip is asked for. PyTorch's builds for the processor have a version of their own; on Linux the
# other ones bring gigabytes for graphics cards.
packages() {
  case $1-$(uname)-$(uname -m) in
  torch-Linux-*) echo torch==2.13.0+cpu ;;
  torch-*) echo torch==2.13.0 ;;
  tensorflow-Linux-x86_64) echo "keras>=3.8 tensorflow-cpu>=2.18" ;;
  tensorflow-*) echo "keras>=3.8 tensorflow>=2.18" ;;
  jax-*) echo "jax>=0.6" ;;
  onnxruntime-*) echo "onnxruntime>=1.20" ;;
  sklearn-*) echo "scikit-learn>=1.3" ;;
  openvino-*) echo "openvino>=2025.0" ;;
  *) echo "$1" numpy ;;
  esac
}

mkdir -p build
: >$log
wanted=" $* "
if [ ! -x $venv/bin/pip ] && ! $python -m venv $venv >>$log 2>&1; then
  echo "Without what pip offers: $python makes no virtual environment (log in $log)" >&2
  rm -rf $venv
fi
for module; do
  set -- $venv/lib/python*/site-packages/"$module"
  [ ! -d "$1" ] && [ -x $venv/bin/pip ] || continue
  echo "Installing $module into $venv (log in $log)" >&2
  # shellcheck disable=SC2046
  $venv/bin/pip install --retries 1 $(packages "$module") >>$log 2>&1 ||
    echo "Not there: $(packages "$module") (log in $log)" >&2
done
set -- $venv/lib/python*/site-packages/torch
case $wanted in *" torch "*) [ -d "$1" ] || sh cmake/packages.sh python3-torch >&2 ;; esac
