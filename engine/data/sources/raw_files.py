"""The unpacked files of data sets in the data folder, where torchvision looks for them, and their checksums."""

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
from engine.system import (
    Count,
    RefusedError,
    Words,
    data_folder,
    in_terminal,
    read_bytes,
    read_json,
    typed,
    write_atomically,
)

CHECKSUMS = "checksums.json"
"""The file with MD5 and size of each unpacked file; torchvision knows only those of packed files."""
CHUNK = 1 << 20
"""Bytes read at once."""
LARGEST = 1 << 30
"""Bytes that a file may have, packed or unpacked; EMNIST's has 562 million."""


class TooMuchError(Exception):
    """A file unpacks to more than LARGEST bytes."""


@dataclass(frozen=True)
class _Entry:
    """The checksum and size of an unpacked file."""

    md5: Words
    bytes: Count


def folder_of(source: Source) -> Path:
    return data_folder() / source.kind / "raw"


def title(data: DataName) -> str:
    """Return the data set's title for people."""
    return FIELDS["data"].labels[data]


def is_here(data: DataName) -> bool:
    """Whether the data set is on this computer, judged without reading its files."""
    if data == "mnist":
        return True
    return all(known(folder_of(SOURCES[data]), name) for name in SOURCES[data].files)


def known(folder: Path, name: str) -> str | None:
    """Return the MD5 that an unpacked file must have; None if it is missing or its size has changed."""
    try:
        entry = _checksums(folder).get(name)
        return entry.md5 if entry and entry.bytes == (folder / name).stat().st_size else None
    except (OSError, RefusedError):
        return None


def remember(folder: Path, name: str, md5: str) -> None:
    """Record the MD5 of a complete unpacked file. Raises InklingError if that cannot be written."""
    every = _checksums(folder) | {name: _Entry(md5, (folder / name).stat().st_size)}
    text = json.dumps({key: asdict(entry) for key, entry in every.items()}, indent=1)
    write_atomically(folder / CHECKSUMS, lambda file: file.write(text.encode()))


def _checksums(folder: Path) -> dict[str, _Entry]:
    """Return the valid entries of the checksum file.

    Raises RefusedError if the file cannot be read now: writing it anew would lose all entries.
    """
    try:
        every = typed(dict[Words, Any], read_json(folder / CHECKSUMS))
    except RefusedError:
        raise
    except (InklingError, ValueError):
        return {}
    entries: dict[str, _Entry] = {}
    for name, entry in every.items():
        with suppress(ValueError):
            entries[name] = typed(_Entry, entry)
    return entries


def read_raw(source: Source) -> list[bytes]:
    """Return the four files in the order of `source.files`. Raises InklingError if one is missing or damaged."""
    folder = folder_of(source)
    return [_read(source, folder, name) for name in source.files]


def _read(source: Source, folder: Path, name: str) -> bytes:
    expected = known(folder, name)
    if expected is None:
        raise InklingError(missing(source.data))
    content = read_bytes(folder / name, LARGEST)
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != expected:
        # Deleted, so that the next download gets it again.
        (folder / name).unlink(missing_ok=True)
        raise InklingError(f"{folder / name} was damaged and is deleted: {_how_to_get(source.data)}.")
    return content


def missing(data: DataName) -> str:
    """Return the sentence for a data set that is not on this computer."""
    return f"The images of {title(data)} are not on this computer yet: {_how_to_get(data)}."


def _how_to_get(data: DataName) -> str:
    size = data_size(SOURCES[data].bytes_to_download)
    return f"download them ({size}) under Images in the window, or with {in_terminal(f'data {data}')}"


def md5_of(file: BinaryIO) -> str:
    """Return the MD5 of the rest of an open file."""
    digest = hashlib.md5(usedforsecurity=False)
    for chunk in chunks_of(file):
        digest.update(chunk)
    return digest.hexdigest()


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of an open file in chunks.

    Raises TooMuchError beyond LARGEST bytes: a few packed bytes may unpack to fill the disk.
    """
    total = 0
    while chunk := file.read(CHUNK):
        total += len(chunk)
        if total > LARGEST:
            raise TooMuchError
        yield chunk
