"""The trainings that are declared, each with all of its settings: they are fixed before anything is measured.

Settings are chosen by validation images (`python -m benchmarks.quick_search`), never by the test images. To enter a
training of your own, add an Entry whose program prints the three marks of `programs/marks.py`.
"""

import importlib.util
import sys
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.shared.command import named_values
from engine.settings import Value, checked, preset

SEED = "SEED"
"""A word of a command that stands for the seed."""
PROGRAMS = "benchmarks.record.programs"


class Entry(NamedTuple):
    """A program with settings. Some entries are trainings of several lengths, because the first epochs of a longer one
    are a shorter one."""

    name: str
    group: str
    """The program; a table shows the shortest entry of each group that reaches a goal."""
    about: str
    """What it is, in a sentence for docs/record.md."""
    words: tuple[str, ...]
    """What follows `python -m`, with SEED for the seed."""
    packages: tuple[str, ...] = ()
    """Modules that it imports beyond requirements-dev.txt."""

    @property
    def declaration(self) -> str:
        """The command that somebody types."""
        return " ".join(("python -m", *self.words))

    def command(self, seed: int) -> list[str]:
        return [sys.executable, "-m", *(str(seed) if word == SEED else word for word in self.words)]

    def missing(self) -> list[str]:
        """Packages that it needs and that are not installed."""
        return [package for package in self.packages if importlib.util.find_spec(package) is None]


def inkling(name: str, about: str, settings: Iterable[str]) -> Entry:
    """A training of Inkling. Raises InklingError when there is no such setting or value."""
    settings = list(settings)
    checked(named_values(settings))
    return Entry(name, "Inkling", about, (f"{PROGRAMS}.inkling", "--seed", SEED, "--set", *settings))


def tried(settings: str) -> Entry:
    """A training of Inkling that somebody tries, for example "epochs=3 batch_size=128"; its name says the settings."""
    return inkling(f"inkling {settings}", "Tried with `--try`.", settings.split())


def _preset(name: str, **other: Value) -> Iterable[str]:
    """The settings of a preset, but for the `other` ones, as words."""
    return (f"{setting}={value}" for setting, value in {**preset(name).values, **other}.items())


def _of(name: str, group: str, about: str, program: str, options: str, packages: tuple[str, ...] = ()) -> Entry:
    return Entry(name, group, about, (f"{PROGRAMS}.{program}", "--seed", SEED, *options.split()), packages)


def _quick_in_keras() -> str:
    values = preset("quick").values
    options = (f"--{name.replace('_', '-')} {values[name]}" for name in ("epochs", "batch_size", "learning_rate"))
    return f"--network inkling {' '.join(options)}"


KERAS = ("keras", "jax")
PLAIN = "augmentation=none outliers=none"
"""Images as they are."""
ENTRIES = (
    inkling("inkling-quick", "The preset Quick.", _preset("quick")),
    *(
        inkling(
            name,
            f"Images as they are; the best of this length by validation images: {words}.",
            f"{PLAIN} {words}".split(),
        )
        for name, words in (
            ("inkling-plain-1-epoch", "epochs=1 batch_size=64"),
            ("inkling-plain-2-epochs", "epochs=2 batch_size=128 learning_rate=0.02"),
        )
    ),
    inkling("inkling-thorough", "The preset Thorough, the default settings.", _preset("thorough")),
    *(
        inkling(f"inkling-{epochs}-epochs", f"Quick with {epochs} epochs.", _preset("quick", epochs=epochs))
        for epochs in (4, 8, 16)
    ),
    _of(
        "tutorials-simplenn",
        "Tutorials' loop",
        "SimpleNN in the loop of tutorials: images one by one through PIL, SGD with learning rate 0.01, batches of 64.",
        "tutorials",
        "--model simple --epochs 1 5",
    ),
    _of(
        "tutorials-cnn",
        "Tutorials' loop",
        "Inkling's small CNN in the same loop, with learning rate 0.1.",
        "tutorials",
        "--model cnn --learning-rate 0.1 --epochs 1 2 3 5",
    ),
    _of(
        "pytorch-example",
        "PyTorch's example",
        "The network and schedule of PyTorch's example for MNIST: two convolutions of 32 and 64 filters, max pooling, "
        "dropout, 128 units, Adadelta with learning rate 1, times 0.7 after each epoch, batches of 64, 60,000 images.",
        "pytorch_example",
        "--epochs 14",
    ),
    _of(
        "pytorch-example-short",
        "PyTorch's example",
        "The first epochs of the same.",
        "pytorch_example",
        "--epochs 1 2 3 4 6",
    ),
    _of(
        "keras-example",
        "Keras on JAX",
        "The same network and schedule in Keras on JAX, its first epochs.",
        "keras_example",
        "--network example --epochs 1 2 3 4 6",
        KERAS,
    ),
    _of(
        "keras-quick",
        "Keras on JAX",
        "Inkling's small CNN in Keras on JAX, with optimizer, schedule, batches and epochs of Quick; images unchanged.",
        "keras_example",
        _quick_in_keras(),
        KERAS,
    ),
)
