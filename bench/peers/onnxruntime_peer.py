"""ONNX Runtime as a peer, on the net as angka exports it: NET THREADS FOLDER."""

from functools import cache

import onnxruntime as ort

from peer import Task, serve

task = Task()


@cache
def session(count):
    """For so many images, in memory that stays: what runs it, and its output."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = task.threads
    options.inter_op_num_threads = 1
    options.add_free_dimension_override_by_name("N", count)
    made = ort.InferenceSession(task.folder + "/net.onnx", options,
                                providers=["CPUExecutionProvider"])
    binding = made.io_binding()
    output = ort.OrtValue.ortvalue_from_shape_and_type((count, 10), "float32")
    binding.bind_ortvalue_input("image", ort.OrtValue.ortvalue_from_numpy(task.images[:count]))
    binding.bind_ortvalue_output("output", output)
    return made, binding, output


def predict(count):
    made, binding, output = session(count)
    made.run_with_iobinding(binding)
    return output.numpy()


serve("ONNX Runtime", ort.__version__, predict)
