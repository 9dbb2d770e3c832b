"""Brings the program's log to the window, from whichever thread writes a line."""

import logging

from PySide6.QtCore import QObject, Signal

IN_A_NOTICE = "in_a_notice"
"""The attribute (`extra`) of a record whose sentence the window shows in a notice."""


class LogFeed(QObject):
    """Emits every line that the logger "inkling" gets while it is open."""

    line_came = Signal(str)
    news_came = Signal(str)
    """The first line of each, but for those that a notice shows at the same time."""

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
        line = self.format(record)
        self._feed.line_came.emit(line)
        if not getattr(record, IN_A_NOTICE, False):
            # What follows the first line says where a fault is: page Log has room for it, the window's foot has not.
            self._feed.news_came.emit(line.partition("\n")[0])
