"""The training set of a run: the training images, and what the settings add to them."""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import torch

from engine.data.datasets import AugmentedImageSet, ImageSet
from engine.data.image_pipeline import PerImageSet
from engine.data.outliers import make_outliers
from engine.errors import unchecked
from engine.ink import Image, MyDigit, Strokes, render
from engine.settings import NOTHING, TrainSettings, has_digits

DIGITS_PER_OUTLIER = 14
"""Training images for each outlier."""
WAIT_SECONDS = 0.05
"""The longest wait for outliers made by another thread before a stop is noticed."""
_making = threading.Lock()
_made: list[tuple[ImageSet, ImageSet]] = []
"""The latest images for which outliers were made, with the outliers."""
REPEATED, MOST_OF_MINE = 20, 5_000
"""How often an epoch has each of a person's own digits, and the most images that this may add."""


def training_images(
    settings: TrainSettings, images: ImageSet, mine: Sequence[MyDigit] = (), check: Callable[[], object] = unchecked
) -> ImageSet:
    """Return the training set: `images`, with the person's own digits and outliers mixed in and augmented as set.

    Only data sets of digits get the two: a random sign may be a kana or a letter. The returned set has the pipeline
    that the settings name. `check` is called between parts of the work and may raise to cancel it.
    """
    parts = [images]
    if settings.my_digits == "mixed" and mine and has_digits(images.data):
        parts.append(_repeated(image_set(mine)))
    if settings.outliers == "mixed" and has_digits(images.data):
        parts.append(_outliers(images, check))
    every = parts[0] if len(parts) == 1 else joined(*parts)
    if settings.pipeline == "image":
        return PerImageSet(every, settings.augmentation, settings.seed)
    return every if settings.augmentation == "none" else AugmentedImageSet(every, settings.seed)


def joined(*sets: ImageSet) -> ImageSet:
    return ImageSet(torch.cat([one.images for one in sets]), torch.cat([one.labels for one in sets]), sets[0].data)


def image_set(digits: Iterable[MyDigit]) -> ImageSet:
    """Return the drawings as the network's input images."""
    images, labels = zip(*((_image(digit.strokes), digit.label) for digit in digits), strict=True)
    return ImageSet(torch.from_numpy(np.stack(images))[:, None], torch.tensor(labels))


@lru_cache(maxsize=2_000)
def _image(strokes: Strokes) -> Image:
    """Render a drawing; cached, since the window asks for all of them again after each new one."""
    image = render(strokes)
    assert image is not None, "a drawing without ink is never kept"
    return image


def _repeated(mine: ImageSet) -> ImageSet:
    times = max(1, min(REPEATED, MOST_OF_MINE // len(mine)))
    return joined(*[mine] * times)


def _outliers(images: ImageSet, check: Callable[[], object]) -> ImageSet:
    """Return the outliers for these images, cached: making them takes some seconds.

    A second thread waits: two threads that make them at the same time take more than twice as long.
    """
    while not _making.acquire(timeout=WAIT_SECONDS):
        check()
    try:
        if not (_made and _made[0][0] is images):
            made = make_outliers(images.images, images.labels, count=len(images) // DIGITS_PER_OUTLIER, check=check)
            _made[:] = [(images, ImageSet(made, torch.full((len(made),), NOTHING)))]
        return _made[0][1]
    finally:
        _making.release()
