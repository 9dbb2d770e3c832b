"""The training set of a run: the training images, and what the settings add to them."""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from engine.data.image_pipeline import PerImageSet
from engine.data.image_sets import AugmentedImageSet, ImageSet
from engine.data.origins import Origin, merged
from engine.data.outliers.outlier_set import outliers_by_kind
from engine.data.outliers.pen_trials import pen_trials
from engine.data.writing.written_sets import written_digits, written_letters
from engine.errors import unchecked
from engine.hardware import using_threads
from engine.ink import Image, MyDigit, Strokes, render
from engine.settings import NOTHING, TrainSettings, has_digits

DIGITS_PER_OUTLIER, DIGITS_PER_OUTLIER_BESIDE_LETTERS = 14, 28
"""Training images for each outlier that is no letter."""
WRITTEN_DIGITS, WRITTEN_LETTERS, PEN_TRIALS = 18_000, 5_000, 300
"""The most digits, letters and pen trials that the program writes for a training set."""
ENOUGH_IMAGES = 55_000
"""A smaller set of training images gets fewer written ones, in proportion."""
WAIT_SECONDS = 0.05
"""The longest wait for images made by another thread before a stop is noticed."""
_making = threading.Lock()
_made: dict[str, tuple[ImageSet, ImageSet]] = {}
"""For each kind of image that is made, the training images for which it was made last, and what was made."""
REPEATED, MOST_OF_MINE = 20, 5_000
"""How often an epoch has each of a person's own digits, and the most images that this may add."""


def training_images(
    settings: TrainSettings, images: ImageSet, mine: Sequence[MyDigit] = (), check: Callable[[], object] = unchecked
) -> ImageSet:
    """Return the training set: `images`, with the person's own digits, outliers and written digits, augmented as set.

    Only data sets of digits get the three: a random sign may be a kana or a letter. The returned set has the pipeline
    that the settings name. `check` is called between parts of the work and may raise to cancel it.
    """
    parts = [images]
    if settings.my_digits == "mixed" and mine and has_digits(images.data):
        parts.append(_repeated(image_set(mine)))
    parts += made_images(settings, images, check)
    every = parts[0] if len(parts) == 1 else joined(*parts)
    if settings.pipeline == "image":
        return PerImageSet(every, settings.augmentation, settings.seed)
    return every if settings.augmentation == "none" else AugmentedImageSet(every, settings.seed)


def made_images(settings: TrainSettings, images: ImageSet, check: Callable[[], object] = unchecked) -> list[ImageSet]:
    """Return what the program makes for a training set, outliers before written digits; cached for the same images."""
    return [_made_once(kind, images, check) for kind in _kinds(settings)] if has_digits(images.data) else []


def joined(*sets: ImageSet) -> ImageSet:
    """Return the images of all sets, one set after the other; their data set is that of the first."""
    images, labels = torch.cat([one.images for one in sets]), torch.cat([one.labels for one in sets])
    return ImageSet(images, labels, sets[0].data, merged(group for one in sets for group in one.groups))


def image_set(digits: Iterable[MyDigit]) -> ImageSet:
    """Return the drawings as the network's input images."""
    images, labels = zip(*((_image(digit.strokes), digit.label) for digit in digits), strict=True)
    return ImageSet(torch.from_numpy(np.stack(images))[:, None], torch.tensor(labels), origin=Origin("my digits"))


@lru_cache(maxsize=2_000)
def _image(strokes: Strokes) -> Image:
    """Render a drawing; cached, since the window asks for all of them again after each new one."""
    image = render(strokes)
    assert image is not None, "a drawing without ink is never kept"
    return image


def _repeated(mine: ImageSet) -> ImageSet:
    times = max(1, min(REPEATED, MOST_OF_MINE // len(mine)))
    return joined(*[mine] * times)


def _kinds(settings: TrainSettings) -> list[str]:
    """Return what is made for a training set of digits, in the order in which it is added."""
    return [kind for kind in (settings.outliers, settings.augmentation) if kind in MAKERS]


def _mixed(images: ImageSet, check: Callable[[], object]) -> ImageSet:
    return _outliers(images, DIGITS_PER_OUTLIER, check)


def _with_letters(images: ImageSet, check: Callable[[], object]) -> ImageSet:
    outliers = _outliers(images, DIGITS_PER_OUTLIER_BESIDE_LETTERS, check)
    trials = _none(pen_trials(_share(PEN_TRIALS, images), check=check), "pen trial")
    return joined(outliers, trials, written_letters(_share(WRITTEN_LETTERS, images), check=check))


def _outliers(images: ImageSet, digits_per_outlier: int, check: Callable[[], object]) -> ImageSet:
    count = len(images) // digits_per_outlier
    kinds = outliers_by_kind(images.images, images.labels, count=count, check=check)
    return joined(*(_none(made, kind) for kind, made in kinds.items()))


def _none(images: Tensor, kind: str) -> ImageSet:
    return ImageSet(images, torch.full((len(images),), NOTHING), origin=Origin("outliers", form=kind))


def _written(images: ImageSet, check: Callable[[], object]) -> ImageSet:
    return written_digits(_share(WRITTEN_DIGITS, images), check=check)


MAKERS = {"mixed": _mixed, "letters": _with_letters, "written": _written}
"""By the value of the setting that asks for these images."""


def _share(most: int, images: ImageSet) -> int:
    return most * min(len(images), ENOUGH_IMAGES) // ENOUGH_IMAGES


def _made_once(kind: str, images: ImageSet, check: Callable[[], object]) -> ImageSet:
    """Return what is made for these images, cached: making it takes a second or more.

    A second thread waits: two threads that make the same at the same time take more than twice as long.
    """
    while not _making.acquire(timeout=WAIT_SECONDS):
        check()
    try:
        if kind not in _made or _made[kind][0] is not images:
            # The operations are small: two threads beside busy cores take eight times as long.
            with using_threads(1):
                _made[kind] = images, MAKERS[kind](images, check)
        return _made[kind][1]
    finally:
        _making.release()
