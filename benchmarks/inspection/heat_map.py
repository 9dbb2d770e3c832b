"""The heat map: how long it takes, and whether the ink that it shows is the ink that matters."""

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.shared.figures import Figure
from engine import Classifier, render
from engine.data import splits
from engine.ink import Image, Stroke
from engine.inspection import occlusion, why
from engine.inspection.occlusion import INK
from gui.canvas import digits

SHARE = 10
"""One pixel of the ink of so many is erased."""
ROUNDS = 5
"""How often each drawing is explained."""
Choice = Callable[[NDArray[np.int64], NDArray[np.float32]], NDArray[np.int64]]
"""Chooses the pixels to erase from those with ink, (N, 2), and the heat, (28, 28)."""


def heat_map(classifier: Classifier, images: int) -> Iterator[Figure]:
    """Figures for the drawings that come with the program, and for the first `images` test images.

    A map that does not depend on the weights would be a picture of the ink: J. Adebayo and others, "Sanity checks for
    saliency maps", 2018.
    """
    drawings: list[list[Stroke]] = [list(strokes) for _, strokes in digits()]
    yield Figure("why, with all strokes", _milliseconds(lambda one: why(classifier, _image(one), one), drawings))
    plain = [_image(one) for one in drawings]
    yield Figure("heat map alone", _milliseconds(lambda image: occlusion(classifier, image), plain))
    test: list[Image] = list(splits("mnist").test.images[:images, 0].numpy())
    rng = np.random.default_rng(5)
    hottest = _fall(classifier, test, lambda ink, heat: ink[np.argsort(-heat[tuple(ink.T)])])
    anything = _fall(classifier, test, lambda ink, _heat: rng.permutation(ink))
    yield Figure(
        f"erasing a tenth of the ink of {len(test):,} test images",
        f"the answer's probability falls by {hottest:.4f} without the hottest, by {anything:.4f} without any; "
        f"{hottest / max(anything, 1e-9):.1f} times as much",
    )
    yield Figure(
        "rank correlation with the map of a network with shuffled weights", f"{_alike(classifier, test[:100]):.2f}"
    )


def _image(strokes: list[Stroke]) -> Image:
    image = render(strokes)
    assert image is not None
    return image


def _milliseconds(explain: Callable[[Any], object], every: Sequence[object]) -> str:
    explain(every[0])
    taken = []
    for one in [*every] * ROUNDS:
        begin = time.perf_counter()
        explain(one)
        taken.append(1000 * (time.perf_counter() - begin))
    return f"{np.median(taken):.1f} ms, p95 {np.percentile(taken, 95):.1f} ms, {len(taken)} times"


def _fall(classifier: Classifier, images: list[Image], order: Choice) -> float:
    """The mean by which the answer's probability falls."""
    falls = []
    for image in images:
        found = occlusion(classifier, image)
        answer, ink = int(found.probabilities.argmax()), np.argwhere(image > INK)
        erased = image.copy()
        erased[tuple(order(ink, found.heat(answer))[: len(ink) // SHARE].T)] = 0
        falls.append(found.probabilities[answer] - classifier.probabilities(erased[None])[0, answer])
    return float(np.mean(falls))


def _alike(classifier: Classifier, images: list[Image]) -> float:
    """The mean correlation of the ranks of the ink in the map of the answer."""
    strange, rng = copy.deepcopy(classifier), torch.Generator().manual_seed(2)
    with torch.no_grad():
        for weight in strange.network.parameters():
            order = torch.randperm(weight.numel(), generator=rng)
            weight.copy_(weight.flatten()[order].view_as(weight))
    alike = []
    for image in images:
        found = occlusion(classifier, image)
        answer = int(found.probabilities.argmax())
        heats = (found.heat(answer), occlusion(strange, image).heat(answer))
        ours, theirs = (heat[image > INK].argsort().argsort() for heat in heats)
        alike.append(np.corrcoef(ours, theirs)[0, 1])
    return float(np.mean(alike))
