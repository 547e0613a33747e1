"""ncnn as a peer: NET THREADS FOLDER."""

import ncnn
import numpy as np

from peer import SIDE, Task, serve

task = Task()


def text():
    """The net in ncnn's format: kind and name, numbers of inputs and outputs, their names, and
    options by number; ReLU belongs to the layer before it."""
    lines, blob, channels, side = ["Input image 0 1 image"], "image", 1, SIDE
    last = len(task.layers) - 1
    for i, (outputs, kernel, padding) in enumerate(task.layers):
        size = outputs * channels * (kernel or side) ** 2
        if kernel:
            side = (side + 2 * padding - kernel + 1) // 2
            lines += [f"Convolution layer{i} 1 1 {blob} convolved{i} 0={outputs} 1={kernel} "
                      f"4={padding} 5=1 6={size} 9=1",
                      f"Pooling pool{i} 1 1 convolved{i} value{i} 0=0 1=2 2=2 5=1"]
        else:
            side = 1
            lines += [f"InnerProduct layer{i} 1 1 {blob} value{i} 0={outputs} 1=1 2={size} "
                      f"9={int(i < last)}"]
        blob, channels = f"value{i}", outputs
    return "\n".join(["7767517", f"{len(lines)} {len(lines)}", *lines, ""]), blob


def make():
    description, output = text()
    with open(task.folder + "/ncnn.param", "w", encoding="ascii") as file:
        file.write(description)
    with open(task.folder + "/ncnn.bin", "wb") as file:
        for i, values in enumerate(task.weights()):
            file.write((b"" if i % 2 else bytes(4)) + values.tobytes())  # 0: weights are float32
    made = ncnn.Net()
    made.opt.num_threads = task.threads
    for option in dir(made.opt):
        if option.startswith(("use_fp16", "use_bf16")):
            setattr(made.opt, option, False)
    made.load_param(task.folder + "/ncnn.param")
    made.load_model(task.folder + "/ncnn.bin")
    return made, output


net, output_name = make()
images = [ncnn.Mat(image) for image in task.images]


def predict(count):
    """Image by image, since it has no batches."""
    logits = []
    for image in images[:count]:
        extractor = net.create_extractor()
        extractor.input("image", image)
        logits.append(extractor.extract(output_name)[1].numpy())
    return np.array(logits)


winograd = any(kernel == 3 for _, kernel, _ in task.layers)
serve("ncnn", ncnn.__version__, predict, notes="convolutions: Winograd" if winograd else "")
