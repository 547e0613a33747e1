"""Keras on TensorFlow as a peer: NET THREADS FOLDER NAME [xla]."""

import os

from peer import MOMENTUM, SIDE, Task, serve

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402

task = Task()
tf.config.threading.set_intra_op_parallelism_threads(task.threads)
tf.config.threading.set_inter_op_parallelism_threads(1)
compiled = tf.function(jit_compile="xla" in task.words)


def make():
    layers = [keras.Input((SIDE, SIDE, 1))]
    for outputs, kernel, padding in task.layers:
        if kernel:
            layers += [keras.layers.Conv2D(outputs, kernel, activation="relu",
                                           padding="same" if padding else "valid"),
                       keras.layers.MaxPooling2D(2)]
        else:
            if isinstance(layers[-1], keras.layers.MaxPooling2D):
                layers.append(keras.layers.Flatten())
            layers.append(keras.layers.Dense(outputs, activation="relu"))
    layers[-1].activation = keras.activations.linear
    return keras.Sequential(layers)


net = make()
optimizer = keras.optimizers.SGD(0.01, momentum=MOMENTUM)
optimizer.build(net.trainable_variables)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
images = {}
labels = tf.constant(task.labels)


def first(count):
    if count not in images:
        images[count] = tf.constant(task.images[:count].reshape(count, SIDE, SIDE, 1))
    return images[count]


@compiled
def forward(x):
    return net(x, training=False)


@compiled
def step(x, truth):
    with tf.GradientTape() as tape:
        loss = cross_entropy(truth, net(x, training=True))
    optimizer.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
    return loss


def load():
    net.set_weights(task.weights(channels_last=True))
    for momentum in optimizer.momentums:
        momentum.assign(tf.zeros_like(momentum))


def train(rate):
    optimizer.learning_rate = rate
    return float(step(first(len(labels)), labels))


version = f"{keras.__version__}, TensorFlow {tf.__version__}"
serve(task.words[0], version, lambda count: forward(first(count)).numpy(), load, train)
