"""Where each data set comes from, what its files are called, and what is known of it.

Addresses and checksums are those of torchvision's data set classes, which are asked when they are needed: importing
this file imports neither torch nor torchvision.
"""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from engine.errors import InklingError
from engine.settings import DataName

MIRROR_VARIABLE = "INKLING_MIRROR"
"""Addresses, with spaces between them, of servers that are asked instead: a school's own, say."""
IMAGES, LABELS = "images-idx3-ubyte", "labels-idx1-ubyte"


class Source(NamedTuple):
    """One data set besides MNIST, which comes with the program."""

    data: DataName
    kind: str
    """The name of torchvision's class, and of the folder that it keeps the files in."""
    training: str
    testing: str
    """How the names of the unpacked files begin."""
    description: str
    licence: str
    bytes_to_download: int
    bytes_unpacked: int
    transposed: bool = False
    """Rows and columns are exchanged in its images."""
    first_label: int = 0
    unpacked_md5: tuple[str, ...] = ()
    """Of `files`, where known: the same content may have been packed anew by somebody else, as Debian does."""

    @property
    def files(self) -> tuple[str, ...]:
        """What the four unpacked files are called: images and labels to train with, then to test with."""
        return tuple(f"{part}-{what}" for part in (self.training, self.testing) for what in (IMAGES, LABELS))


class Archive(NamedTuple):
    """A file to download."""

    name: str
    md5: str
    addresses: tuple[str, ...]
    """Where it may be had; the next one is asked when one does not have it."""
    holds: dict[str, str]
    """The unpacked file for each member of a zip; for "" that of a .gz."""


SOURCES: dict[DataName, Source] = {
    "fashion": Source(
        "fashion",
        "FashionMNIST",
        "train",
        "t10k",
        "Photographs of clothes from a shop in ten kinds, made as small and grey as MNIST's digits and harder to tell "
        "apart (H. Xiao, K. Rasul and R. Vollgraf, 2017).",
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
"""Bytes unpacked are those of all that is taken from the archives: EMNIST's one holds digits and letters."""


def archives(source: Source, mirrors: Sequence[str] = ()) -> list[Archive]:
    """What to download for it, from `mirrors`, else those of $INKLING_MIRROR, else where torchvision would.

    On a mirror each file lies in a folder that is called as torchvision's class. Raises InklingError when torchvision
    is missing.
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
    # Half a gigabyte is not downloaded twice: whoever wants the letters gets the digits, too.
    files = [file for source in SOURCES.values() if source.kind == "EMNIST" for file in source.files]
    addresses = tuple(f"{mirror}{name}" for mirror in instead) or (url,)
    return Archive(name, md5, addresses, {f"gzip/{file}.gz": file for file in files})


def _torchvision_class(name: str) -> Any:
    from engine.data.torchvision_import import import_torchvision

    try:
        return getattr(import_torchvision().datasets, name)
    except ImportError as error:
        raise InklingError(
            "torchvision, which knows where the images are, is missing: install requirements.txt again."
        ) from error
