"""What a drag or the clipboard brings: names of files, an experiment's text, or a picture."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from engine.sharing import is_experiment
from gui.sharing.kinds import EXPERIMENT, PICTURE, what_becomes_of


class Brought(NamedTuple):
    """One of the three; the others are empty."""

    paths: tuple[Path, ...] = ()
    text: str = ""
    picture: QImage | None = None

    @property
    def becomes(self) -> str:
        """What becomes of it, in a line for each kind."""
        if self.paths:
            return what_becomes_of(self.paths)
        return EXPERIMENT if self.text else PICTURE


def brought_by(data: QMimeData | None) -> Brought | None:
    """What Inkling can take of it; None for what is not meant for it, such as words for a text field, and for nothing.

    PySide gives None instead of an empty clipboard, which its types do not say.
    """
    if data is None:
        return None
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return Brought(paths)
    if data.hasText() and is_experiment(data.text()):
        return Brought(text=data.text())
    picture = data.imageData() if data.hasImage() else None
    return Brought(picture=QImage(picture)) if isinstance(picture, QImage) and not picture.isNull() else None
