#!/usr/bin/env python3
"""Records networks as PyTorch's two exporters write them to ONNX, and their outputs.

Usage: onnx_models.py FOLDER > FOLDER/outputs.hpp     (PyTorch 2.13, onnx 1.23, onnxscript 0.7)

FOLDER is ../recorded/onnx. What each model has to become lies beside it, NAME.hpp, as `digits import`
writes it; it was read through by eye. Weights and images are made by a formula, see formula.py; those of the
larger networks aren't recorded: the model looks for them in files named "STREAM.what". What the newer
exporter says of the Python code is taken out of its files, which it would make ten times as long.
"""
import os
import pathlib
import sys
import warnings

import onnx
import torch
import torch.nn.functional as F
from torch import nn

import zoo_nets
from formula import parameter, values

warnings.filterwarnings("ignore")


def normed(i, o, kernel=3, stride=1, groups=1, act=nn.ReLU):
    conv = nn.Conv2d(i, o, kernel, stride, kernel // 2, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(o)] + ([act()] if act else [])


class Block(nn.Module):
    """ResNet's."""

    def __init__(self, i, o, stride):
        super().__init__()
        self.main = nn.Sequential(*normed(i, o, stride=stride), *normed(o, o, act=None))
        self.skip = nn.Sequential(*normed(i, o, 1, stride, act=None)) if i != o else nn.Identity()

    def forward(self, x):
        return torch.relu(self.main(x) + self.skip(x))


class CifarBlock(nn.Module):
    """ResNet's for CIFAR-10, as most code has it; where the size changes, skipped by a convolution
    ("B") or by every other pixel between channels of zeros ("A")."""

    def __init__(self, i, o, stride, option):
        super().__init__()
        self.conv1, self.bn1, _ = normed(i, o, stride=stride)
        self.conv2, self.bn2, _ = normed(o, o)
        self.added = o // 4 if i != o and option == "A" else 0
        self.shortcut = nn.Sequential(*normed(i, o, 1, stride, act=None) if i != o and option == "B" else [])

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.added:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.added, self.added), "constant", 0)
        out += self.shortcut(x)
        return F.relu(out)


class CifarResNet(nn.Module):
    """Of 20 layers."""

    def __init__(self, option):
        super().__init__()
        self.conv1, self.bn1, _ = normed(3, 16)
        sizes = [(16, 16, 1)] * 3 + [(16, 32, 2)] + [(32, 32, 1)] * 2 + [(32, 64, 2)] + [(64, 64, 1)] * 2
        self.layers = nn.Sequential(*[CifarBlock(*size, option) for size in sizes])
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        out = self.layers(F.relu(self.bn1(self.conv1(x))))
        out = F.avg_pool2d(out, out.size()[3])
        return self.linear(out.view(out.size(0), -1))


def channel_shuffle(x, groups):
    """As torchvision has it."""
    batch_size, channels, height, width = x.size()
    x = x.view(batch_size, groups, channels // groups, height, width)
    return torch.transpose(x, 1, 2).contiguous().view(batch_size, channels, height, width)


class Shuffled(nn.Module):
    """ShuffleNetV2's, as torchvision has it."""

    def __init__(self, i, o, stride, shuffle):
        super().__init__()
        self.stride, self.shuffle, half = stride, shuffle, o // 2
        self.branch1 = nn.Sequential(*normed(i, i, 3, 2, i, None), *normed(i, half, 1)) if stride > 1 else None
        self.branch2 = nn.Sequential(*normed(i if stride > 1 else half, half, 1),
                                     *normed(half, half, 3, stride, half, None), *normed(half, half, 1))

    def forward(self, x):
        if self.stride == 1:
            x1, x2 = x.chunk(2, dim=1)
            out = torch.cat((x1, self.branch2(x2)), dim=1)
        else:
            out = torch.cat((self.branch1(x), self.branch2(x)), dim=1)
        return self.shuffle(out)


class Mean(nn.Module):
    def forward(self, x):
        return x.mean([2, 3])


def shufflenet(shuffle):
    return nn.Sequential(*normed(3, 8, 3, 2), nn.MaxPool2d(3, 2, 1), Shuffled(8, 16, 2, shuffle),
                         Shuffled(16, 16, 1, shuffle), *normed(16, 24, 1), Mean(), nn.Linear(24, 10))


class Parts(nn.Module):
    """Parts of an image, an image as a part, and activations as sums, products and others."""

    def __init__(self):
        super().__init__()
        self.conv, self.pool, self.linear = nn.Conv2d(3, 4, 3), nn.AdaptiveMaxPool2d((2, 1)), nn.Linear(10, 5)

    def forward(self, x):
        a, b, c = torch.split(x, [2, 3, 1], 1)
        x = torch.cat([torch.relu(a[:, :, 1:-1, 1:-1]), F.hardtanh(self.conv(b)), F.selu(c)[:, :, 2:, :-2]], 1)
        x = x[:, :, ::2, 1::3] + torch.relu(x[:, :, 1::2, :-1:3])
        x = torch.cat([x[:, 1:4], x[:, -3:] * 0.5, F.pad(x.narrow(1, 0, 2), (0, 0, 0, 0, 1, 0))], 1)
        x = self.pool(torch.index_select(x * F.relu6(x + 3) / 6, 1, torch.tensor([7, 8, 2, 5, 4])))
        return self.linear(x.flatten(1))


class Fire(nn.Module):
    """SqueezeNet's."""

    def __init__(self, i, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(i, squeezed, 1)
        self.one = nn.Conv2d(squeezed, expanded, 1)
        self.three = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = torch.relu(self.squeeze(x))
        return torch.cat([torch.relu(self.one(x)), torch.relu(self.three(x))], 1)


class Excite(nn.Module):
    """Squeeze and excitation, by dense layers."""

    def __init__(self, channels):
        super().__init__()
        self.down, self.up = nn.Linear(channels, 4), nn.Linear(4, channels)

    def forward(self, x):
        scale = torch.sigmoid(self.up(torch.relu(self.down(x.mean((2, 3))))))
        return x * scale.view(x.size(0), -1, 1, 1)


class Inverted(nn.Module):
    """MobileNetV2's, and V3's where it excites."""

    def __init__(self, i, o, stride, act, excites=False):
        super().__init__()
        wide = 2 * i
        self.layers = nn.Sequential(*normed(i, wide, 1, act=act),
                                    *normed(wide, wide, 3, stride, wide, act=act),
                                    *([Excite(wide)] if excites else []),
                                    *normed(wide, o, 1, act=None))
        self.joins = i == o and stride == 1

    def forward(self, x):
        return x + self.layers(x) if self.joins else self.layers(x)


class Dense(nn.Module):
    """DenseNet's: each layer reads what all before it made, side by side."""

    def __init__(self, channels, layers, growth):
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(channels + i * growth, growth, 3, padding=1)
                                    for i in range(layers))

    def forward(self, x):
        made = [x]
        for layer in self.layers:
            made.append(torch.relu(layer(torch.cat(made, 1) if len(made) > 1 else x)))
        return torch.cat(made, 1)


class View(nn.Module):
    def forward(self, x):
        return x.view(x.size(0), -1)


class Normalize(nn.Module):
    """Bytes to numbers around 0, in the model itself."""

    def forward(self, x):
        mean, deviation = torch.tensor([100.0, 110.0, 120.0]), torch.tensor([50.0, 60.0, 70.0])
        return (x - mean.view(3, 1, 1)) / deviation.view(3, 1, 1)


class ChannelsLast(nn.Module):
    """As Keras has it: images of rows x columns x channels, which are flattened pixel by pixel."""

    def __init__(self):
        super().__init__()
        self.conv, self.dense = nn.Conv2d(2, 4, 3, 2), nn.Linear(24, 5)

    def forward(self, x):
        x = torch.tanh(self.conv((x / 4 + 0.5).permute(0, 3, 1, 2)).permute(0, 2, 3, 1))
        return nn.functional.gelu(self.dense(torch.relu(x * 0.5).reshape(x.size(0), -1)))


class TwoInputs(nn.Module):
    """What a picture is and where, of the picture and of numbers beside it."""

    def __init__(self):
        super().__init__()
        self.look = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(36, 8))
        self.read = nn.Linear(5, 4)
        self.digit, self.place = nn.Linear(12, 10), nn.Linear(12, 2)

    def forward(self, picture, numbers):
        both = torch.relu(torch.cat([self.look(picture), self.read(numbers)], 1))
        return self.digit(both), self.place(both)


class Shared(nn.Module):
    """Values that several read, which are one layer with what follows where one does; and an image of
    which one row and column is left, and then no axis."""

    def __init__(self):
        super().__init__()
        self.conv, self.up = nn.Conv2d(2, 4, 3, bias=False), nn.ConvTranspose2d(4, 2, 3, 2)
        self.linear = nn.Linear(27, 3)

    def forward(self, x):
        x = self.conv(x)
        x = x * F.relu6(x + 3) / 6
        up, few = self.up(x), x[:, :, ::6, ::7].flatten(1)
        up = torch.tanh(up[:, :, 1:-1, 1:-1]) + up[:, :, 1:-1, 1:-1]
        return self.linear(torch.cat([up[:, :, ::4, ::4].flatten(1), torch.relu(few[:, 1:])], 1))


lenet = nn.Sequential(
    nn.Conv2d(1, 4, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(4, 8, 5), nn.Tanh(),
    nn.AvgPool2d(2), nn.Flatten(), nn.Linear(200, 24), nn.Tanh(), nn.Linear(24, 10), nn.Softmax(1))
vgg = nn.Sequential(
    Normalize(), nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(),
    nn.MaxPool2d(2), nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.AdaptiveAvgPool2d(2),
    View(), nn.Linear(64, 16), nn.ReLU(), nn.Dropout(), nn.Linear(16, 10), nn.LogSoftmax(1))
resnet = nn.Sequential(*normed(3, 4), Block(4, 4, 1), Block(4, 8, 2),
                       nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
squeezenet = nn.Sequential(
    nn.Conv2d(3, 8, 3, 2), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), Fire(8, 4, 8),
    Dense(16, 2, 4), nn.Dropout(), nn.Conv2d(24, 10, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
mobilenet = nn.Sequential(
    *normed(3, 4, stride=2, act=nn.ReLU6), Inverted(4, 8, 2, nn.Hardswish), Inverted(8, 8, 1, nn.SiLU, True),
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
layers = nn.Sequential(
    nn.Conv2d(2, 8, (3, 2), padding=(1, 0)), nn.GroupNorm(4, 8), nn.GELU(), nn.ZeroPad2d((1, 2, 0, 3)),
    nn.Conv2d(8, 8, 3, padding="same", dilation=2, groups=2), nn.PReLU(8), nn.InstanceNorm2d(8, affine=True),
    nn.Mish(), nn.AvgPool2d(3, 2, 1), nn.LayerNorm((8, 4, 4)), nn.ELU(0.7), nn.Upsample(scale_factor=2),
    nn.LeakyReLU(0.2), nn.ConvTranspose2d(8, 2, 3, 2, 1, 1), nn.Softplus(),
    nn.MaxPool2d(3, 2, 1, ceil_mode=True), nn.Upsample(scale_factor=(1, 2), mode="bilinear"),
    nn.Hardsigmoid(), nn.Flatten(), nn.BatchNorm1d(324), nn.Linear(324, 5, bias=False), nn.Sigmoid())

# Name, network, its image, whether by the newer exporter, whether of any batch size, whether its
# BatchNorms stay.
MODELS = [("lenet", lenet, (1, 28, 28), False, False, False),
          ("vgg", vgg, (3, 16, 16), True, False, False),
          ("resnet", resnet, (3, 17, 17), False, True, True),
          ("squeezenet", squeezenet, (3, 22, 22), True, True, False),
          ("mobilenet", mobilenet, (3, 16, 16), False, True, False),
          ("channels_last", ChannelsLast(), (5, 7, 2), False, True, False),
          ("layers", layers, (2, 5, 5), True, True, False),
          ("layers_traced", layers, (2, 5, 5), False, True, False),
          ("resnet20", CifarResNet("B"), (3, 32, 32), False, True, False),
          ("two_inputs", TwoInputs(), [(1, 8, 8), (5,)], True, False, False),
          ("resnet20_padded", CifarResNet("A"), (3, 32, 32), True, True, False),
          ("resnet20_padded_traced", CifarResNet("A"), (3, 32, 32), False, True, False),
          ("shufflenet", shufflenet(nn.ChannelShuffle(2)), (3, 21, 21), True, True, False),
          ("shufflenet_traced", shufflenet(lambda x: channel_shuffle(x, 2)), (3, 21, 21), False, True, False),
          ("parts", Parts(), (6, 10, 13), True, True, False),
          ("parts_traced", Parts(), (6, 10, 13), False, True, False),
          ("mobilenetv2", zoo_nets.mobilenet(), (3, 32, 32), True, True, False),
          ("shared", Shared(), (2, 8, 9), True, True, False)]
WITHOUT_WEIGHTS = ("resnet20", "mobilenetv2")


def fill(net, stream):
    state = {}
    for i, (name, tensor) in enumerate(net.state_dict().items()):
        if tensor.dtype == torch.int64:
            state[name] = tensor
        elif name.endswith("running_var"):
            state[name] = 1 + parameter(stream + i, "bias", tuple(tensor.shape)).abs().float()
        else:
            state[name] = parameter(stream + i, name, tuple(tensor.shape)).float()
    net.load_state_dict(state)
    net.eval()


def fold_nothing(net):
    """Has each BatchNorm add its bias and no more, so that folding it leaves the weights as they are."""
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.running_mean)
            nn.init.constant_(module.running_var, 1 - module.eps)


def leave_weights_out(path, net, stream):
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        numbers = torch.from_numpy(onnx.numpy_helper.to_array(tensor).copy())
        if numbers.dtype != torch.float32 or numbers.dim() == 0:
            continue
        streams = [f"{stream + i}.{name.split('.')[-1]}" for i, (name, value) in enumerate(net.state_dict().items())
                   if torch.equal(value, numbers)]
        assert len(streams) == 1, (tensor.name, streams)
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=streams[0])
    with open(path, "wb") as file:
        file.write(model.SerializeToString())
    pathlib.Path(path + ".data").unlink(missing_ok=True)


def in_a_row(numbers, shapes):
    """The inputs of a network of several, which lie one behind the other."""
    parts = torch.split(numbers, [torch.Size(shape).numel() for shape in shapes], 1)
    return tuple(part.reshape(1, *shape) for part, shape in zip(parts, shapes))


def export(net, images, path, newer, any_batch, keeps_norms):
    if newer:
        batch = ({0: torch.export.Dim("batch")},) if any_batch else None
        torch.onnx.export(net, (images[0].repeat(2, 1, 1, 1),) if any_batch else images, path, dynamo=True,
                          verbose=False, dynamic_shapes=batch)  # writes the weights beside it
        model = onnx.load(path, load_external_data=False)
        for part in [model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input,
                     *model.graph.output, *model.graph.initializer]:
            del part.metadata_props[:]
        del model.graph.value_info[:]
        with open(path, "wb") as file:
            file.write(model.SerializeToString())
        return
    more = {"input_names": ["input"], "dynamic_axes": {"input": {0: "batch"}}} if any_batch else {}
    if isinstance(net, ChannelsLast):
        more["opset_version"] = 17  # which has no Gelu
    if keeps_norms:
        more |= {"training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}
    torch.onnx.export(net, images, path, dynamo=False, **more)


def main(folder):
    os.chdir(folder)
    print("#pragma once\n")
    print(f"// Recorded with PyTorch {torch.__version__.split('+')[0]} by tests/record/onnx_models.py; "
          "don't edit.")
    print("// clang-format off\n\n#include <vector>\n\nnamespace recorded {\n")
    for number, (name, net, shape, newer, any_batch, keeps_norms) in enumerate(MODELS):
        stream = 1000 * (number - name.endswith("_traced"))
        fill(net, stream)
        if name.startswith(WITHOUT_WEIGHTS) and not keeps_norms:
            fold_nothing(net)
        if isinstance(shape, list):
            images = in_a_row(values(number, 1, sum(torch.Size(each).numel() for each in shape)).float(), shape)
        else:
            images = values(number, 1, *shape).float(),
        if name == "vgg":
            images = (images[0] + 1) * 127,
        export(net, images, name + ".onnx", newer, any_batch, keeps_norms)
        if name.startswith(WITHOUT_WEIGHTS):
            leave_weights_out(name + ".onnx", net, stream)
        ends = isinstance(net, nn.Sequential) and isinstance(net[-1], (nn.Softmax, nn.LogSoftmax))
        if name.endswith("_traced"):  # what it computes stands before
            continue
        # A softmax at the end is left out.
        outputs = (net[:-1] if ends else net).double()(*[image.double() for image in images])
        outputs = torch.cat(outputs, 1) if isinstance(outputs, tuple) else outputs
        outputs = outputs[0].tolist()
        net.float()
        print("inline const std::vector<double> %s_outputs = {%s};" % (name, ", ".join(map(repr, outputs))))
    print("\n}  // namespace recorded")


with torch.no_grad():
    main(sys.argv[1])
