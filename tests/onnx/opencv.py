"""Runs the networks of a folder by OpenCV's dnn: outputs as the library's, within 1e-5 of the largest.

Usage: opencv.py FOLDER
"""
import json
import pathlib
import sys

import cv2
import numpy as np

# What it can't do, before version 5 and since, by network.
BEFORE_5 = {
    "adaptive": "it gathers one row alone",
    "ceiled": "it multiplies by constant matrices from the right alone",
    "enlarged": "it has no transposed convolution of uneven padding",
    "mobilenet": "it knows Clip's limits as attributes alone",
    "pools": "it passes over max pooling's dilation",
    "rectangles": "it passes over max pooling's dilation",
    "resized": "it knows Clip's limits as attributes alone",
    "several": "it has no flat input beside images",
}
SINCE_5 = {"normalized": "it takes groups of channels for all of them"}

version = cv2.__version__
cannot = BEFORE_5 if int(version.split(".")[0]) < 5 else SINCE_5
failed = False
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    if file.stem in cannot:
        print(f"OpenCV {version}, {file.name}: skipped, {cannot[file.stem]}")
        continue
    facts = json.loads(file.with_suffix(".json").read_text())
    inputs = {"image": {"values": facts["image"], "shape": facts["input_shape"]}}
    if "inputs" in facts:
        inputs = {f"input_{i}": each for i, each in enumerate(facts["inputs"])}
    images = {name: np.array(each["values"], np.float32).reshape(each["shape"])
              for name, each in inputs.items()}
    expected = np.array(facts["output"], np.float32).reshape(facts["output_shape"])
    net = cv2.dnn.readNetFromONNX(str(file))
    error, shape = 0.0, None
    for i, wanted in enumerate(expected):  # a network of OpenCV's has a fixed batch
        for name, values in images.items():
            net.setInput(values[i:i + 1], name)
        output = net.forward("output")
        shape = output.shape[1:]
        if shape != wanted.shape:
            error = float("inf")
        else:
            error = max(error, float(abs(output[0] - wanted).max() / abs(expected).max()))
    failed |= not error <= 1e-5
    print(f"OpenCV {version}, {file.name}: {'FAILED' if not error <= 1e-5 else 'ok'}, "
          f"shape {shape}, largest relative difference {error:.1e}")
sys.exit(failed)
