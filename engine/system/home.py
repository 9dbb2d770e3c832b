"""The data folder, where Inkling keeps unpacked data, runs and logs."""

import errno
import os
from pathlib import Path

import platformdirs

from engine.errors import InklingError, cannot_write
from engine.system.plain_text import shown

HOME_VARIABLE = "INKLING_HOME"
ROOM = "x" * 128
"""As long as any name below the data folder, so that a path that is too long is refused at once."""
NOT_THERE_YET = {errno.ENOENT, errno.ENOTDIR}
"""The folder is created later; if that fails, the error names the place."""


def data_folder() -> Path:
    """Return the user's data folder, or `$INKLING_HOME` if set; it need not exist.

    Raises InklingError if there can be no such folder.
    """
    chosen = os.environ.get(HOME_VARIABLE, "")
    try:
        place = _of(chosen)
        place.as_posix().encode()
        (place / ROOM).stat()
    except UnicodeEncodeError as error:
        raise _impossible(chosen, "its name is not UTF-8") from error
    except OSError as error:
        if error.errno not in NOT_THERE_YET:
            raise _impossible(chosen, (error.strerror or str(error)).lower()) from error
    except (RuntimeError, ValueError) as error:
        # Path's messages for a loop and for an unknown home differ between Python versions.
        raise _impossible(chosen, str(error)[:1].lower() + str(error)[1:].rstrip(".")) from error
    return place


def in_data_folder(path: Path) -> bool:
    """Whether a file is in the data folder; without one, none is."""
    try:
        return path.absolute().is_relative_to(data_folder().absolute())
    except InklingError:
        return False


def _of(chosen: str) -> Path:
    if chosen:
        return Path(chosen).expanduser().resolve()
    usual = platformdirs.user_data_path("Inkling", appauthor=False)
    if not usual.is_absolute():
        raise RuntimeError("this system knows no home folder of yours")
    return usual


def _impossible(chosen: str, why: str) -> InklingError:
    what = f"{HOME_VARIABLE}, {chosen}," if chosen else "The data folder"
    return InklingError(
        shown(f"{what} cannot be used ({why}): set {HOME_VARIABLE} to a folder that can be written to.")
    )


def writable(folder: Path) -> Path:
    """Create the folder if it is missing, and return it.

    Raises InklingError if it cannot be created or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder
