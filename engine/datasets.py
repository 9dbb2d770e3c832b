"""The bundled MNIST, unpacked once and held in memory.

Worker processes import this file to get at the images, so it must not import Qt or torchvision.
"""

import hashlib
import lzma
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

from engine.atomic_file import write_atomically
from engine.augmentation import vary
from engine.data_folder import data_folder, writable
from engine.errors import InklingError
from engine.normalisation import normalised

BUNDLE = Path(__file__).parent.parent / "resources" / "mnist"
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
VALIDATION_IMAGES = 5_000
SPLIT_SEED = 1998
"""The split into training and validation images never changes, so that runs can be compared."""

_reading = threading.Lock()

Batch = tuple[Tensor, Tensor]
"""Normalised images, float32 (N, 1, 28, 28), and their labels, int64 (N,)."""
Indices = Sequence[int] | NDArray[np.int64] | Tensor


class Timed(NamedTuple):
    """A batch, and the seconds that it took to get its images out of memory and to make of them what a network gets."""

    batch: Batch
    fetch: float
    transform: float


class ImageSet(Dataset[Batch]):
    """Labelled images in memory: uint8 (N, 1, 28, 28) and int64 (N,)."""

    whole_batches_only = False
    """Whether an image depends on the batch that it is fetched with, so that no two batches may be fetched at once."""

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self.images = images
        self.labels = labels

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> Batch:
        return self.__getitems__([index])

    def __getitems__(self, indices: Indices) -> Batch:
        """A whole batch at once: one gather and one conversion instead of one for every image."""
        return self.timed(indices).batch

    def timed(self, indices: Indices) -> Timed:
        """The same batch, with the time that it took."""
        begin = perf_counter()
        chosen = torch.as_tensor(indices)
        # index_select copies whole images; indexing with [] copies byte by byte and takes nine times as long.
        images, labels = self.images.index_select(0, chosen), self.labels.index_select(0, chosen)
        fetched = perf_counter()
        batch = self._transformed(images, labels, chosen), labels
        return Timed(batch, fetched - begin, perf_counter() - fetched)

    def _transformed(self, images: Tensor, labels: Tensor, chosen: Tensor) -> Tensor:  # noqa: ARG002 - a varied one's
        """What the network gets of uint8 images (N, 1, 28, 28)."""
        return normalised(images)

    def prepare(self) -> None:
        """Do what takes a while once in each process, so that it is not taken for a part of the first batch's time."""

    def part(self, chosen: Tensor | slice) -> "ImageSet":
        return ImageSet(self.images[chosen], self.labels[chosen])


class VariedImageSet(ImageSet):
    """The same images, but each batch as other people might have written it: see augmentation.py."""

    whole_batches_only = True

    def __init__(self, images: ImageSet, seed: int) -> None:
        super().__init__(images.images, images.labels)
        self._seed = seed

    def _transformed(self, images: Tensor, labels: Tensor, chosen: Tensor) -> Tensor:
        return normalised(self._varied(images, labels, chosen), ink=1)

    def varied(self, indices: Indices) -> Batch:
        """Ink from 0 to 1 instead of normalised images.

        Depends on the seed and the indices alone, so that it is the same in a worker and here.
        """
        chosen = torch.as_tensor(indices)
        labels = self.labels.index_select(0, chosen)
        return self._varied(self.images.index_select(0, chosen), labels, chosen), labels

    def _varied(self, images: Tensor, labels: Tensor, chosen: Tensor) -> Tensor:
        (seed,) = seeds(self._seed, chosen, 1)
        return vary(torch.mul(images, 1 / 255), labels, torch.Generator().manual_seed(seed))


def seeds(seed: int, chosen: Tensor, count: int) -> list[int]:
    """So many seeds for what is made of a batch with these image numbers, and of no other of the run.

    The order of a batch differs from epoch to epoch, and with it what is made of an image.
    """
    entropy = [seed, len(chosen), int(chosen[0]), int(chosen[-1])]
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
    learning = _image_set(raw["train-images-idx3-ubyte"], raw["train-labels-idx1-ubyte"])
    order = torch.randperm(len(learning), generator=torch.Generator().manual_seed(SPLIT_SEED))
    return Splits(
        train=learning.part(order[VALIDATION_IMAGES:]),
        validation=learning.part(order[:VALIDATION_IMAGES]),
        test=_image_set(raw["t10k-images-idx3-ubyte"], raw["t10k-labels-idx1-ubyte"]),
    )


def unpack_mnist(root: Path) -> dict[str, bytes]:
    """The four raw files, which afterwards lie where torchvision's `MNIST(root)` looks for downloaded ones.

    A file that is missing, half-written or damaged is unpacked again. Raises InklingError as `mnist` does.
    """
    folder = root / "MNIST" / "raw"
    return {name: _intact(folder / name) or _unpacked(folder / name) for name in MD5}


def _intact(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if _matches(path.name, content) else None


def _unpacked(path: Path) -> bytes:
    packed = BUNDLE / f"{path.name}.xz"
    try:
        content = lzma.decompress(packed.read_bytes())
    except (OSError, lzma.LZMAError):
        content = b""
    if not _matches(path.name, content):
        raise InklingError(f"{packed} is missing or damaged: install Inkling again.")
    writable(path.parent)
    write_atomically(path, lambda file: file.write(content))
    return content


def _matches(name: str, content: bytes) -> bool:
    return hashlib.md5(content, usedforsecurity=False).hexdigest() == MD5[name]


def _image_set(images: bytes, labels: bytes) -> ImageSet:
    return ImageSet(_idx(images).unsqueeze(1), _idx(labels).to(torch.int64))


def _idx(content: bytes) -> Tensor:
    """MNIST's own format: two zero bytes, the type (8 = uint8), the number of axes, their sizes as big-endian int32."""
    axes = content[3]
    shape = np.frombuffer(content, ">i4", count=axes, offset=4)
    values = np.frombuffer(content, np.uint8, offset=4 + 4 * axes)
    return torch.from_numpy(values.reshape(shape).copy())
