"""The one folder where Inkling keeps what must outlive it: the unpacked data, trained models and the log."""

import errno
import os
from pathlib import Path

import platformdirs

from engine.errors import InklingError, cannot_write
from engine.system.plain_text import shown

HOME_VARIABLE = "INKLING_HOME"
ROOM = "x" * 128
"""As long as any name below the data folder: a path that is too long is refused before anything is done."""
NOT_THERE_YET = {errno.ENOENT, errno.ENOTDIR}
"""It is made later, or refused then with the place where that fails."""


def data_folder() -> Path:
    """The user's data folder, or `$INKLING_HOME` when that is set; it need not exist yet.

    Raises InklingError when there can be no such folder.
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
        # Path's words for a loop and for a home that nobody knows differ from one Python to the next.
        raise _impossible(chosen, str(error)[:1].lower() + str(error)[1:].rstrip(".")) from error
    return place


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
