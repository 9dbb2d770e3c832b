"""Downloading one file in pieces, continuing an earlier attempt, and checking it before use."""

import errno
import http.client
import queue
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from engine import __version__
from engine.data.sources.raw_files import md5_of
from engine.errors import InklingError, cannot_write
from engine.formats import data_size

PIECE = 1 << 16
"""Bytes of a piece; a fast line brings some hundred pieces a second."""
WAITING = 4
"""Pieces that may wait to be taken."""
POLL_SECONDS = 0.1
"""The longest wait for a piece before the caller may cancel."""
TIMEOUT_SECONDS = 15.0
"""A server that sends nothing for this long is given up."""
PARTIAL_CONTENT, NOT_THAT_LONG, BUSY = 206, 416, 500
"""HTTP statuses: a part as requested; the range is beyond the file; from 500 on, problems that may pass."""
OUT_OF_REACH = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}


class BrokenError(Exception):
    """Why a download broke off, in words; another attempt may help unless it is `hopeless`."""

    def __init__(self, why: str, *, hopeless: bool = False) -> None:
        super().__init__(why)
        self.hopeless = hopeless


class Stream:
    """Reads an address in a thread.

    Connecting can take many seconds and cannot be interrupted; a person who cancels must not wait for that.
    """

    def __init__(self, address: str, first: int) -> None:
        self._address, self._first = address, first
        self._queue: queue.Queue[tuple[int, int, bytes] | BrokenError | None] = queue.Queue(WAITING)
        self._given_up = threading.Event()
        threading.Thread(target=self._read, name="download", daemon=True).start()

    def give_up(self) -> None:
        self._given_up.set()

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield the offset of the answer in the file, the file's size or 0, and a piece, empty while none arrives."""
        begin, total = self._first, 0
        while True:
            try:
                what = self._queue.get(timeout=POLL_SECONDS)
            except queue.Empty:
                yield begin, total, b""
                continue
            if what is None:
                return
            if isinstance(what, BrokenError):
                raise what
            begin, total, _ = what
            yield what

    def _read(self) -> None:
        try:
            self._pass_on(self._opened())
        except Exception as error:  # noqa: BLE001 - the waiting thread must get every error
            self._put(_broken(error))

    def _opened(self) -> http.client.HTTPResponse:
        headers = {"User-Agent": f"Inkling/{__version__}", "Accept-Encoding": "identity"}
        from_there = {"Range": f"bytes={self._first}-"} if self._first else {}
        try:
            return _open(self._address, headers | from_there)
        except urllib.error.HTTPError as error:
            if error.code != NOT_THAT_LONG:
                raise
            # The partial file is longer than this one, so it belongs to another file.
            return _open(self._address, headers)

    def _pass_on(self, response: http.client.HTTPResponse) -> None:
        # A server that does not support Range starts at the beginning instead of answering 206.
        begin = self._first if response.status == PARTIAL_CONTENT else 0
        length = int(response.headers.get("Content-Length") or 0)
        came, total = 0, begin + length if length else 0
        with response:
            while not self._given_up.is_set() and (piece := response.read1(PIECE)):
                came += len(piece)
                self._put((begin, total, piece))
        self._put(BrokenError("the connection broke off") if came < length else None)

    def _put(self, what: tuple[int, int, bytes] | BrokenError | None) -> None:
        while not self._given_up.is_set():
            try:
                self._queue.put(what, timeout=POLL_SECONDS)
                break
            except queue.Full:
                continue


def _open(address: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    if urlsplit(address).scheme not in ("http", "https"):
        raise ValueError("the address must begin with http")
    request = urllib.request.Request(address, headers=headers)
    answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
    return answer


def _broken(error: Exception) -> BrokenError:
    if isinstance(error, urllib.error.HTTPError):
        return BrokenError(f"it answers {error.code} {error.reason}", hopeless=error.code < BUSY)
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, socket.gaierror) or (isinstance(cause, OSError) and cause.errno in OUT_OF_REACH):
        return BrokenError("", hopeless=True)
    if isinstance(cause, TimeoutError):
        return BrokenError(f"it said nothing for {TIMEOUT_SECONDS:.0f} seconds")
    words = getattr(cause, "strerror", None) or str(cause)
    return BrokenError(words.lower(), hopeless=isinstance(error, ValueError))


# A file, continuing an earlier attempt.


PAUSES = (0.5, 1.0, 2.0)
"""Seconds before each further attempt: broken lines and busy servers recover."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
OR_LOCAL = "or use local files"


class Received(NamedTuple):
    """How much of the file has arrived, in bytes; `bytes_in_all` is 0 while unknown."""

    bytes_done: int
    bytes_in_all: int


def received(addresses: Sequence[str], path: Path, md5: str) -> Generator[Received]:
    """Download a file to `path` from the first address that has it, and yield the progress.

    The file appears at `path` after its checksum was found right. Closing the iterator keeps the arrived part in a
    .part file, which a later download continues. Raises InklingError if no address has the file.
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
    """Make all attempts with one address, each continuing the previous one."""
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
    kept = f", and it goes on after the {data_size(so_far)} that are here" if so_far else ""
    return InklingError(f"{part.stem} could not be downloaded from {host} ({error}): try again{kept}, {OR_LOCAL}.")


def _no_room(part: Path, error: OSError) -> InklingError:
    if error.errno not in FULL:
        return cannot_write(part, error)
    # The partial file would only keep the disk full.
    part.unlink(missing_ok=True)
    return InklingError(f"The disk is full: {part.stem} did not fit into {part.parent}. Free some space and try again.")


def _host(address: str) -> str:
    return urlsplit(address).netloc or address


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0
