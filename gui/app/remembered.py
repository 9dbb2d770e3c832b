"""Keeps values from one opening of the window to the next."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from engine import InklingError
from engine.system import SMALL, MissingError, read_bytes


class Remembered:
    """A small file in the data folder. A value that is missing or damaged is not restored."""

    def __init__(self, folder: Path) -> None:
        path = folder / "window.ini"
        try:
            # Qt would wait for a pipe, and make objects of what is written as "@Variant".
            if b"@Variant" in read_bytes(path, SMALL):
                path.unlink()
        except MissingError:
            pass
        except (InklingError, OSError):
            path = _set_aside(path)
        self._file = QSettings(str(path), QSettings.Format.IniFormat)
        self._ask: dict[str, Callable[[], Any]] = {}

    def follow(self, name: str, ask: Callable[[], Any], restore: Callable[[Any], object]) -> None:
        """Restore a plain value now, if one of the same type was kept, and keep what `ask` returns at each `keep`."""
        self._ask[name] = ask
        try:
            value = json.loads(str(self._file.value(name, "")))
        except (ValueError, RecursionError):
            return
        if isinstance(value, type(ask())):
            restore(value)

    def follow_bytes(self, name: str, ask: Callable[[], QByteArray], restore: Callable[[QByteArray], object]) -> None:
        """The same for a value that Qt gives as bytes, such as a window's place on the screen."""
        self.follow(
            name,
            lambda: ask().toBase64().toStdString(),
            lambda text: restore(QByteArray.fromBase64(text.encode())),
        )

    def keep(self) -> None:
        """Write all values that are followed."""
        for name, ask in self._ask.items():
            self._file.setValue(name, json.dumps(ask()))
        # Qt would write when it finds the time, but the process may be asked to end at once.
        self._file.sync()


def _set_aside(path: Path) -> Path:
    """Rename a file that cannot be read, and return where to write instead: another place if it cannot be renamed."""
    # Another file may have been set aside before, and a file cannot replace a folder.
    for place in (path.with_suffix(".damaged"), path.with_suffix(f".{time.time_ns()}.damaged")):
        with suppress(OSError):
            path.replace(place)
            return path
    # Qt would read it as a whole, however long it is.
    return path.with_suffix(".new.ini")
