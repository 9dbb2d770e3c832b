"""The unpacked files of data sets in the data folder, where torchvision looks for them: are they there, and whole?"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from engine.data.sources.catalogue import SOURCES, Source
from engine.errors import InklingError
from engine.formats import data_size
from engine.settings import FIELDS, DataName
from engine.system import Count, RefusedError, Words, data_folder, read_bytes, read_json, typed, write_atomically

CHECKSUMS = "checksums.json"
"""MD5 and size of each unpacked file; written with it, as torchvision knows the packed ones' only."""
CHUNK = 1 << 20
"""Bytes that are read at once."""
LARGEST = 1 << 30
"""Bytes that a file may have, packed or not: EMNIST's have 562 million."""


class TooMuchError(Exception):
    """Something that is unpacked does not end where it should."""


@dataclass(frozen=True)
class _Entry:
    """What is known of an unpacked file."""

    md5: Words
    bytes: Count


def folder_of(source: Source) -> Path:
    return data_folder() / source.kind / "raw"


def title(data: DataName) -> str:
    """What a person calls the data set."""
    return FIELDS["data"].labels[data]


def is_here(data: DataName) -> bool:
    """Whether it can be trained with, as far as can be told without reading it."""
    if data == "mnist":
        return True
    return all(known(folder_of(SOURCES[data]), name) for name in SOURCES[data].files)


def known(folder: Path, name: str) -> str | None:
    """The MD5 that an unpacked file must have; None when it is missing or of another size than it had."""
    try:
        entry = _checksums(folder).get(name)
        return entry.md5 if entry and entry.bytes == (folder / name).stat().st_size else None
    except (OSError, RefusedError):
        return None


def remember(folder: Path, name: str, md5: str) -> None:
    """That an unpacked file is whole as it is now. Raises InklingError when that cannot be written."""
    every = _checksums(folder) | {name: _Entry(md5, (folder / name).stat().st_size)}
    text = json.dumps({key: asdict(entry) for key, entry in every.items()}, indent=1)
    write_atomically(folder / CHECKSUMS, lambda file: file.write(text.encode()))


def _checksums(folder: Path) -> dict[str, _Entry]:
    """What is known of each file; an entry that makes no sense is not known.

    Raises RefusedError: whoever would write it anew then would forget all others.
    """
    try:
        every = typed(dict[Words, Any], read_json(folder / CHECKSUMS))
    except RefusedError:
        raise
    except (InklingError, ValueError):
        return {}
    entries: dict[str, _Entry] = {}
    for name, told in every.items():
        with suppress(ValueError):
            entries[name] = typed(_Entry, told)
    return entries


def read_raw(source: Source) -> list[bytes]:
    """The four files in the order of `source.files`. Raises InklingError when one is missing or damaged."""
    folder = folder_of(source)
    return [_read(source, folder, name) for name in source.files]


def _read(source: Source, folder: Path, name: str) -> bytes:
    expected = known(folder, name)
    if expected is None:
        raise InklingError(missing(source.data))
    content = read_bytes(folder / name, LARGEST)
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != expected:
        # It does not count as there any more, so that the next download brings it again.
        (folder / name).unlink(missing_ok=True)
        raise InklingError(f"{folder / name} was damaged and is deleted: {_how_to_get(source.data)}.")
    return content


def missing(data: DataName) -> str:
    """The sentence for a data set that is not there yet."""
    return f"The images of {title(data)} are not on this computer yet: {_how_to_get(data)}."


def _how_to_get(data: DataName) -> str:
    size = data_size(SOURCES[data].bytes_to_download)
    return f"download them ({size}) under Images in the window, or with `python -m engine data {data}`"


def md5_of(file: BinaryIO) -> str:
    """Of all that is left in an open file."""
    digest = hashlib.md5(usedforsecurity=False)
    for chunk in chunks_of(file):
        digest.update(chunk)
    return digest.hexdigest()


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """What is left in an open file. Raises TooMuchError where that is more than any such file has: a few packed
    bytes may be unpacked to as many as the disk holds."""
    total = 0
    while chunk := file.read(CHUNK):
        total += len(chunk)
        if total > LARGEST:
            raise TooMuchError
        yield chunk
