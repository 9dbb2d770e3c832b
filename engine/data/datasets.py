"""The images of a data set, held in memory: MNIST, which comes with the program, or one that was downloaded.

Worker processes import this file to get at the images, so it must not import Qt or torchvision.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from engine.data.augmentation import vary
from engine.data.normalisation import normalised
from engine.data.sources.bundled_mnist import unpack_mnist
from engine.data.sources.catalogue import SOURCES, Source
from engine.data.sources.idx import read_idx
from engine.data.sources.raw_files import folder_of, read_raw
from engine.errors import InklingError
from engine.ink import SIZE
from engine.settings import NAMES, DataName
from engine.system import data_folder

PARTS = ("train", "t10k")
VALIDATION_IMAGES = 5_000
SPLIT_SEED = 1998
"""The split into training and validation images never changes, so that runs can be compared."""

_reading = threading.Lock()

Batch = tuple[Tensor, Tensor]
"""Normalised images, float32 (N, 1, 28, 28), and their labels, int64 (N,)."""
Indices = Sequence[int] | NDArray[np.int64] | Tensor


class BatchIndices(NamedTuple):
    """One batch of a run: which images, and where in the run it is. What is random about it depends on the place."""

    images: Indices
    """Image numbers, (N,) int64."""
    epoch: int
    """From 1 on."""
    number: int
    """Of the batch in its epoch, from 0 on."""

    @property
    def place(self) -> tuple[int, int]:
        return self.epoch, self.number


class Timed(NamedTuple):
    """A batch, and the seconds that it took to get its images out of memory and to make of them what a network gets."""

    batch: Batch
    fetch: float
    transform: float


class ImageSet(Dataset[Batch]):
    """Labelled images in memory: uint8 (N, 1, 28, 28) and int64 (N,)."""

    whole_batches_only = False
    """Whether an image depends on the batch that it is fetched with, so that no two batches may be fetched at once."""

    def __init__(self, images: Tensor, labels: Tensor, data: DataName = "mnist") -> None:
        self.images = images
        self.labels = labels
        self.data = data
        """The data set that they are of."""

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def classes(self) -> int:
        """How many labels there may be, from 0 on."""
        return len(NAMES[self.data])

    def __getitem__(self, index: int) -> Batch:
        return self.__getitems__([index])

    def __getitems__(self, indices: Indices) -> Batch:
        """A whole batch at once: one gather and one conversion instead of one for every image."""
        return self.timed(indices).batch

    def timed(self, indices: Indices, place: tuple[int, int] | None = None) -> Timed:
        """The same batch, with the time that it took. `place` is the epoch and the number of a batch of a run."""
        begin = perf_counter()
        chosen = torch.as_tensor(indices)
        # index_select copies whole images; indexing with [] copies byte by byte and takes nine times as long.
        images, labels = self.images.index_select(0, chosen), self.labels.index_select(0, chosen)
        fetched = perf_counter()
        batch = self._transformed(images, labels, chosen, place), labels
        return Timed(batch, fetched - begin, perf_counter() - fetched)

    def _transformed(
        self,
        images: Tensor,
        labels: Tensor,  # noqa: ARG002 - for a set that varies its images, as are the next two
        chosen: Tensor,  # noqa: ARG002
        place: tuple[int, int] | None = None,  # noqa: ARG002
    ) -> Tensor:
        """What the network gets of uint8 images (N, 1, 28, 28)."""
        return normalised(images)

    def prepare(self) -> None:
        """Do what takes a while once in each process, so that it is not taken for a part of the first batch's time."""

    def part(self, chosen: Tensor | slice) -> "ImageSet":
        return ImageSet(self.images[chosen], self.labels[chosen], self.data)


class VariedImageSet(ImageSet):
    """The same images, but each batch as other people might have written it: see augmentation.py."""

    whole_batches_only = True

    def __init__(self, images: ImageSet, seed: int) -> None:
        super().__init__(images.images, images.labels, images.data)
        self._seed = seed

    def _transformed(
        self, images: Tensor, labels: Tensor, chosen: Tensor, place: tuple[int, int] | None = None
    ) -> Tensor:
        return normalised(self._varied(images, labels, seeds(self._seed, chosen, place, 1)[0]), ink=1)

    def varied(self, indices: Indices) -> Batch:
        """Ink from 0 to 1 instead of normalised images.

        Depends on the seed and the indices alone, so that it is the same in a worker and here.
        """
        chosen = torch.as_tensor(indices)
        labels = self.labels.index_select(0, chosen)
        (seed,) = seeds(self._seed, chosen, None, 1)
        return self._varied(self.images.index_select(0, chosen), labels, seed), labels

    def _varied(self, images: Tensor, labels: Tensor, seed: int) -> Tensor:
        return vary(torch.mul(images, 1 / 255), labels, torch.Generator().manual_seed(seed), self.data)


def seeds(seed: int, chosen: Tensor, place: tuple[int, int] | None, count: int) -> list[int]:
    """So many seeds for what is made of one batch.

    In a run they come from the run's seed and the batch's place, its epoch and its number, so that each epoch shows an
    image anew however small the batches are. Images that are looked at outside a run have no place; their numbers
    (N,) stand for it.
    """
    entropy = [seed, *place] if place else [seed, len(chosen), int(chosen[0]), int(chosen[-1])]
    mixed: list[int] = np.random.SeedSequence(entropy).generate_state(count).tolist()
    return mixed


EXAMPLES = (0, 1, 7, 4, 0, 1, 7, 9, 2, 3, 5, 6, 8, 0, 1, 7)
"""Digits to show varied: those that get strokes more often than the others."""


def varied_examples(images: ImageSet) -> NDArray[np.uint8]:
    """Sixteen digits as training sees them when it varies the handwriting, uint8 (16, 28, 28), 255 for ink."""
    places = {digit: iter((images.labels == digit).nonzero()[:, 0].tolist()) for digit in set(EXAMPLES)}
    ink, _ = VariedImageSet(images, seed=1).varied([next(places[digit]) for digit in EXAMPLES])
    grey: NDArray[np.uint8] = (ink[:, 0] * 255).round().byte().numpy()
    return grey


@dataclass(frozen=True)
class Splits:
    """Images to learn from, images to watch the learning with, and images to look at once, at the end."""

    train: ImageSet
    validation: ImageSet
    test: ImageSet


def splits(data: DataName) -> Splits:
    """The images of a data set, 5,000 of those to learn from kept for validation; read from disk once per process.

    Raises InklingError when they are not on this computer yet or are damaged, and as `mnist` does.
    """
    if data == "mnist":
        return mnist()
    with _reading:
        return _read(SOURCES[data], data_folder())


def mnist() -> Splits:
    """55,000 training, 5,000 validation and 10,000 test images; read from disk once per process.

    Raises InklingError when the data folder cannot be written to or the bundled files are damaged.
    """
    # A first click may come while the same files are still being unpacked in the background.
    with _reading:
        return _read_mnist(data_folder())


@lru_cache(maxsize=1)
def _read_mnist(root: Path) -> Splits:
    raw = unpack_mnist(root)
    learning, test = (_image_set(raw[f"{part}-images-idx3-ubyte"], raw[f"{part}-labels-idx1-ubyte"]) for part in PARTS)
    return _parted(learning, test)


@lru_cache(maxsize=2)
def _read(source: Source, _root: Path) -> Splits:
    images, labels, test_images, test_labels = read_raw(source)
    return _parted(_image_set(images, labels, source), _image_set(test_images, test_labels, source), source)


def _parted(learning: ImageSet, test: ImageSet, source: Source | None = None) -> Splits:
    if len(learning) <= VALIDATION_IMAGES:
        raise _no_images(source)
    order = torch.randperm(len(learning), generator=torch.Generator().manual_seed(SPLIT_SEED))
    return Splits(
        train=learning.part(order[VALIDATION_IMAGES:]), validation=learning.part(order[:VALIDATION_IMAGES]), test=test
    )


def _no_images(source: Source | None) -> InklingError:
    place = folder_of(source) if source else data_folder() / "MNIST"
    return InklingError(
        f"The files in {place} are not images with a label each: delete that folder, and get the images anew."
    )


def _image_set(images: bytes, labels: bytes, source: Source | None = None) -> ImageSet:
    try:
        grey, numbers = read_idx(images), read_idx(labels).to(torch.int64)
    except ValueError as error:
        raise _no_images(source) from error
    classes = len(NAMES[source.data if source else "mnist"])
    first = source.first_label if source else 0
    sizes = grey.shape == (len(numbers), SIZE, SIZE) and numbers.dim() == 1
    if not sizes or not len(numbers) or not first <= int(numbers.min()) <= int(numbers.max()) < first + classes:
        raise _no_images(source)
    grey = grey.unsqueeze(1)
    if source is None:
        return ImageSet(grey, numbers)
    upright = grey.transpose(2, 3).contiguous() if source.transposed else grey
    return ImageSet(upright, numbers - source.first_label, source.data)
