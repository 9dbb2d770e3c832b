"""The catalogue of data sets: sources, file names and descriptions.

Addresses and checksums are those of torchvision's classes, which are imported when needed: importing this file imports
neither torch nor torchvision.
"""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from engine.errors import InklingError
from engine.settings import DataName

MIRROR_VARIABLE = "INKLING_MIRROR"
"""Addresses of servers to use instead, such as a school's own, separated by spaces."""
IMAGES, LABELS = "images-idx3-ubyte", "labels-idx1-ubyte"


class Source(NamedTuple):
    """One data set besides MNIST, which comes with the program."""

    data: DataName
    kind: str
    """The name of torchvision's class and of its folder."""
    training: str
    testing: str
    """The beginnings of the unpacked files' names."""
    description: str
    licence: str
    bytes_to_download: int
    bytes_unpacked: int
    transposed: bool = False
    """Whether rows and columns of its images are exchanged."""
    first_label: int = 0
    unpacked_md5: tuple[str, ...] = ()
    """The MD5 of each of `files`, if known: somebody else, such as Debian, may have packed the same content anew."""

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the four unpacked files: training images and labels, then test images and labels."""
        return tuple(f"{part}-{what}" for part in (self.training, self.testing) for what in (IMAGES, LABELS))


class Archive(NamedTuple):
    """A file to download."""

    name: str
    md5: str
    addresses: tuple[str, ...]
    """Addresses, tried in this order."""
    holds: dict[str, str]
    """The unpacked file for each member of a zip; "" stands for the content of a .gz."""


SOURCES: dict[DataName, Source] = {
    "fashion": Source(
        "fashion",
        "FashionMNIST",
        "train",
        "t10k",
        "Photographs of a shop's clothes in ten classes, as small and grey as MNIST's digits and harder to classify "
        "(H. Xiao, K. Rasul and R. Vollgraf, 2017).",
        "MIT licence, \u00a9 2017 Zalando SE",
        30_878_645,
        54_950_048,
        unpacked_md5=(
            "f4a8712d7a061bf5bd6d2ca38dc4d50a",
            "9018921c3c673c538a1fc5bad174d6f9",
            "8181f5470baa50b63fa0f6fddb340f0a",
            "15d484375f8d13e6eb1aabb0c3f46965",
        ),
    ),
    "kmnist": Source(
        "kmnist",
        "KMNIST",
        "train",
        "t10k",
        "Ten hiragana from Japanese books of centuries ago, each written in several ways (T. Clanuwat et al., "
        '"Deep learning for classical Japanese literature", 2018).',
        "CC BY-SA 4.0, ROIS-DS Center for Open Data in the Humanities",
        21_240_888,
        54_950_048,
    ),
    "emnist-digits": Source(
        "emnist-digits",
        "EMNIST",
        "emnist-digits-train",
        "emnist-digits-test",
        "Four times as many digits as MNIST has, from the same forms (G. Cohen et al., 2017).",
        "No licence is stated; made from NIST's Special Database 19",
        561_753_746,
        334_096_064,
        transposed=True,
    ),
    "emnist-letters": Source(
        "emnist-letters",
        "EMNIST",
        "emnist-letters-train",
        "emnist-letters-test",
        "The 26 letters as people write them, capital and small ones together (G. Cohen et al., 2017).",
        "No licence is stated; made from NIST's Special Database 19",
        561_753_746,
        334_096_064,
        transposed=True,
        # 0 is not used.
        first_label=1,
    ),
}
"""`bytes_unpacked` counts everything taken from the archives; EMNIST's archive has both digits and letters."""


def archives(source: Source, mirrors: Sequence[str] = ()) -> list[Archive]:
    """Return the archives to download, from `mirrors`, else $INKLING_MIRROR, else torchvision's addresses.

    A mirror has a folder named after torchvision's class. Raises InklingError if torchvision is missing.
    """
    kind = _torchvision_class(source.kind)
    instead = [
        f"{mirror.rstrip('/')}/{source.kind}/" for mirror in mirrors or os.environ.get(MIRROR_VARIABLE, "").split()
    ]
    if source.kind == "EMNIST":
        return [_emnist(kind, instead)]
    usual: list[str] = instead or kind.mirrors
    return [
        Archive(name, md5, tuple(f"{mirror}{name}" for mirror in usual), {"": name.removesuffix(".gz")})
        for name, md5 in kind.resources
    ]


def _emnist(kind: Any, instead: Sequence[str]) -> Archive:
    url, md5 = str(kind.url), str(kind.md5)
    name = url.rsplit("/", 1)[1]
    # The archive has half a gigabyte, so digits and letters are unpacked together.
    files = [file for source in SOURCES.values() if source.kind == "EMNIST" for file in source.files]
    addresses = tuple(f"{mirror}{name}" for mirror in instead) or (url,)
    return Archive(name, md5, addresses, {f"gzip/{file}.gz": file for file in files})


def _torchvision_class(name: str) -> Any:
    from engine.data.torchvision_import import import_torchvision

    try:
        return getattr(import_torchvision().datasets, name)
    except ImportError as error:
        raise InklingError(
            "torchvision, which knows the addresses of the images, is missing: install requirements.txt again."
        ) from error
