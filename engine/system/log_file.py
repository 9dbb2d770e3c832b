"""The log on the disk: what the window and the terminal said, kept for the day something went wrong."""

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
    """Send everything logged as "inkling" to a rotating file in `folder`; returns the file.

    Raises InklingError when the folder cannot be written to. When a line cannot be written later, `tell` is called
    with the sentence for it, once, by whichever thread has logged it; the program goes on and further lines are tried.
    """
    path = writable(folder / "logs") / "inkling.log"
    # Opening a FIFO would wait for ever.
    if path.exists() and not path.is_file():
        raise InklingError(f"{path} is no file, so nothing can be logged: move it away.")
    # No handler of anybody's is to print a traceback because it cannot log.
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
        self._told = False

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Called in an except clause; logging's own prints a traceback for every line that a full disk refuses."""
        error = sys.exc_info()[1]
        if self._told:
            return
        self._told = True
        what = cannot_write(self._path, error) if isinstance(error, OSError) else error
        self._tell(f"{what} Until then nothing is logged.")


class _Lines(logging.Formatter):
    """One line for each record, whatever is in it; a traceback follows as it is."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return shown(super().formatMessage(record))
