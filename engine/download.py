"""One file from the network: in pieces, from where an earlier attempt was cut off, and checked before it counts."""

import errno
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from engine.errors import InklingError, cannot_write
from engine.raw_files import md5_of
from engine.web_stream import POLL_SECONDS, BrokenError, Stream

PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further attempt: lines break for a moment, and servers are busy for a moment."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
OR_LOCAL = "or use local files"


class Received(NamedTuple):
    """How much of the file is there, in bytes; 0 in all while that is not known."""

    bytes_done: int
    bytes_in_all: int


def received(addresses: Sequence[str], path: Path, md5: str) -> Generator[Received]:
    """Download to `path` from the first of these addresses that has it, and report on the way.

    Nothing lies at `path` before its checksum was found right. Closing the iterator keeps what came so far in a .part
    file, from which a later download goes on. Raises InklingError, one sentence, when no address gives the file.
    """
    part = path.with_name(f"{path.name}.part")
    if part.is_fifo():
        raise InklingError(f"{part} is no file: move it elsewhere, and download again.")
    if _matches(part, md5):
        part.replace(path)
        return
    problem = InklingError(f"There is no address for {path.name}.")
    for address in addresses:
        try:
            yield from _from_address(address, part)
        except InklingError as error:
            problem = error
            continue
        if _matches(part, md5):
            part.replace(path)
            return
        part.unlink(missing_ok=True)
        problem = InklingError(
            f"{path.name} from {_host(address)} is not what it should be (its checksum is wrong) and was thrown away: "
            f"try again later, {OR_LOCAL}."
        )
    raise problem


def _matches(part: Path, md5: str) -> bool:
    if not part.is_file():
        return False
    with part.open("rb") as file:
        return md5_of(file) == md5


def _from_address(address: str, part: Path) -> Generator[Received]:
    """All attempts with one address, the later ones going on where the one before ended."""
    for pause in (*PAUSES, None):
        try:
            yield from _attempt(address, part)
            return
        except BrokenError as error:
            if error.hopeless or pause is None:
                raise _sentence(error, address, part) from error
        except OSError as error:
            raise _no_room(part, error) from error
        until = time.monotonic() + pause
        while time.monotonic() < until:
            yield Received(_size(part), 0)
            time.sleep(POLL_SECONDS)


def _attempt(address: str, part: Path) -> Generator[Received]:
    stream = Stream(address, first := _size(part))
    try:
        with part.open("ab") as file:
            for begin, total, piece in stream:
                if begin != first:
                    file.truncate(first := begin)
                file.write(piece)
                yield Received(file.tell(), total)
    finally:
        stream.give_up()


def _sentence(error: BrokenError, address: str, part: Path) -> InklingError:
    host, so_far = _host(address), _size(part)
    if not str(error):
        return InklingError(f"No network: {host} cannot be reached. Connect to the internet and try again, {OR_LOCAL}.")
    kept = f", and it goes on after the {so_far / 1e6:.1f} MB that are here" if so_far else ""
    return InklingError(f"{part.stem} could not be downloaded from {host} ({error}): try again{kept}, {OR_LOCAL}.")


def _no_room(part: Path, error: OSError) -> InklingError:
    if error.errno not in FULL:
        return cannot_write(part, error)
    # It would only keep the disk full.
    part.unlink(missing_ok=True)
    return InklingError(f"The disk is full: {part.stem} did not fit into {part.parent}. Free some space and try again.")


def _host(address: str) -> str:
    return urlsplit(address).netloc or address


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0
