"""Data sets of the right format that are small: some of MNIST's images under another name."""

import gzip
import hashlib
import io
import zipfile
from functools import lru_cache

import numpy as np
import pytest

from benchmarks.shared.data_server import DataServer
from engine.data.datasets import Splits
from engine.data.sources.bundled_mnist import unpack_mnist
from engine.data.sources.catalogue import SOURCES
from engine.data.torchvision_import import import_torchvision
from engine.settings.train_settings import DataName
from engine.system.home import data_folder

TRAINING, TESTING = 6_000, 500
"""Images: as many as are left to learn from when 5,000 validate, and then some."""


@lru_cache(maxsize=1)
def raw() -> tuple[bytes, ...]:
    """Images and labels to train with, then to test with, as the unpacked files have them."""
    whole = unpack_mnist(data_folder())
    parts = (("train", TRAINING), ("t10k", TESTING))
    return tuple(
        content
        for part, count in parts
        for content in (
            _first(whole[f"{part}-images-idx3-ubyte"], count, 16, 784),
            _first(whole[f"{part}-labels-idx1-ubyte"], count, 8, 1),
        )
    )


def _first(content: bytes, count: int, header: int, size: int) -> bytes:
    return content[:4] + count.to_bytes(4, "big") + content[8 : header + count * size]


@lru_cache(maxsize=1)
def fashion_files() -> dict[str, bytes]:
    """What a mirror of Fashion-MNIST has, by path."""
    packed = [gzip.compress(content, 1, mtime=0) for content in raw()]
    return {f"FashionMNIST/{name}.gz": content for name, content in zip(SOURCES["fashion"].files, packed, strict=True)}


@lru_cache(maxsize=1)
def emnist_files() -> dict[str, bytes]:
    """What a mirror of EMNIST has: images lying on their side, letters numbered from 1 on."""
    images, labels, test_images, test_labels = raw()
    contents = (_exchanged(images), labels, _exchanged(test_images), test_labels)
    letters = (contents[0], _one_more(labels), contents[2], _one_more(test_labels))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        both: dict[DataName, tuple[bytes, ...]] = {"emnist-digits": contents, "emnist-letters": letters}
        for data, every in both.items():
            for name, content in zip(SOURCES[data].files, every, strict=True):
                packed.writestr(f"gzip/{name}.gz", gzip.compress(content, 1, mtime=0))
        packed.writestr("gzip/emnist-byclass-train-images-idx3-ubyte.gz", b"not wanted")
    return {"EMNIST/gzip.zip": file.getvalue()}


def _exchanged(images: bytes) -> bytes:
    pixels = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 28, 28)
    return images[:16] + pixels.transpose(0, 2, 1).tobytes()


def _one_more(labels: bytes) -> bytes:
    return labels[:8] + bytes(label + 1 for label in labels[8:])


def parts(whole: Splits, learning: int, looking: int) -> Splits:
    """The first images of each part."""
    return Splits(
        train=whole.train.part(slice(learning)),
        validation=whole.validation.part(slice(looking)),
        test=whole.test.part(slice(looking)),
    )


def declared(patch: pytest.MonkeyPatch) -> None:
    """torchvision knows the checksums of these files instead of those of the large ones."""
    datasets = import_torchvision().datasets
    md5 = [(path.split("/")[1], _md5(content)) for path, content in fashion_files().items()]
    patch.setattr(datasets.FashionMNIST, "resources", md5)
    patch.setattr(datasets.EMNIST, "md5", _md5(emnist_files()["EMNIST/gzip.zip"]))
    sets: dict[DataName, dict[str, bytes]] = {
        "fashion": fashion_files(),
        "emnist-digits": emnist_files(),
        "emnist-letters": emnist_files(),
    }
    for data, files in sets.items():
        size = sum(map(len, files.values()))
        unpacked = tuple(_md5(content) for content in raw()) if data == "fashion" else ()
        source = SOURCES[data]._replace(bytes_to_download=size, bytes_unpacked=10 * size, unpacked_md5=unpacked)
        patch.setitem(SOURCES, data, source)


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def server() -> DataServer:
    return DataServer(fashion_files() | emnist_files())
