"""JAX as a peer, compiled by XLA: NET THREADS FOLDER."""

import os

from peer import MOMENTUM, Task, serve

task = Task()
os.environ["PJRT_NPROC"] = str(task.threads)  # the only thing that bounds its threads

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
from jax import lax  # noqa: E402

jax.config.update("jax_platforms", "cpu")
jax.config.update("jax_cpu_enable_async_dispatch", False)


def pool(x):
    """The largest of 2 x 2 values, without `reduce_window`, whose gradient is slow here."""
    images, rows, columns, channels = x.shape
    return x.reshape(images, rows // 2, 2, columns // 2, 2, channels).max((2, 4))


def net(parameters, x):
    last = len(task.layers) - 1
    for i, (_, kernel, padding) in enumerate(task.layers):
        weight, bias = parameters[2 * i:2 * i + 2]
        if kernel:
            x = lax.conv_general_dilated(x, weight, (1, 1), [(padding, padding)] * 2,
                                         dimension_numbers=("NHWC", "HWIO", "NHWC"))
            x = pool(jax.nn.relu(x + bias))
        else:
            x = x.reshape(len(x), -1) @ weight + bias
            x = x if i == last else jax.nn.relu(x)
    return x


def loss_of(parameters, x, labels):
    logits = jax.nn.log_softmax(net(parameters, x))
    return -jnp.take_along_axis(logits, labels[:, None], 1).mean()


def step(parameters, velocities, x, labels, rate):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, labels)
    velocities = [MOMENTUM * v + g for v, g in zip(velocities, gradients)]
    return [p - rate * v for p, v in zip(parameters, velocities)], velocities, loss


compiled_net, compiled_step = jax.jit(net), jax.jit(step, donate_argnums=(0, 1))
images = {}
labels = jnp.array(task.labels)
state = []


def first(count):
    if count not in images:
        images[count] = jnp.array(task.images[:count].reshape(count, *task.images.shape[2:], 1))
    return images[count]


def load():
    weights = [jnp.array(values) for values in task.weights(channels_last=True)]
    state[:] = weights, [jnp.zeros_like(values) for values in weights]


def train(rate):
    *state[:], loss = compiled_step(*state, first(len(labels)), labels, rate)
    return float(jax.block_until_ready((state, loss))[1])


def predict(count):
    return compiled_net(state[0], first(count)).block_until_ready()


serve("JAX", jax.__version__, predict, load, train)
