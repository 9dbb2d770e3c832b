"""What a network would like to see: how long a step of the ascent takes, where it ends, and the training images."""

import time
from collections.abc import Iterator

import numpy as np

from benchmarks.shared.figures import Figure
from engine import Classifier
from engine.data import splits
from engine.formats import milliseconds
from engine.inspection import SAMPLE, Unit, ascent, excitement, unit_layers


def wishes(classifier: Classifier, _images: int) -> Iterator[Figure]:
    """Figures for all classes, and for the last hidden layer."""
    network, layers = classifier.network, unit_layers(classifier.network)
    begin, ends = time.perf_counter(), []
    for digit in range(layers[-1].units):
        *_, last = ascent(network, Unit(layers[-1].number, digit))
        ends.append(last)
    yield Figure("a step of the ascent", milliseconds((time.perf_counter() - begin) / sum(end.step for end in ends)))
    shares = classifier.probabilities(np.stack([end.image for end in ends])).diagonal()
    yield Figure(
        "the class that was climbed, at the end", f"probability {np.median(shares):.4f}, at least {min(shares):.4f}"
    )
    train = splits(classifier.data).train
    begin = time.perf_counter()
    excitement(network, layers[-2].number, train)
    yield Figure(
        f"all units of the last hidden layer on {SAMPLE:,} training images", milliseconds(time.perf_counter() - begin)
    )
