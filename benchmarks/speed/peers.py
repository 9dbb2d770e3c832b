"""Inkling against other libraries: `python -m benchmarks.peers [--rounds 5]`; needs requirements-bench.txt.

SimpleNN for one epoch of the same 55,000 images, batch 64, SGD 0.01, without momentum. Each side runs in a process of
its own, with all cores, in alternating rounds. The others get normalised float32 arrays and a warm-up epoch in which
they may compile; Inkling normalises as it goes and is timed through train(), events read. Medians of the epoch's
seconds.
"""

import json
import os
import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating_processes
from benchmarks.shared.summary import medians, ratios

Timed = tuple[float, float]
"""Seconds of one epoch, test accuracy after it."""
BATCH, RATE = 64, 0.01


def arrays() -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Training images (55000, 784) and labels, test images and labels."""
    from engine.data import mnist, normalised

    splits = mnist()
    train, test = (normalised(part.images).flatten(1).numpy() for part in (splits.train, splits.test))
    return train, splits.train.labels.numpy(), test, splits.test.labels.numpy()


def inkling() -> Timed:
    from benchmarks.speed.simple_epoch import timed_epoch

    for _ in range(2):
        epoch = timed_epoch()
    return epoch.steps, epoch.accuracy


def scikit_learn() -> Timed:
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")
    images, labels, test_images, test_labels = arrays()
    for _ in range(2):
        network = MLPClassifier(
            (128,),
            solver="sgd",
            learning_rate_init=RATE,
            momentum=0,
            nesterovs_momentum=False,
            alpha=0,
            batch_size=BATCH,
            max_iter=1,
        )
        begin = time.perf_counter()
        network.fit(images, labels)
        seconds = time.perf_counter() - begin
    return seconds, network.score(test_images, test_labels)


def keras_on_jax() -> Timed:
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    images, labels, test_images, test_labels = arrays()
    network = keras.Sequential(
        [keras.Input((784,)), keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10)]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.SGD(RATE), loss)
    first = network.get_weights()
    for _ in range(2):
        network.set_weights(first)
        begin = time.perf_counter()
        network.fit(images, labels, batch_size=BATCH, epochs=1, verbose=0)
        seconds = time.perf_counter() - begin
    guesses = network.predict(test_images, verbose=0).argmax(1)
    return seconds, float((guesses == test_labels).mean())


def jax_scan() -> Timed:
    """The whole epoch as one compiled function: no library of this kind has less to do between two steps."""
    import jax
    import jax.numpy as jnp

    images, labels, test_images, test_labels = (jnp.asarray(array) for array in arrays())

    def logits(weights: list[jax.Array], inputs: jax.Array) -> jax.Array:
        hidden, hidden_bias, output, output_bias = weights
        return jax.nn.relu(inputs @ hidden + hidden_bias) @ output + output_bias

    def loss(weights: list[jax.Array], inputs: jax.Array, wanted: jax.Array) -> jax.Array:
        return -jnp.take_along_axis(jax.nn.log_softmax(logits(weights, inputs)), wanted[:, None], 1).mean()

    @jax.jit  # type: ignore[untyped-decorator, unused-ignore]
    def epoch(weights: list[jax.Array], order: jax.Array) -> list[jax.Array]:
        def step(weights: list[jax.Array], chosen: jax.Array) -> tuple[list[jax.Array], None]:
            slopes = jax.grad(loss)(weights, images[chosen], labels[chosen])
            return [weight - RATE * slope for weight, slope in zip(weights, slopes, strict=True)], None

        return jax.lax.scan(step, weights, order)[0]

    keys = jax.random.split(jax.random.key(0), 3)
    scales = (784**-0.5, 128**-0.5)
    first = [
        jax.random.uniform(keys[0], (784, 128), minval=-scales[0], maxval=scales[0]),
        jnp.zeros(128),
        jax.random.uniform(keys[1], (128, 10), minval=-scales[1], maxval=scales[1]),
        jnp.zeros(10),
    ]
    whole = len(labels) // BATCH * BATCH
    for _ in range(2):
        begin = time.perf_counter()
        order = jax.random.permutation(keys[2], len(labels))[:whole].reshape(-1, BATCH)
        weights = jax.block_until_ready(epoch(first, order))
        seconds = time.perf_counter() - begin
    return seconds, float((logits(weights, test_images).argmax(1) == test_labels).mean())


SIDES: dict[str, Callable[[], Timed]] = {
    "Inkling": inkling,
    "scikit-learn": scikit_learn,
    "Keras on JAX": keras_on_jax,
    "JAX scan": jax_scan,
}


def main() -> None:
    parser = parser_for(__doc__)
    add_rounds(parser, 5)
    parser.add_argument("--side", choices=SIDES, help="one side alone, as JSON")
    arguments = parser.parse_args()
    if arguments.side:
        print(json.dumps(SIDES[arguments.side]()))
        return
    epochs = alternating_processes("benchmarks.peers", SIDES, arguments.rounds)
    print(f"SimpleNN, one epoch, batch {BATCH}, SGD {RATE}, medians of {arguments.rounds}")
    ours = [row[0] for row in epochs["Inkling"]]
    for name, rows in epochs.items():
        seconds, accuracy = medians(rows)
        times = statistics.median(ratios([row[0] for row in rows], ours))
        figure(name, f"{seconds:.3f} s, {times:.2f} times Inkling's time, test accuracy {accuracy:.2%}")


if __name__ == "__main__":
    run_command(main)
