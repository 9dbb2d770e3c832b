"""Brings the program's log to the window, from whichever thread writes a line."""

import logging

from PySide6.QtCore import QObject, Signal


class LogFeed(QObject):
    """Emits every line that the logger "inkling" gets while it is open."""

    line_came = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._handler = _Handler(self)
        logging.getLogger("inkling").setLevel(logging.INFO)
        logging.getLogger("inkling").addHandler(self._handler)

    def close(self) -> None:
        logging.getLogger("inkling").removeHandler(self._handler)


class _Handler(logging.Handler):
    def __init__(self, feed: LogFeed) -> None:
        super().__init__()
        self._feed = feed
        self.setFormatter(logging.Formatter("%(asctime)s  %(message)s", "%H:%M:%S"))

    def emit(self, record: logging.LogRecord) -> None:
        self._feed.line_came.emit(self.format(record))
