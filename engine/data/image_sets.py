"""Labelled images in memory, as training gets them: a batch at a time, augmented or as they are.

Worker processes import this file, so it must not import Qt or torchvision.
"""

from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from engine.data.augmentation.augment import augment
from engine.data.augmentation.deformation import ALL
from engine.data.normalisation import normalised
from engine.data.origins import Group, Groups, Origin, groups_of
from engine.settings import NAMES, DataName

DATA_SET = Origin("data set")

Batch = tuple[Tensor, Tensor]
"""Normalised images, float32 (N, 1, 28, 28), and their labels, int64 (N,)."""
Indices = Sequence[int] | NDArray[np.int64] | Tensor


class BatchIndices(NamedTuple):
    """One batch of a run: its images and its place in the run, which seeds its augmentation."""

    images: Indices
    """Sample indices, int64 (N,)."""
    epoch: int
    """From 1."""
    number: int
    """The batch's number in its epoch, from 0."""

    @property
    def place(self) -> tuple[int, int]:
        return self.epoch, self.number


class Timed(NamedTuple):
    """A batch, and the seconds spent fetching its images from memory and transforming them for the network."""

    batch: Batch
    fetch: float
    transform: float


class ImageSet(Dataset[Batch]):
    """Labelled images in memory: uint8 (N, 1, 28, 28) and int64 (N,)."""

    whole_batches_only = False
    """Whether an image depends on its batch, so that two batches must not be fetched at once."""

    def __init__(
        self, images: Tensor, labels: Tensor, data: DataName = "mnist", origin: Origin | Groups = DATA_SET
    ) -> None:
        self.images = images
        self.labels = labels
        self.data = data
        """The data set that the images belong to."""
        self.groups: Groups = (Group(origin, len(labels)),) if isinstance(origin, Origin) else origin
        """Where the images come from; the counts of the groups add up to the number of images."""

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def classes(self) -> int:
        """The number of classes; labels count from 0."""
        return len(NAMES[self.data])

    def __getitem__(self, index: int) -> Batch:
        return self.__getitems__([index])

    def __getitems__(self, indices: Indices) -> Batch:
        """Return a whole batch: one gather and one conversion instead of one for every image."""
        return self.timed(indices).batch

    def timed(self, indices: Indices, place: tuple[int, int] | None = None, part: slice = ALL) -> Timed:
        """Return the batch, or only a part of it, with the time it took.

        `place` is the epoch and the number of a batch of a run. An image is the same in every part.
        """
        begin = perf_counter()
        chosen = torch.as_tensor(indices)
        # index_select copies whole images; indexing with [] copies byte by byte and takes nine times as long.
        images, labels = self.images.index_select(0, chosen), self.labels.index_select(0, chosen)
        fetched = perf_counter()
        batch = self._transformed(images, labels, chosen, place, part=part), labels[part]
        return Timed(batch, fetched - begin, perf_counter() - fetched)

    def _transformed(
        self,
        images: Tensor,
        labels: Tensor,  # noqa: ARG002 - subclasses that augment use it, and the next two
        chosen: Tensor,  # noqa: ARG002
        place: tuple[int, int] | None = None,  # noqa: ARG002
        part: slice = ALL,
    ) -> Tensor:
        """Return the network's input for a part of uint8 images (N, 1, 28, 28)."""
        return normalised(images[part])

    def prepare(self) -> None:
        """Do slow preparations, once in each process, so that the first batch's time does not include them."""

    def part(self, chosen: Tensor | slice) -> "ImageSet":
        return ImageSet(self.images[chosen], self.labels[chosen], self.data, groups_of(self.groups, chosen))


class AugmentedImageSet(ImageSet):
    """The same images, but every batch is augmented: see augmentation.py."""

    whole_batches_only = True

    def __init__(self, images: ImageSet, seed: int) -> None:
        super().__init__(images.images, images.labels, images.data, images.groups)
        self._seed = seed

    def _transformed(
        self,
        images: Tensor,
        labels: Tensor,
        chosen: Tensor,
        place: tuple[int, int] | None = None,
        part: slice = ALL,
    ) -> Tensor:
        return normalised(self._augmented(images, labels, seeds(self._seed, chosen, place, 1)[0], part), ink=1)

    def augmented(self, indices: Indices) -> Batch:
        """Return augmented ink from 0 to 1 instead of normalised images, and the labels.

        It depends on the seed and the indices alone, so it is the same in a worker and in this process.
        """
        chosen = torch.as_tensor(indices)
        labels = self.labels.index_select(0, chosen)
        (seed,) = seeds(self._seed, chosen, None, 1)
        return self._augmented(self.images.index_select(0, chosen), labels, seed), labels

    def _augmented(self, images: Tensor, labels: Tensor, seed: int, part: slice = ALL) -> Tensor:
        return augment(torch.mul(images, 1 / 255), labels, torch.Generator().manual_seed(seed), self.data, part)


def seeds(seed: int, chosen: Tensor, place: tuple[int, int] | None, count: int) -> list[int]:
    """Return `count` seeds for augmenting one batch.

    In a run they come from the run's seed and the batch's place, its epoch and its number, so an image differs in each
    epoch however small the batches are. Outside a run there is no place, and the sample indices (N,) replace it.
    """
    entropy = [seed, *place] if place else [seed, len(chosen), int(chosen[0]), int(chosen[-1])]
    mixed: list[int] = np.random.SeedSequence(entropy).generate_state(count).tolist()
    return mixed
