"""Two networks in Keras on JAX: `python -m benchmarks.record.programs.keras_example --network example --seed 0 ...`.

"example" is the network of PyTorch's example with its optimizer, factor, batches and 60,000 images; "inkling" is
Inkling's small CNN with AdamW, one cycle, the batches and the 55,000 images of Quick, if not set otherwise. The images
are one float32 array, and Keras compiles the step during the first ones. torch is never imported.
"""

import math
import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.record.programs.marks import FIRST_STEP, TESTED, TRAINED, Mark, add_ends, say
from benchmarks.shared.command import parser_for, run_command
from engine.formats import count
from engine.system import data_folder

os.environ["KERAS_BACKEND"] = "jax"
MEAN, STANDARD_DEVIATION = 0.1307, 0.3081
BETAS, EPSILON, WEIGHT_DECAY = (0.9, 0.99), 1e-8, 0.01
WARM_UP, START, END = 0.3, 1 / 25, 1e-4 / 25
"""The same numbers as in the engine, whose files import torch: a second and a half that Keras does not need."""
BATCH, RATE, FACTOR, RHO, ADADELTA_EPSILON = 64, 1.0, 0.7, 0.9, 1e-6
"""Of PyTorch's example; the last two are torch's defaults."""
VALIDATION_IMAGES = 5_000


class Images(NamedTuple):
    inputs: NDArray[np.float32]
    """(N, 28, 28, 1)"""
    labels: NDArray[np.uint8]


def read(part: str) -> Images:
    """The "train" or "t10k" images, normalised."""
    folder: Path = data_folder() / "MNIST" / "raw"
    pixels = np.fromfile(folder / f"{part}-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 28, 28, 1)
    labels = np.fromfile(folder / f"{part}-labels-idx1-ubyte", np.uint8)[8:]
    inputs = (pixels.astype(np.float32) / 255 - MEAN) / STANDARD_DEVIATION
    return Images(inputs.astype(np.float32, copy=False), labels)


def example_network(layers: Any) -> list[Any]:
    return [
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10),
    ]


def small_cnn(layers: Any) -> list[Any]:
    """The layers of SmallCNN in engine/models/networks.py."""
    chain = []
    for filters, size, padding in ((16, 5, 0), (48, 5, 0), (96, 3, 1)):
        chain += [layers.ZeroPadding2D(padding)] if padding else []
        chain += [layers.Conv2D(filters, size, strides=2, use_bias=False)]
        chain += [layers.BatchNormalization(momentum=0.9, epsilon=1e-5), layers.ReLU()]
    return [*chain, layers.Flatten(), layers.Dense(10)]


def one_cycle(max_lr: float, steps: int) -> NDArray[np.float32]:
    """The learning rate of each step, as engine/training/step/schedules.py has it."""
    summit = WARM_UP * steps - 1
    rising = [max_lr * _between(START, 1, step / summit) for step in range(steps) if step <= summit]
    falling = [(step - summit) / (steps - 1 - summit) for step in range(len(rising), steps)]
    return np.array([*rising, *(max_lr * _between(1, END, share) for share in falling)], np.float32)


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


def built(layers: list[Any], optimizer: Any) -> Any:
    import keras

    network = keras.Sequential([keras.Input((28, 28, 1)), *layers])
    network.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return network


def scheduled(rates: NDArray[np.float32]) -> Any:
    """A schedule of Keras that gives each step its own learning rate."""
    import keras

    class EachStep(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc, unused-ignore]
        def __call__(self, step: Any) -> Any:
            return keras.ops.take(keras.ops.convert_to_tensor(rates), keras.ops.cast(step, "int32"))

    return EachStep()


def test(network: Any, end: str) -> None:
    say(Mark(TRAINED, end))
    images = read("t10k")
    guesses = network.predict(images.inputs, batch_size=500, verbose=0).argmax(1)
    say(Mark(TESTED, end, float((guesses == images.labels).mean())))


def train_example(ends: list[int]) -> None:
    import keras

    images = read("train")
    adadelta = keras.optimizers.Adadelta(RATE, rho=RHO, epsilon=ADADELTA_EPSILON)
    network = built(example_network(keras.layers), adadelta)
    say(Mark(FIRST_STEP))
    for epoch in range(1, max(ends) + 1):
        network.fit(images.inputs, images.labels, batch_size=BATCH, epochs=1, verbose=0)
        network.optimizer.learning_rate = RATE * FACTOR**epoch
        if epoch in ends:
            test(network, count(epoch, "epoch"))


def train_small_cnn(epochs: int, batch_size: int, max_lr: float) -> None:
    import keras

    inputs, labels = (array[VALIDATION_IMAGES:] for array in read("train"))
    rates = one_cycle(max_lr, epochs * math.ceil(len(labels) / batch_size))
    (first, second), options = BETAS, {"epsilon": EPSILON, "weight_decay": WEIGHT_DECAY}
    adamw = keras.optimizers.AdamW(scheduled(rates), beta_1=first, beta_2=second, **options)
    network = built(small_cnn(keras.layers), adamw)
    say(Mark(FIRST_STEP))
    network.fit(inputs, labels, batch_size=batch_size, epochs=epochs, verbose=0)
    test(network, count(epochs, "epoch"))


def main() -> None:
    parser = parser_for(__doc__)
    add_ends(parser)
    parser.add_argument("--network", choices=("example", "inkling"), required=True)
    parser.add_argument("--batch-size", type=int, default=256, help="of Inkling's network")
    parser.add_argument("--learning-rate", type=float, default=0.01, help="of Inkling's network")
    chosen = parser.parse_args()
    import keras

    keras.utils.set_random_seed(chosen.seed)
    if chosen.network == "example":
        train_example(chosen.epochs)
    else:
        train_small_cnn(max(chosen.epochs), chosen.batch_size, chosen.learning_rate)


if __name__ == "__main__":
    run_command(main)
