"""A local web server for files that can break off, send wrong bytes, or be slow."""

import threading
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

PIECE = 1 << 16


class DataServer:
    """Serves `files`, bytes by path, while entered."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.cut: dict[str, int] = {}
        """The number of bytes after which the connection breaks, by path; each is used once."""
        self.wrong: set[str] = set()
        """Paths whose last byte is sent wrong."""
        self.answers: dict[str, int] = {}
        """HTTP status codes by path; such a path is answered with its code and no content."""
        self.ranges = True
        """Whether a request may begin in the middle of a file."""
        self.dawdles = 0.0
        """Seconds of delay before each piece of a file."""
        self.asked: list[tuple[str, int]] = []
        """The path and the first byte of every request."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        # Closing then waits for the answers that are not complete yet.
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "DataServer":
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_words: Any) -> None:
                """Do not log requests."""

        return Handler

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.lstrip("/")
        first = int(handler.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-")) if self.ranges else 0
        self.asked.append((path, first))
        content = self.files.get(path, b"")
        if path in self.wrong:
            content = content[:-1] + bytes([content[-1] ^ 1])
        code = self.answers.get(path) or _code(path in self.files, first, len(content))
        body = content[first:] if code < HTTPStatus.BAD_REQUEST else b""
        handler.send_response(code)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        self._send(handler, body[: self.cut.pop(path, len(body))])

    def _send(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        try:
            for begin in range(0, len(body), PIECE):
                time.sleep(self.dawdles)
                handler.wfile.write(body[begin : begin + PIECE])
        except OSError:
            # The client has closed the connection.
            handler.close_connection = True


def _code(there: bool, first: int, length: int) -> int:
    if not there:
        return HTTPStatus.NOT_FOUND
    if first >= length:
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    return HTTPStatus.PARTIAL_CONTENT if first else HTTPStatus.OK
