"""OpenVINO as a peer, on the net as angka exports it: NET THREADS FOLDER."""

from functools import cache

import openvino as ov

from peer import Task, serve

task = Task()
# Without the last, processors that have it compute in bfloat16.
options = {"INFERENCE_NUM_THREADS": task.threads, "PERFORMANCE_HINT": "LATENCY",
           "INFERENCE_PRECISION_HINT": "f32"}


@cache
def request(count):
    """For so many images, in memory that stays."""
    core = ov.Core()
    model = core.read_model(task.folder + "/net.onnx")
    model.reshape([count, *task.images.shape[1:]])
    made = core.compile_model(model, "CPU", options).create_infer_request()
    made.set_input_tensor(ov.Tensor(task.images[:count], shared_memory=True))
    return made


def predict(count):
    made = request(count)
    made.infer()
    return made.get_output_tensor().data


serve("OpenVINO", ov.__version__.split("-")[0], predict)
