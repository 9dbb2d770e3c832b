"""The log on the disk: what the window and the terminal said, kept for the day something went wrong."""

import logging
import logging.handlers
from pathlib import Path

from engine.crash_log import keep_crashes
from engine.data_folder import writable

LARGEST_BYTES = 1_000_000
OLD_ONES = 3


def open_log(folder: Path) -> Path:
    """Send everything logged as "inkling" to a rotating file in `folder`; returns the file.

    Raises InklingError when the folder cannot be written to.
    """
    path = writable(folder / "logs") / "inkling.log"
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=LARGEST_BYTES, backupCount=OLD_ONES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("inkling")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    keep_crashes(path.parent)
    return path
