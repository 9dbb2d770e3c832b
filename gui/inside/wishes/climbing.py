"""What the view Would like does in the background: it climbs, and looks for the training images that excite a unit."""

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gui.inside.wishes.words import Strength

if TYPE_CHECKING:
    from engine import Classifier
    from engine.ink import Image
    from engine.inspection import Unit, UnitLayer
    from gui.background import Job

PACE = 0.02
"""Seconds that a step takes at least: an image that is there at once was not seen growing."""
SHOWN = 2
"""One step of so many is shown."""


class Grown(NamedTuple):
    """How far an image has grown."""

    image: "Image"
    strength: Strength


class Exciting(NamedTuple):
    """How strongly the units of a layer answer to the training images of the sample."""

    classifier: "Classifier"
    layer: int
    """Its place among all layers."""
    excited: NDArray[np.float32]
    """(S, U)."""
    images: NDArray[np.uint8]
    """(S, 28, 28)."""
    labels: NDArray[np.int64]
    """(S,)."""


def climbed(classifier: "Classifier", unit: "Unit", layer: "UnitLayer", start: "Image | None", job: "Job") -> None:
    """Report the image as it grows, and the strength of the answer to it."""
    from engine.inspection import ascent

    for step in ascent(classifier.network, unit, start):
        begin = time.perf_counter()
        if step.step % SHOWN == 0:
            share = float(classifier.probabilities(step.image[None])[0, unit.number]) if layer.classes else None
            job.report(Grown(step.image, Strength(step.strength, share)))
        job.rest(PACE - (time.perf_counter() - begin))
        if job.stopping():
            return


def excited(classifier: "Classifier", layer: int, job: "Job") -> Exciting | None:
    """Let a layer answer to the sample of the training images; None if nobody wants to know any more."""
    from engine.data import splits
    from engine.inspection import SAMPLE, excitement

    train = splits(classifier.data).train
    found = excitement(classifier.network, layer, train, job.stopping)
    if found is None:
        return None
    return Exciting(classifier, layer, found, train.images[:SAMPLE, 0].numpy(), train.labels[:SAMPLE].numpy())
