"""The splits of a data set: those of MNIST, which comes with the program, or of a downloaded one."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch

from engine.data.image_sets import ImageSet
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


@dataclass(frozen=True)
class Splits:
    """The training, validation and test images of a data set."""

    train: ImageSet
    validation: ImageSet
    test: ImageSet


def splits(data: DataName) -> Splits:
    """Return the images of a data set, with 5,000 training images split off for validation; cached.

    Raises InklingError when the images are not on this computer or are damaged, and as `mnist` does.
    """
    if data == "mnist":
        return mnist()
    with _reading:
        return _read(SOURCES[data], data_folder())


def mnist() -> Splits:
    """Return 55,000 training, 5,000 validation and 10,000 test images; cached.

    Raises InklingError when the data folder cannot be written to or the bundled files are damaged.
    """
    # A person may click Train while the files are still being unpacked in the background.
    with _reading:
        return _read_mnist(data_folder())


@lru_cache(maxsize=1)
def _read_mnist(root: Path) -> Splits:
    raw = unpack_mnist(root)
    learning, test = (
        image_set_of(raw[f"{part}-images-idx3-ubyte"], raw[f"{part}-labels-idx1-ubyte"]) for part in PARTS
    )
    return _parted(learning, test)


@lru_cache(maxsize=2)
def _read(source: Source, _root: Path) -> Splits:
    images, labels, test_images, test_labels = read_raw(source)
    return _parted(image_set_of(images, labels, source), image_set_of(test_images, test_labels, source), source)


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
        f"The files in {place} are not labelled images: delete that folder and download the images again."
    )


def image_set_of(images: bytes, labels: bytes, source: Source | None = None) -> ImageSet:
    """The images of two IDX files, of MNIST without a source. Raises InklingError when they do not fit each other."""
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
