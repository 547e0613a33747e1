#!/usr/bin/env python3
"""Writes ONNX's recorded cases of single operators as C++: what each is in angka, its numbers, and
which cases of the same operators are left out, and why: those of more than MOST_NUMBERS, too.

Usage: onnx_nodes.py layers|losses|optimizers > ../recorded/onnx_WHAT.hpp

Reads what Debian's package libonnx-testdata (ONNX 1.12) installs, by the descriptions of protobuf's
wire format and of onnx.proto alone.
"""
import math
import pathlib
import struct
import sys

DATA = pathlib.Path("/usr/share/libonnx-testdata/data")
MOST_NUMBERS = 2000  # in a tensor; more would make the recorded files large, so such cases are left out


# Protocol buffers: a message is a list of (field number, value).

def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def message(data):
    """The values of each field; numbers as integers, all else as bytes."""
    fields, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        else:
            if key & 7 == 2:
                size, at = varint(data, at)
            else:
                size = {1: 8, 5: 4}[key & 7]
            value, at = data[at:at + size], at + size
        fields.setdefault(key >> 3, []).append(value)
    return fields


def integers(values):
    """Of a repeated int64, packed or not."""
    result = []
    for value in values:
        if isinstance(value, int):
            result.append(value)
            continue
        at = 0
        while at < len(value):
            number, at = varint(value, at)
            result.append(number)
    return [number - (number >> 63 << 64) for number in result]


# onnx.proto

def product(shape):
    result = 1
    for size in shape:
        result *= size
    return result


class Tensor:
    def __init__(self, shape, values, whole=False):
        assert len(values) == product(shape)
        self.shape, self.values, self.whole = list(shape), list(values), whole

    def permuted(self, axes):
        """Axis k of the result is axis axes[k] of this."""
        shape = [self.shape[axis] for axis in axes]
        steps = [product(self.shape[axis + 1:]) for axis in axes]
        values = []

        def walk(depth, at):
            if depth == len(axes):
                values.append(self.values[at])
                return
            for i in range(shape[depth]):
                walk(depth + 1, at + i * steps[depth])

        walk(0, 0)
        return Tensor(shape, values)

    def padded(self, axis, before, after):
        """With zeros before and behind an axis."""
        inner = product(self.shape[axis + 1:])
        run = self.shape[axis] * inner
        values = []
        for at in range(0, len(self.values), run):
            values += [0.0] * (before * inner) + self.values[at:at + run] + [0.0] * (after * inner)
        shape = self.shape[:]
        shape[axis] += before + after
        return Tensor(shape, values)

    def reshaped(self, *shape):
        return Tensor(shape, self.values)

    def first_along(self, axis):
        """Of an axis the first alone."""
        outer, size, inner = rows_along(self, axis)
        values = sum([self.values[i * size * inner:][:inner] for i in range(outer)], [])
        return Tensor(self.shape[:axis] + [1] + self.shape[axis + 1:], values)

    def first_channel(self):
        """Of the first image."""
        return Tensor([1, 1] + self.shape[2:], self.values[:product(self.shape[2:])])

    def floats(self):
        return [float(value) for value in self.values]

    def scaled(self, factor):
        return Tensor(self.shape, [f32(factor * value) for value in self.values])


def f32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def read_tensor(data):
    fields = message(data)
    shape = integers(fields.get(1, []))
    form = {1: "f", 2: "B", 3: "b", 6: "i", 7: "q", 9: "?", 11: "d"}[fields[2][0]]
    if 9 in fields:
        values = struct.unpack("<%d%s" % (product(shape), form), fields[9][0])
    elif form == "f":
        packed = b"".join(fields.get(4, []))
        values = struct.unpack("<%df" % (len(packed) // 4), packed)
    else:
        values = integers(fields.get(7 if form == "q" else 5, []))
    return Tensor(shape, values, form not in "fd")


def read_attribute(data):
    fields = message(data)
    if 2 in fields:
        value = struct.unpack("<f", fields[2][0])[0]
    elif 3 in fields:
        value = integers(fields[3])[0]
    elif 4 in fields:
        value = fields[4][0].decode()
    else:
        value = integers(fields.get(8, []))
    return fields[1][0].decode(), value


class Case:
    """A folder: one operator's attributes, inputs (in the operator's order) and outputs."""

    def __init__(self, folder):
        self.name = folder.name[len("test_"):]
        model = message((folder / "model.onnx").read_bytes())
        self.version = max(message(use).get(2, [0])[0] for use in model[8])
        graph = message(model[7][0])
        nodes = [message(node) for node in graph.get(1, [])]
        constants = [node for node in nodes if node[4][0] == b"Constant"]
        nodes = [node for node in nodes if node not in constants]
        # Beside the operator there may be some that only move its axes.
        moves = [node for node in nodes if node[4][0] in (b"Squeeze", b"Unsqueeze", b"Transpose")]
        if len(nodes) > 1:
            nodes = [node for node in nodes if node not in moves]
        self.op = nodes[0][4][0].decode() if len(nodes) == 1 else None
        if [node[4][0] for node in nodes] == [b"Split", b"Sigmoid", b"Mul"]:
            self.op = "GLU"
        if not any(self.op in readers for groups in OPERATORS.values()
                   for readers in groups.values()):
            return
        self.moved = [node[4][0].decode() for node in moves]
        self.attributes = dict(map(read_attribute, nodes[0].get(5, [])))
        known = {node[2][0]: read_tensor(message(node[5][0])[5][0]) for node in constants}
        for data in graph.get(5, []):
            known[message(data)[8][0]] = read_tensor(data)
        records = folder / "test_data_set_0"
        names = [message(value)[1][0] for value in graph[11]]
        for i, name in enumerate(name for name in names if name not in known):
            known[name] = read_tensor((records / ("input_%d.pb" % i)).read_bytes())
        order = [name for name in nodes[0][1] if name in known]
        self.inputs = [known[name] for name in order + [n for n in known if n not in order]]
        self.outputs = [read_tensor((records / ("output_%d.pb" % i)).read_bytes())
                        for i in range(len(graph[12]))]

    def get(self, name, default):
        return self.attributes.get(name, default)


class LeftOut(Exception):
    """Why a case is left out."""


# Layers

class Layer:
    """A case as a layer of angka: `what` in C++, images, outputs, and parameters as in files."""

    def __init__(self, case, what, images, outputs, parameters=(), further=(), shape=None):
        if images.whole and case.group == "parts":
            raise LeftOut("of integers")
        if max(len(images.values), len(outputs.values)) > MOST_NUMBERS:
            raise LeftOut("too many numbers")
        if any(value and not 1e-37 < abs(value) < 3.4e38 for value in images.floats() + outputs.floats()):
            raise LeftOut("numbers beyond float's")
        count, *image = shape or images.shape
        image = (image + [1, 1])[:2] + [product(image[2:])]
        self.group = case.group
        if training(case) or further:
            self.group = "trainings"
        self.what = "Input<%d, %d, %d>{}, %s" % (*image, what)
        self.node = [case.name, count, images.floats(), outputs.floats(),
                     [tensor.floats() for tensor in parameters],
                     [tensor.floats() for tensor in further]]


def settings(name, **values):
    """The layer of this name; as it comes where the case doesn't set the value."""
    set_ = [".%s = %s" % (key, cpp(value)) for key, value in values.items() if value is not None]
    return "%s{%s}" % (name, ", ".join(set_))


def modifiers(name, *arguments, **numbers):
    text = [str(argument) for argument in arguments if argument != ""]
    text += ["%s<%s>" % (key, value) for key, value in numbers.items()]
    return "%s<%s>{}" % (name, ", ".join(text))


def window(case, sizes, kernel):
    """Strides, dilations, zeros before and behind each axis, and whether Same puts them there."""
    axes = len(sizes)
    strides = case.get("strides", [1] * axes)
    dilations = case.get("dilations", [1] * axes)
    extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilations)]
    missing = [max((-(-size // stride) - 1) * stride + extent - size, 0)
               for size, stride, extent in zip(sizes, strides, extents)]
    same = [m // 2 for m in missing], [m - m // 2 for m in missing]  # Keras' Same
    mode = case.get("auto_pad", "NOTSET")
    if mode == "SAME_UPPER":
        before, behind = same
    elif mode == "SAME_LOWER":
        behind, before = same
    else:
        pads = case.get("pads", [0] * 2 * axes)
        before, behind = pads[:axes], pads[axes:]
    outputs = [(size + a + b - extent) // stride + 1
               for size, a, b, extent, stride in zip(sizes, before, behind, extents, strides)]
    case.ceil = case.get("ceil_mode", 0) and outputs != case.outputs[0].shape[2:]
    assert case.ceil or outputs == case.outputs[0].shape[2:]
    return strides, dilations, before, behind, (before, behind) == same and any(missing)


def two(values):
    """Numbers down and across as a modifier's arguments."""
    return str(values[0]) if values[0] == values[1] else "%d, %d" % tuple(values)


def kernel_size(kernel):
    return two(kernel) if kernel[0] == kernel[1] else "Kernel{%d, %d}" % tuple(kernel)


def convolution(case):
    images, weight, *bias = case.inputs
    sizes, kernel = images.shape[2:], weight.shape[2:]
    if len(sizes) > 2:
        raise LeftOut("three-dimensional")
    strides, dilations, before, behind, same = window(case, sizes, kernel)
    if len(sizes) == 1:  # an image of one row, a kernel of one row
        images = images.reshaped(*images.shape[:2], 1, *sizes)
        weight = weight.reshaped(*weight.shape[:2], 1, *kernel)
        before, behind, kernel, same = [0] + before, [0] + behind, [1] + kernel, False
        strides, dilations = [1] + strides, [1] + dilations
    padding = before
    if not same and before != behind:  # they lie in the image itself
        padding = [0, 0]
        for axis in range(2):
            images = images.padded(2 + axis, before[axis], behind[axis])
    same = same and "auto_pad" in case.attributes
    numbers = {}
    if padding != [0, 0] and not same:
        numbers["Padding"] = two(padding)
    if strides != [1, 1]:
        numbers["Stride"] = two(strides)
    if dilations != [1, 1]:
        numbers["Dilation"] = two(dilations)
    if case.get("group", 1) != 1:
        numbers["Groups"] = case.get("group", 1)
    what = modifiers("Conv2D", weight.shape[0], kernel_size(kernel), "Same" if same else "",
                     "" if bias else "NoBias", **numbers)
    return Layer(case, what, images, case.outputs[0], [weight] + bias)


def transposed(case):
    images, weight, *bias = case.inputs
    output, sizes, kernel = case.outputs[0], images.shape[2:], weight.shape[2:]
    if len(sizes) > 2:
        raise LeftOut("three-dimensional")
    axes = len(sizes)
    strides = case.get("strides", [1] * axes)
    dilations = case.get("dilations", [1] * axes)
    whole = [(size - 1) * s + d * (k - 1) + 1
             for size, s, d, k in zip(sizes, strides, dilations, kernel)]
    pads = case.get("pads", [0] * 2 * axes)
    beyond = case.get("output_padding", [0] * axes)
    large = case.get("output_shape", None)
    same = "SAME" in case.get("auto_pad", "")
    if large and not same:  # zeros behind, or what is too much cut off
        beyond = [large[i] - whole[i] for i in range(axes)]
    if len(sizes) == 1:
        images = images.reshaped(*images.shape[:2], 1, *sizes)
        weight = weight.reshaped(*weight.shape[:2], 1, *kernel)
        kernel, strides, dilations = [1] + kernel, [1] + strides, [1] + dilations
        pads, beyond = [0, pads[0], 0, pads[1]], [0] + beyond
    if not same and pads[:2] != pads[2:]:
        raise LeftOut("cuts off more on one side")
    if not same and any(b >= s or b < 0 for b, s in zip(beyond, strides)):
        raise LeftOut("adds as many pixels as the stride, or more")
    numbers = {}
    if pads != [0] * 4 and not same:
        numbers["Padding"] = two(pads[:2])
    if strides != [1, 1]:
        numbers["Stride"] = two(strides)
    if dilations != [1, 1]:
        numbers["Dilation"] = two(dilations)
    if beyond != [0, 0] and not same:
        numbers["OutputPadding"] = two(beyond)
    if case.get("group", 1) != 1:
        numbers["Groups"] = case.get("group", 1)
    filters = weight.shape[1] * case.get("group", 1)
    what = modifiers("ConvTranspose2D", filters, kernel_size(kernel), "Same" if same else "",
                     "" if bias else "NoBias", **numbers)
    return Layer(case, what, images, output, [weight] + bias)


def pool(case):
    images, = case.inputs
    sizes, kernel = images.shape[2:], case.get("kernel_shape", [])
    if "Unsqueeze" in case.moved:  # a second axis of size 1
        kernel = kernel[:1]
        case.attributes.update(strides=case.get("strides", [])[:1], pads=[0, 0])
    if len(sizes) > 2:
        raise LeftOut("three-dimensional")
    strides, dilations, before, behind, same = window(case, sizes, kernel)
    output = case.outputs[0]
    if len(images.values) > MOST_NUMBERS:  # each channel is pooled by itself: the first one will do
        images, output = images.first_channel(), output.first_channel()
    if len(images.values) > MOST_NUMBERS:
        raise LeftOut("too many numbers")
    if len(sizes) == 1:  # an image of one row
        images = images.reshaped(*images.shape[:2], 1, *sizes)
        before, behind, kernel = [0] + before, [0] + behind, [1] + kernel
        strides, dilations = [1] + strides, [1] + dilations
    uncounted = case.op == "AveragePool" and not case.get("count_include_pad", 0)
    if not same and (any(before) or any(behind)):
        if case.get("auto_pad", "NOTSET") == "SAME_LOWER":
            raise LeftOut("SAME_LOWER puts the odd row and column of zeros first; Same, as Keras, last")
        if any(2 * padding > size for padding, size in zip(before, kernel)):
            raise LeftOut("padding of more than half the window, which PyTorch refuses, too")
        if uncounted:
            raise LeftOut("padding isn't counted, which only Same says")
        assert before == behind
    same = same and (uncounted or "auto_pad" in case.attributes)
    numbers = {}
    if strides != kernel:
        numbers["Stride"] = two(strides)
    if any(before) and not same:
        numbers["Padding"] = two(before)
    if dilations != [1, 1]:
        numbers["Dilation"] = two(dilations)
    what = modifiers(case.op + "2D", kernel_size(kernel), "Same" if same else "",
                     "CeilMode" if case.ceil else "", **numbers)
    places = case.outputs[1:]
    if places and case.get("storage_order", 0):  # counted down the columns
        height, width = sizes
        places = [Tensor(places[0].shape, [i % height * width + i // height
                                           for i in places[0].values])]
    return Layer(case, what, images, output, further=places)


def global_pool(case):
    return Layer(case, case.op + "2D{}", case.inputs[0], case.outputs[0])


def dense(case):
    images, weight, *bias = case.inputs
    if len(images.shape) > 2:
        raise LeftOut("another matrix for each image")
    if case.op == "MatMul" and case.moved:  # of the weight
        case.attributes["transB"] = 1
    if case.get("transA", 0):
        images = images.permuted([1, 0])
    if not case.get("transB", 0):
        weight = weight.permuted([1, 0])
    weight = weight.scaled(case.get("alpha", 1.0))
    units = weight.shape[0]
    for i, tensor in enumerate(bias):
        if len(tensor.values) not in (1, units):
            raise LeftOut("another bias for each image")
        values = tensor.values * (units // len(tensor.values))
        bias[i] = Tensor([units], values).scaled(case.get("beta", 1.0))
    what = modifiers("Dense", units, "" if bias else "NoBias")
    return Layer(case, what, images, case.outputs[0], [weight] + bias)


def elementwise(name, **attributes):
    def read(case):
        values = {ours: case.get(theirs, None) for ours, theirs in attributes.items()}
        return Layer(case, settings(name, **values), case.inputs[0], case.outputs[0])
    return read


def prelu(case):
    images, slope = case.inputs
    if len(slope.values) == 1:
        what = settings("LeakyReLU", negative_slope=slope.values[0])
        return Layer(case, what, images, case.outputs[0])
    if len(slope.values) != images.shape[1]:
        raise LeftOut("a slope for each number; PReLU has one a channel")
    return Layer(case, "PReLU{}", images, case.outputs[0], [slope])


def zero_pad(case):
    images, output = case.inputs[0], case.outputs[0]
    pads = case.inputs[1].values if len(case.inputs) > 1 else case.get("pads", [])
    value = case.inputs[2].values[0] if len(case.inputs) > 2 else case.get("value", 0.0)
    if case.get("mode", "constant") != "constant" or value != 0:
        raise LeftOut("a border of other numbers than zeros")
    axes = len(images.shape)
    assert axes == 4 and pads[:2] == pads[axes:axes + 2] == [0, 0]
    what = "ZeroPad2D<%d, %d, %d, %d>{}" % (pads[2], pads[6], pads[3], pads[7])
    return Layer(case, what, images, output)


def upsample(case):
    images, output = case.inputs[0], case.outputs[0]
    scales = [large / small for large, small in zip(output.shape, images.shape)]
    if any(scale != int(scale) for scale in scales):
        raise LeftOut("made smaller, or by no whole number")
    mode = case.get("mode", "nearest")
    if mode == "cubic" or case.get("coordinate_transformation_mode", "half_pixel") not in (
            "half_pixel", "asymmetric") or "ceil" in case.get("nearest_mode", ""):
        raise LeftOut("places or weights pixels otherwise than PyTorch's align_corners=False")
    assert scales[:2] == [1, 1]
    what = modifiers("UpSample2D", kernel_size([int(scale) for scale in scales[2:]]),
                     "" if mode == "nearest" else "Bilinear")
    return Layer(case, what, images, output)


def rows_along(tensor, axis):
    """As (outer, axis, inner)."""
    axis %= len(tensor.shape)
    return [product(tensor.shape[:axis]), tensor.shape[axis], product(tensor.shape[axis + 1:])]


def softmax_axis(case):
    axis = case.get("axis", -1 if case.version >= 13 else 1) % len(case.inputs[0].shape)
    # Before version 13 all axes from this one on were one.
    assert case.version >= 13 or axis == len(case.inputs[0].shape) - 1
    return axis


def softmax(case):
    outer, classes, inner = rows_along(case.inputs[0], softmax_axis(case))
    return Layer(case, "Softmax{}", case.inputs[0], case.outputs[0], shape=[outer, classes, inner])


def batch_norm(case):
    what = settings("BatchNorm", epsilon=case.get("epsilon", None))
    # ONNX's momentum is the weight of the old value; here the cases have its default.
    assert not case.get("training_mode", 0) or "momentum" not in case.attributes
    return Layer(case, what, case.inputs[0], case.outputs[0], case.inputs[1:], case.outputs[1:])


def instance_norm(case):
    what = settings("InstanceNorm", epsilon=case.get("epsilon", None))
    return Layer(case, what, case.inputs[0], case.outputs[0], case.inputs[1:])


def layer_norm(case):
    images, *parameters = case.inputs
    axis = case.get("axis", -1) % len(images.shape)
    count, inner = product(images.shape[:axis]), images.shape[axis:]
    if len(inner) > 3:
        inner = [product(inner[:-2])] + inner[-2:]
    what = settings("LayerNorm", epsilon=case.get("epsilon", None))
    return Layer(case, what, images, case.outputs[0], parameters, shape=[count] + inner)


def dropout(case):
    rate = case.inputs[1].values[0] if len(case.inputs) > 1 else case.get("ratio", None)
    if training(case) and rate != 0:
        raise LeftOut("drops what NumPy's random numbers choose")
    return Layer(case, settings("Dropout", rate=rate), case.inputs[0], case.outputs[0])


def training(case):
    return bool(case.get("training_mode", 0) or
                case.op == "Dropout" and len(case.inputs) > 2 and case.inputs[2].values[0])


def flatten(case):
    images, output = case.inputs[0], case.outputs[0]
    if 0 in images.shape:
        raise LeftOut("no images")
    if case.op != "Flatten" and len(output.shape) > 2:
        # The first axis counts the images, if it is kept; else all is one image.
        count, *shape = output.shape if output.shape[0] == images.shape[0] else [1] + output.shape
        shape = (shape + [1, 1])[:2] + [product(shape[2:])] if len(shape) < 4 else shape
        if len(shape) > 3:
            shape = [product(shape[:-2])] + shape[-2:]
        inner = images.shape[1:] if count == images.shape[0] else images.shape
        if len(inner) > 3:
            inner = [product(inner[:-2])] + inner[-2:]
        return Layer(case, "Reshape<%d, %d, %d>{}" % tuple(shape), images, output,
                     shape=[count] + inner)
    count = output.shape[0] if len(output.shape) == 2 else 1
    inner = images.shape[:]
    while product(inner) * count > len(images.values):
        inner.pop(0)
    assert product(inner) * count == len(images.values)
    if len(inner) > 3:
        inner = [product(inner[:-2])] + inner[-2:]
    return Layer(case, "Flatten{}", images, output, shape=[count] + inner)


# Parts of an image and joins of branches: several inputs, or outputs, are parts of one image's channels.

def block(name, *parts):
    parts = ["Sequence<%s>" % part for part in parts]
    return "%s<%s>{}" % (name[0], ", ".join(list(name[1:]) + parts))


def slices(sizes):
    """As many channels, one part behind the other."""
    return ["ChannelSlice<%d, %d>" % (sum(sizes[:i]), size) for i, size in enumerate(sizes)]


def side_by_side(tensors, axis):
    """Tensors as (outer, axis, inner), and how long that axis of each is."""
    apart = [rows_along(tensor, axis) for tensor in tensors]
    values = []
    for i in range(apart[0][0]):
        for tensor, (_, size, inner) in zip(tensors, apart):
            values += tensor.values[i * size * inner:(i + 1) * size * inner]
    sizes = [size for _, size, _ in apart]
    return Tensor([apart[0][0], sum(sizes), apart[0][2]], values, tensors[0].whole), sizes


def join(kind):
    def read(case):
        if len(case.inputs) == 1:
            raise LeftOut("changes nothing")
        images, sizes = side_by_side([t.reshaped(1, *t.shape) for t in case.inputs], 1)
        return Layer(case, block(["Branches", kind], *slices(sizes)), images, case.outputs[0])
    return read


def arithmetic(case):
    images, by = sorted(case.inputs, key=lambda tensor: -len(tensor.values))
    if case.op in ("Add", "Mul") and images.shape == by.shape and not images.whole:
        return join({"Add": "Add", "Mul": "Multiply"}[case.op])(case)
    sides = [1] * (len(images.shape) - len(by.shape)) + by.shape
    shape = [1, len(by.values), -1]  # each number is a channel
    if len(images.values) > len(by.values) > 1:
        axis, = [axis for axis, side in enumerate(sides) if side > 1]
        shape = rows_along(images, axis)
    shape[2] = len(images.values) // (shape[0] * shape[1])
    scale, shift = {"Add": (1, 1), "Sub": (1, -1), "Mul": (0, 0), "Div": (0, 0)}[case.op]
    weights = [scale or (f32(1 / number) if case.op == "Div" else number) for number in by.values]
    weight = Tensor([len(weights), 1, 1, 1], weights)
    bias = [Tensor([len(weights)], [shift * number for number in by.values])] if shift else []
    what = modifiers("DepthwiseConv2D", 1, "" if bias else "NoBias")
    return Layer(case, what, images, case.outputs[0], [weight] + bias, shape=shape)


def concat(case):
    # The last of them is the image's first part, else nothing would change.
    images, sizes = side_by_side(case.inputs[::-1], case.get("axis", 1) % len(case.inputs[0].shape))
    return Layer(case, block(["Branches", "Concat"], *slices(sizes)[::-1]), images, case.outputs[0])


def split(case):
    if 0 in case.inputs[0].shape:
        raise LeftOut("no images")
    axis = case.get("axis", 0) % len(case.inputs[0].shape)
    images, _ = side_by_side(case.inputs[:1], axis)
    outputs, sizes = side_by_side(case.outputs[::-1], axis)
    return Layer(case, block(["Branches", "Concat"], *slices(sizes[::-1])[::-1]), images, outputs)


def gated(case):
    images, sizes = side_by_side(case.inputs, case.get("axis", 0) % len(case.inputs[0].shape))
    halves = slices([size // 2 for size in sizes * 2])
    return Layer(case, block(["Branches", "Multiply"], halves[0], halves[1] + ", Sigmoid"), images,
                 case.outputs[0])


def slice_(case):
    images, output = case.inputs[0], case.outputs[0]
    starts, ends, axes, steps = [case.inputs[i + 1].values if len(case.inputs) > i + 1 else case.get(name, None)
                                 for i, name in enumerate(("starts", "ends", "axes", "steps"))]
    if min(steps or [1]) < 0:
        raise LeftOut("runs backwards")
    if 0 in output.shape:
        raise LeftOut("no images")
    if output.values == images.values:
        raise LeftOut("changes nothing")
    assert set(steps or [1]) == {1} and len(images.shape) == 3
    cut = [(0, 0)] * 3
    for axis, start, end in zip(axes or range(3), starts, ends):
        size = images.shape[axis]
        start, end, _ = slice(start, end).indices(size)
        cut[axis] = start, size - end
    for axis in range(3):  # of what stays whole, one will do
        if cut[axis] == (0, 0):
            images, output = images.first_along(axis), output.first_along(axis)
    sequence = []
    if any(cut[0]):
        sequence.append("ChannelSlice<%d, %d>" % (cut[0][0], output.shape[0]))
    if any(cut[1] + cut[2]):
        sequence.append("Crop2D<%d, %d, %d, %d>" % (cut[1] + cut[2]))
    return Layer(case, "Sequence<%s>{}" % ", ".join(sequence), images, output, shape=[1] + images.shape)


def gather(case):
    images, places = case.inputs
    axis = case.get("axis", 0)
    outer, size, inner = rows_along(images, axis)
    parts = ["ChannelSlice<%d, 1>" % (place % size) for place in places.values]
    return Layer(case, block(["Branches", "Concat"], *parts), images, case.outputs[0],
                 shape=[outer, size, inner])


def transpose(case):
    a, b, c = case.inputs[0].shape if len(case.inputs[0].shape) == 3 else [0, 0, 0]
    whole = [1, a * b * c, 1]
    found = {
        (0, 2, 1): ([a, b * c, 1], [b]), (1, 0, 2): ([1, a * b, c], [a]), (1, 2, 0): (whole, [a]),
        (2, 0, 1): (whole, [a * b]), (2, 1, 0): ([1, a * b, c], [a, a * b])
    }.get(tuple(case.get("perm", [2, 1, 0])))
    if not a or not found:
        raise LeftOut("changes nothing")
    shape, groups = found
    layers = ["ChannelShuffle<%d>" % each for each in groups]
    return Layer(case, "Sequence<%s>{}" % ", Flatten, ".join(layers), case.inputs[0], case.outputs[0],
                 shape=shape)


def reduce(kind):
    def read(case):
        images, output = case.inputs[0], case.outputs[0]
        axes = case.get("axes", None)
        if not axes:
            return Layer(case, "Global%s2D{}" % kind, images, output, shape=[1, 1, len(images.values)])
        axis, = [axis % len(images.shape) for axis in axes]
        outer, size, inner = rows_along(images, axis)
        return Layer(case, modifiers(kind + "2D", "Kernel{%d, 1}" % size), images, output,
                     shape=[outer, 1, size, inner])
    return read


def lines(case, sequence, *numbers):
    """One channel through a sequence, whose parameters are those."""
    sizes = [[1, 1, 1, 1], [1]]
    parameters = [Tensor(sizes[i % 2], [number]) for i, number in enumerate(numbers)]
    return Layer(case, "Sequence<%s>{}" % sequence, case.inputs[0], case.outputs[0], parameters,
                 shape=[1, 1, len(case.inputs[0].values)])


def clip(case):
    limits = [tensor.values[0] for tensor in case.inputs[1:]]
    low, high = (limits + [case.get("max", None)])[:2] if limits else [case.get(n, None) for n in ("min", "max")]
    if case.name.endswith("_max"):
        low, high = None, low
    if low is high is None:
        raise LeftOut("changes nothing")
    if low == 0 and high is None:
        return Layer(case, "ReLU{}", case.inputs[0], case.outputs[0])
    if low is None:
        return lines(case, "DepthwiseConv2D<1>, ReLU, DepthwiseConv2D<1>", -1, high, -1, high)
    scale = 6 / (high - low)
    return lines(case, "DepthwiseConv2D<1>, ReLU6, DepthwiseConv2D<1>", scale, -low * scale, 1 / scale, low)


def hard_sigmoid(case):
    alpha, beta = case.get("alpha", 0.2), case.get("beta", 0.5)
    return lines(case, "DepthwiseConv2D<1>, HardSigmoid", 6 * alpha, 6 * beta - 3)


# Losses

class Loss:
    """A case as rows of logits or log-probabilities, one a pixel, with what is recorded of them."""

    group = "losses"

    def __init__(self, case, logits, axis, labels=None, weights=(), loss=None, logarithms=None):
        if len(logits.values) > MOST_NUMBERS:
            raise LeftOut("too many numbers")
        outer, classes, inner = rows_along(logits, axis)

        def rows(tensor):
            values = tensor.reshaped(outer, classes, inner).permuted([0, 2, 1]).values
            return [values[i:i + classes] for i in range(0, len(values), classes)]

        # The library has no label to ignore: such rows are left out of the batch.
        ignored = case.get("ignore_index", None)
        kept = [row for row in range(outer * inner)
                if not labels or labels.values[row] != ignored]
        losses = loss.values if loss else []
        reduction = case.get("reduction", "mean") if loss else "none"
        if loss and reduction == "none":
            assert not any(value for row, value in enumerate(losses) if row not in kept)
            losses = [losses[row] for row in kept]
        self.node = [case.name, classes,
                     sum([rows(logits)[row] for row in kept], []),
                     [labels.values[row] for row in kept] if labels else [],
                     [value for tensor in weights for value in tensor.values],
                     Word("Reduction::" + reduction),
                     losses,
                     sum([rows(logarithms)[row] for row in kept], []) if logarithms else [],
                     Word(str(case.op == "NegativeLogLikelihoodLoss").lower())]


def loss(case):
    logits, labels, *weights = case.inputs
    return Loss(case, logits, 1, labels, weights, *case.outputs)


def log_softmax(case):
    return Loss(case, case.inputs[0], softmax_axis(case), logarithms=case.outputs[0])


# Optimizers

class Step:
    """A case as one step on all its parameters, one behind the other."""

    def __init__(self, case, slots, *attributes):
        rate, step, *tensors = case.inputs
        assert step.values == [0]  # then Momentum's beta counts as 1, and Adam corrects no bias
        count = len(tensors) // (2 + slots)

        def joined(tensors, i):
            return sum([t.values for t in tensors[i * count:(i + 1) * count]], [])

        self.group = case.group
        self.node = [case.name, rate.values[0], *[case.get(*a) for a in attributes],
                     joined(tensors, 1),
                     [joined(tensors, i) for i in (0, 2, 3)[:1 + slots]],
                     [joined(case.outputs, i) for i in range(1 + slots)]]


def momentum(case):
    case.attributes["nesterov"] = Word(str(case.get("mode", "") == "nesterov").lower())
    return Step(case, 1, ("alpha", 0.0), ("norm_coefficient", 0.0), ("nesterov", None))


def adam(case):
    assert case.get("norm_coefficient_post", 0.0) == 0
    if case.name == "adam_multiple":  # its outputs were made with this, its model doesn't say so
        case.attributes["epsilon"] = 0.01
    return Step(case, 2, ("alpha", 0.9), ("beta", 0.999), ("epsilon", 1e-6),
                ("norm_coefficient", 0.0))


def adagrad(case):
    assert case.get("decay_factor", 0.0) >= 0  # counts from step 0
    return Step(case, 1, ("epsilon", 1e-6), ("norm_coefficient", 0.0))


# How cases of each operator are read, in groups that become a function or a list of C++.
OPERATORS = {
    "layers": {
        "convolutions": {"Conv": convolution, "ConvTranspose": transposed},
        "pools": {"MaxPool": pool, "AveragePool": pool, "GlobalMaxPool": global_pool,
                  "GlobalAveragePool": global_pool},
        "others": {"Gemm": dense, "MatMul": dense, "Relu": elementwise("ReLU"),
                   "LeakyRelu": elementwise("LeakyReLU", negative_slope="alpha"), "PRelu": prelu,
                   "Elu": elementwise("ELU", alpha="alpha"), "Sigmoid": elementwise("Sigmoid"),
                   "Tanh": elementwise("Tanh"), "Softmax": softmax,
                   "InstanceNormalization": instance_norm, "LayerNormalization": layer_norm,
                   "BatchNormalization": batch_norm, "Dropout": dropout, "Flatten": flatten,
                   "Reshape": flatten, "Softplus": elementwise("Softplus"),
                   "HardSwish": elementwise("HardSwish"), "Pad": zero_pad, "Resize": upsample,
                   "Upsample": upsample, "Squeeze": flatten, "Unsqueeze": flatten},
        "parts": {"Add": arithmetic, "Sub": arithmetic, "Mul": arithmetic, "Div": arithmetic,
                  "Sum": join("Add"), "Concat": concat, "Split": split, "GLU": gated, "Slice": slice_,
                  "Gather": gather, "Transpose": transpose, "ReduceMean": reduce("AveragePool"),
                  "ReduceMax": reduce("MaxPool"), "Clip": clip, "HardSigmoid": hard_sigmoid},
        "trainings": {},
    },
    "losses": {
        "losses": {"LogSoftmax": log_softmax, "SoftmaxCrossEntropyLoss": loss,
                   "NegativeLogLikelihoodLoss": loss},
    },
    "optimizers": {
        "momentum_steps": {"Momentum": momentum},
        "adam_steps": {"Adam": adam},
        "adagrad_steps": {"Adagrad": adagrad},
    },
}


KINDS = "node/*", "pytorch-converted/*", "pytorch-operator/*", "simple/*"


def cases(groups):
    """What can be run, and the names of what is left out, by reason."""
    runs, left_out = [], {}
    for folder in sum([sorted(DATA.glob(kind)) for kind in KINDS], []):
        case = Case(folder)
        for case.group, readers in groups.items():
            if case.op not in readers:
                continue
            try:
                runs.append(readers[case.op](case))
            except LeftOut as reason:
                left_out.setdefault(str(reason), []).append(case.name)
            twin = folder.with_name(folder.name + "_expanded")
            if twin.exists():
                for record in folder.glob("test_data_set_0/*"):
                    assert record.read_bytes() == (twin / record.relative_to(folder)).read_bytes()
                left_out.setdefault("the same numbers as without _expanded", []).append(
                    case.name + "_expanded")
    return runs, left_out


# C++

class Word(str):
    """What C++ reads as it is."""


def cpp(value):
    """A number; of a float the shortest text that is read as the same."""
    if isinstance(value, int):
        return str(value)
    if value == int(value) and abs(value) < 1e6:
        return "%d.f" % value if value or math.copysign(1, value) > 0 else "-0.f"
    for digits in range(1, 10):
        text = "%.*g" % (digits, value)
        if f32(float(text)) == f32(value):
            break
    return (text if "." in text or "e" in text else text + ".") + "f"


class Arrays:
    """Lists of numbers, each once and under a name."""

    def __init__(self):
        self.names = {}

    def cpp(self, value):
        if isinstance(value, Word):
            return value
        if isinstance(value, str):
            return '"%s"' % value
        if not isinstance(value, list):
            return cpp(value)
        if not value or isinstance(value[0], (list, str)):
            return "{%s}" % ", ".join(map(self.cpp, value))
        return self.names.setdefault(tuple(map(cpp, value)), "n%d" % len(self.names))

    def print(self):
        for values, name in self.names.items():
            kind = "float" if values[0].endswith("f") else "int"
            print("inline constexpr %s %s[] = {\n%s};" % (kind, name, in_lines(values)))


def in_lines(items):
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) > 98:
            lines.append("")
        lines[-1] += item + ","
    return "\n".join(lines)[:-1]


HEADERS = {"layers": ("layers/layers", "network/network"),
           "losses": (), "optimizers": ()}
STRUCTS = {
    "layers": """
/// Images through a layer; numbers lie image by image, parameters as in files.
struct Node {
  const char* name = "";
  std::size_t images = 0;
  Numbers input{}, output{};
  std::vector<Numbers> parameters{};
  std::vector<Numbers> further{};  ///< statistics after training, places of the largest values
};
""",
    "losses": """
enum class Reduction { none, mean, sum };

/// Rows of logits, with a label each or none.
struct Node {
  const char* name = "";
  int classes = 0;
  Numbers logits{};
  std::span<const int> labels{};
  Numbers class_weights{};
  Reduction reduction{};
  Numbers loss{};
  Numbers log_softmax{};        ///< of the logits, or empty
  bool log_likelihood = false;  ///< the loss takes the logits for log-probabilities
};
""",
    "optimizers": """
/// `before` and `after`: parameters, then what the optimizer keeps of each.
struct Momentum {
  const char* name = "";
  float rate = 0, alpha = 0, norm_coefficient = 0;
  bool nesterov = false;
  Numbers gradient{};
  std::vector<Numbers> before{}, after{};
};
struct Adagrad {
  const char* name = "";
  float rate = 0, epsilon = 0, norm_coefficient = 0;
  Numbers gradient{};
  std::vector<Numbers> before{}, after{};
};
struct Adam {
  const char* name = "";
  float rate = 0, alpha = 0, beta = 0, epsilon = 0, norm_coefficient = 0;
  Numbers gradient{};
  std::vector<Numbers> before{}, after{};
};
""",
}


def main(what):
    runs, left_out = cases(OPERATORS[what])
    arrays = Arrays()
    lines = {group: [] for group in OPERATORS[what]}
    for run in runs:
        while run.node[-1] in ([], Word("false")):
            run.node.pop()
        node = arrays.cpp(run.node)
        lines[run.group].append("visit(%s,\n        %s);" % (run.what, node)
                                if what == "layers" else node + ",")
    print("#pragma once\n\n// Made of ONNX 1.12's test data by tests/record/onnx_nodes.py; "
          "don't edit.\n// clang-format off\n")
    for header in HEADERS[what]:
        print("#include <angka/%s.hpp>" % header)
    print("#include <cstddef>\n#include <span>\n#include <vector>\n")
    print("namespace recorded::onnx_%s {\n" % what)
    if what == "layers":
        print("using namespace angka;\n")
    print("using Numbers = std::span<const float>;")
    print(STRUCTS[what])
    print("struct LeftOut {\n  const char* reason = \"\";\n"
          "  std::vector<const char*> cases{};\n};\n")
    arrays.print()
    for group, nodes in lines.items():
        if not nodes:
            continue
        if what == "layers":
            print("\ntemplate <class Visit>\nvoid %s(Visit&& visit) {" % group)
            print("  " + "\n  ".join(nodes) + "\n}")
        else:
            kind = {"momentum_steps": "Momentum", "adam_steps": "Adam",
                    "adagrad_steps": "Adagrad"}.get(group, "Node")
            print("\ninline const std::vector<%s> %s = {" % (kind, group))
            print("  " + "\n  ".join(nodes) + "\n};")
    print("\ninline const std::vector<LeftOut> left_out = {")
    for reason, names in left_out.items():
        print('  {"%s", {\n%s}},' % (reason, in_lines(['"%s"' % name for name in names])))
    print("};\n\n}  // namespace recorded::onnx_%s" % what)


main(sys.argv[1])
