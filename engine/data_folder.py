"""The one folder where Inkling keeps what must outlive it: the unpacked data, trained models and the log."""

import os
from pathlib import Path

import platformdirs

from engine.errors import cannot_write

HOME_VARIABLE = "INKLING_HOME"


def data_folder() -> Path:
    """The user's data folder, or `$INKLING_HOME` when that is set; it need not exist yet."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen).expanduser().resolve() if chosen else platformdirs.user_data_path("Inkling", appauthor=False)


def writable(folder: Path) -> Path:
    """The same folder, created when it is missing.

    Raises InklingError when it cannot be created or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder
