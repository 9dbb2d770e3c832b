"""What the window still knows the next time it opens."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings


class Remembered:
    """A small file in the data folder. What is missing or damaged in it is simply not remembered."""

    def __init__(self, folder: Path) -> None:
        self._file = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def keep(self, name: str, value: Any) -> None:
        """A plain value that JSON can hold."""
        self._file.setValue(name, json.dumps(value))

    def recall(self, name: str, otherwise: Any) -> Any:
        """What was kept; `otherwise` when there is nothing of the same type."""
        try:
            value = json.loads(str(self._file.value(name, "")))
        except ValueError:
            return otherwise
        return value if isinstance(value, type(otherwise)) else otherwise

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        self.keep(name, value.toBase64().toStdString())

    def recall_bytes(self, name: str) -> QByteArray:
        return QByteArray.fromBase64(self.recall(name, "").encode())
