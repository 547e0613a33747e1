#!/bin/sh
# Networks written as ONNX must compute in onnxruntime (npm's onnxruntime-web) and in OpenCV what they
# do in the library.
# usage: sh tests/onnx/run.sh BUILD, which holds onnx_figures
set -u
build=$(cd "$1" && pwd) || exit 1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0
"$build/onnx_figures" "$work" || exit 1

if (cd "$work" && npm install --silent --no-audit --no-fund onnxruntime-web@1.24.3 >npm.log 2>&1); then
  node "$here/onnxruntime.js" "$work" || status=1
else
  echo "onnxruntime: skipped, npm can't install it"
fi
python=$(for python in python3 /usr/bin/python3; do
  "$python" -c 'import cv2' 2>/dev/null && echo "$python" && break
done)
if [ -n "$python" ]; then
  "$python" "$here/opencv.py" "$work" || status=1
else
  echo "OpenCV: skipped, Python doesn't have it"
fi
exit $status
