"""Getting a data set: downloading it or importing local files, checking and unpacking them."""

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from engine.data.sources.catalogue import SOURCES, Archive, Source, archives
from engine.data.sources.download import received
from engine.data.sources.raw_files import LARGEST, TooMuchError, chunks_of, folder_of, known, md5_of, remember, title
from engine.errors import InklingError, cannot_write
from engine.formats import data_size
from engine.settings import DataName
from engine.system import opened, remove_partial_files, writable, write_atomically

BROKEN = (OSError, EOFError, zlib.error, TooMuchError)
"""What unpacking a file that is no complete .gz can raise."""


class Progress(NamedTuple):
    """How far getting a data set has come."""

    doing: str
    """What is being done, in two or three words."""
    bytes_done: int
    bytes_in_all: int


def downloaded(data: DataName, mirrors: Sequence[str] = ()) -> Generator[Progress]:
    """Download the missing files of a data set, from `mirrors` if given, and unpack them.

    Closing the iterator cancels and keeps the arrived part for the next time. Raises InklingError if there is no
    network, a checksum is wrong or there is too little room.
    """
    source = SOURCES[data]
    yield Progress("Asking torchvision", 0, source.bytes_to_download)
    folder = writable(folder_of(source))
    with _in_words(folder):
        yield from _downloaded(source, folder, mirrors)


def _downloaded(source: Source, folder: Path, mirrors: Sequence[str]) -> Generator[Progress]:
    done = 0
    for archive in _not_unpacked(archives(source, mirrors), folder):
        path, doing = folder / archive.name, f"Downloading {archive.name}"
        if not _is(path, archive.md5):
            _check_room(source, folder, done + _size(path.with_name(f"{path.name}.part")))
            for now in received(archive.addresses, path, archive.md5):
                yield Progress(doing, done + now.bytes_done, max(source.bytes_to_download, done + now.bytes_in_all))
        done += _size(path)
        yield Progress(f"Unpacking {archive.name}", done, max(source.bytes_to_download, done))
        _unpack(archive, path, folder)
        path.unlink()


def imported(data: DataName, place: Path) -> Generator[Progress]:
    """Copy a data set from a folder with its files, packed as downloaded or as torchvision keeps them.

    Checks the same checksums as a download. Raises InklingError if a file is missing or its checksum is wrong.
    """
    source = SOURCES[data]
    folder = writable(folder_of(source))
    with _in_words(folder):
        yield from _imported(source, folder, place)


def _imported(source: Source, folder: Path, place: Path) -> Generator[Progress]:
    every = archives(source)
    left = _not_unpacked(every, folder)
    for number, archive in enumerate(left):
        yield Progress(f"Checking {archive.name}", number, len(left))
        found = _packed(source, archive, place) or _unpacked(source, archive, place)
        if found is None:
            raise _not_found(source, archive, place)
        yield Progress(f"Copying {archive.name}", number, len(left))
        if found.name in archive.holds.values() or not _is(found, archive.md5):
            (name,) = archive.holds.values()
            _copy(found, name, folder)
        else:
            _unpack(archive, found, folder)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Turn any OSError of the disk into an InklingError."""
    try:
        yield
    except OSError as error:
        raise cannot_write(Path(error.filename or folder), error) from error


def _not_unpacked(every: Sequence[Archive], folder: Path) -> list[Archive]:
    return [archive for archive in every if not all(known(folder, name) for name in archive.holds.values())]


def _check_room(source: Source, folder: Path, done: int) -> None:
    needed = source.bytes_to_download - done + source.bytes_unpacked
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise InklingError(
            f"There is too little room in {folder}: {title(source.data)} needs {data_size(needed)}, and "
            f"{data_size(free)} are free. Free some space and try again."
        )


# Local files.


def _packed(source: Source, archive: Archive, place: Path) -> Path | None:
    """Return the packed archive in `place` if its checksum is right."""
    return next((path for path in _candidates(source, archive.name, place) if _is(path, archive.md5)), None)


def _unpacked(source: Source, archive: Archive, place: Path) -> Path | None:
    """Return the archive's content in `place`, unpacked or repacked, if its checksum is known and right."""
    names = dict(zip(source.files, source.unpacked_md5, strict=False))
    for name in archive.holds.values():
        for path in (one for end in ("", ".gz") for one in _candidates(source, name + end, place)):
            try:
                with _opened(path) as file:
                    if name in names and md5_of(file) == names[name]:
                        return path
            except BROKEN:
                continue
    return None


def _candidates(source: Source, name: str, place: Path) -> list[Path]:
    """Return the places of a file: in the folder itself, or where torchvision puts it in there."""
    if place.is_file():
        place = place.parent
    folders = (place, place / "raw", place / source.kind / "raw", place / source.kind)
    return [folder / name for folder in folders if (folder / name).is_file()]


def _not_found(source: Source, archive: Archive, place: Path) -> InklingError:
    wrong = _candidates(source, archive.name, place)
    if wrong:
        return InklingError(
            f"{wrong[0]} is not the {archive.name} of {title(source.data)} (its checksum is wrong): get it anew."
        )
    return InklingError(
        f"There is no {archive.name} in {place}: choose the folder with the files of {title(source.data)}, as "
        "they are downloaded."
    )


# Unpacking.


def _unpack(archive: Archive, path: Path, folder: Path) -> None:
    """Unpack an archive. Raises InklingError if the disk is full or the archive lacks a file."""
    if "" in archive.holds:
        return _copy(path, archive.holds[""], folder)
    try:
        with zipfile.ZipFile(path) as packed:
            for member, name in archive.holds.items():
                with packed.open(member) as inner, gzip.open(inner) as file:
                    _write(cast("BinaryIO", file), name, folder)
    except (zipfile.BadZipFile, KeyError) as error:
        raise InklingError(f"{path} does not hold what it should: get it anew.") from error


def _copy(path: Path, name: str, folder: Path) -> None:
    with _opened(path) as file:
        _write(file, name, folder)


def _write(file: BinaryIO, name: str, folder: Path) -> None:
    digest = hashlib.md5(usedforsecurity=False)

    def copy(target: BinaryIO) -> None:
        for chunk in chunks_of(file):
            digest.update(chunk)
            target.write(chunk)

    try:
        write_atomically(folder / name, copy)
    except TooMuchError as error:
        remove_partial_files(folder)
        raise InklingError(f"The packed {name} holds more than it should: get it anew.") from error
    remember(folder, name, digest.hexdigest())


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield cast("BinaryIO", file)


def _is(path: Path, md5: str) -> bool:
    try:
        with opened(path, LARGEST) as file:
            return md5_of(file) == md5
    except (InklingError, TooMuchError):
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
