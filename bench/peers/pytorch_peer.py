"""PyTorch as a peer: NET THREADS FOLDER NAME LAYOUT [compile]."""

import torch
from torch import nn

from peer import MOMENTUM, Task, serve

task = Task()
name, layout = task.words[0], getattr(torch, task.words[1])
compiled = torch.compile(dynamic=False) if "compile" in task.words else lambda function: function
torch.set_num_threads(task.threads)


def make():
    modules, weights = [], task.weights()
    for (_, kernel, padding), weight in zip(task.layers, weights[::2]):
        outputs, inputs = weight.shape[:2]
        if kernel:
            modules += [nn.Conv2d(inputs, outputs, kernel, padding=padding), nn.ReLU(),
                        nn.MaxPool2d(2)]
        else:
            if isinstance(modules[-1], nn.MaxPool2d):
                modules.append(nn.Flatten())
            modules += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*modules[:-1]).to(memory_format=layout)


net = make()
forward = compiled(net)
images = torch.tensor(task.images).contiguous(memory_format=layout)
labels = torch.tensor(task.labels, dtype=torch.long)
batch = images[:len(labels)]
cross_entropy = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.0, momentum=MOMENTUM)
update = compiled(optimizer.step)


@compiled
def loss_of_batch():
    return cross_entropy(net(batch), labels)


def load():
    with torch.no_grad():
        for parameter, values in zip(net.parameters(), task.weights()):
            parameter.copy_(torch.tensor(values))
    optimizer.state.clear()


def train(rate):
    optimizer.param_groups[0]["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of_batch()
    loss.backward()
    update()
    return loss.item()


def predict(count):
    with torch.inference_mode():
        return forward(images[:count])


version = f"{torch.__version__}, oneDNN {'on' if torch.backends.mkldnn.is_available() else 'off'}"
serve(name, version, predict, load, train)
