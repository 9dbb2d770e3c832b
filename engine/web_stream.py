"""What a server sends, piece by piece, without anybody having to wait for it."""

import errno
import http.client
import queue
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from engine import __version__

PIECE = 1 << 16
"""Bytes: some hundred pieces a second on a fast line."""
WAITING = 4
"""Pieces that may have come before somebody takes them."""
POLL_SECONDS = 0.1
"""How often somebody who waits for a piece is asked whether to go on."""
TIMEOUT_SECONDS = 15.0
"""A server that says nothing for so long is given up."""
PARTIAL_CONTENT, NOT_THAT_LONG, BUSY = 206, 416, 500
"""HTTP's answers: a part as asked for; the file is shorter than that; and from 500 on trouble that may pass."""
OUT_OF_REACH = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}


class BrokenError(Exception):
    """Why nothing came, in words; another attempt may help unless it is `hopeless`."""

    def __init__(self, why: str, *, hopeless: bool = False) -> None:
        super().__init__(why)
        self.hopeless = hopeless


class Stream:
    """Reads an address in a thread of its own.

    Finding a server and waiting for its answer can take many seconds and cannot be interrupted; whoever cancels, or
    closes the window, must not wait for that.
    """

    def __init__(self, address: str, first: int) -> None:
        self._address, self._first = address, first
        self._queue: queue.Queue[tuple[int, int, bytes] | BrokenError | None] = queue.Queue(WAITING)
        self._given_up = threading.Event()
        threading.Thread(target=self._read, name="download", daemon=True).start()

    def give_up(self) -> None:
        self._given_up.set()

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Where the answer begins in the file, the file's size or 0, and a piece, which is empty while none came."""
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
        except Exception as error:  # noqa: BLE001 - whoever waits for a piece must hear of everything
            self._put(_broken(error))

    def _opened(self) -> http.client.HTTPResponse:
        headers = {"User-Agent": f"Inkling/{__version__}", "Accept-Encoding": "identity"}
        from_there = {"Range": f"bytes={self._first}-"} if self._first else {}
        try:
            return _open(self._address, headers | from_there)
        except urllib.error.HTTPError as error:
            if error.code != NOT_THAT_LONG:
                raise
            # What is there belongs to another file, as it is longer than this one.
            return _open(self._address, headers)

    def _pass_on(self, response: http.client.HTTPResponse) -> None:
        # 206 is the answer to a Range; a server that does not know it begins at the beginning.
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
