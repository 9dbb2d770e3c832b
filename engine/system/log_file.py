"""The log file of the window and the terminal."""

import logging
import logging.handlers
import sys
from collections.abc import Callable
from pathlib import Path

from engine.errors import InklingError, cannot_write
from engine.system.crash_log import keep_crashes
from engine.system.home import writable
from engine.system.plain_text import shown

LARGEST_BYTES = 1_000_000
OLD_ONES = 3


def open_log(folder: Path, tell: Callable[[str], object] = lambda _: None) -> Path:
    """Send the logger "inkling" to a rotating file in `folder` and return its path.

    Raises InklingError if the folder cannot be written to. If a later line cannot be written, `tell` is called with a
    sentence, once, in the thread that logged it; the program goes on and further lines are tried.
    """
    path = writable(folder / "logs") / "inkling.log"
    # Opening a FIFO would block.
    if path.exists() and not path.is_file():
        raise InklingError(f"{path} is no file, so nothing can be logged: move it away.")
    # No logging handler may print a traceback because it cannot write.
    logging.raiseExceptions = False
    logger = logging.getLogger("inkling")
    logger.setLevel(logging.INFO)
    logger.addHandler(_LogFile(path, tell))
    keep_crashes(path.parent)
    return path


class _LogFile(logging.handlers.RotatingFileHandler):
    def __init__(self, path: Path, tell: Callable[[str], object]) -> None:
        super().__init__(
            path,
            maxBytes=LARGEST_BYTES,
            backupCount=OLD_ONES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )
        self.setFormatter(_Lines("%(asctime)s %(levelname)s %(message)s"))
        self._path = path
        self._tell = tell
        self._reported = False

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Report only the first failure; the base class would print a traceback for each line that is lost."""
        error = sys.exc_info()[1]
        if self._reported:
            return
        self._reported = True
        what = cannot_write(self._path, error) if isinstance(error, OSError) else error
        self._tell(f"{what} Until then nothing is logged.")


class _Lines(logging.Formatter):
    """Formats each record as one line, whatever it contains; a traceback follows unchanged."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return shown(super().formatMessage(record))
