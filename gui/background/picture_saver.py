"""Asks where to save a picture of a view, and writes it in the background."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.system import write_atomically
from gui.background.jobs import Background, Job
from gui.widgets import ask_where_to_save

KINDS = "Pictures (*.png);;Drawings (*.svg)"
Write = Callable[[Path], object]


class PictureSaver(QObject):
    """Says where the picture is, or why it could not be written."""

    def __init__(
        self,
        view: QWidget,
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
    ) -> None:
        super().__init__(view)
        self._view, self._writer = view, new_background()
        self._writer.done.connect(say)
        self._writer.failed.connect(show_problem)

    def ask(self, name: str, prepare: Callable[[Path], Write]) -> None:
        """Ask for a file, at first one called `name`. `prepare` is called with it and returns what writes it."""

        def follow(chosen: str) -> None:
            self.save(Path(chosen), prepare)

        ask_where_to_save(self._view, "Save the picture", Path.home() / name, KINDS, follow)

    def ask_painted(self, name: str, paint: Callable[[str], bytes]) -> None:
        """The same for what a view shows when the file is chosen: `paint` returns it in the format of a suffix."""

        def prepare(file: Path) -> Write:
            content = paint(file.suffix)
            return lambda file: write_atomically(file, lambda stream: stream.write(content))

        self.ask(name, prepare)

    def save(self, file: Path, prepare: Callable[[Path], Write]) -> None:
        """Prepare the picture now, and write it in the background."""
        self._writer.do(partial(_written, prepare(file), file))


def _written(write: Write, file: Path, _job: Job) -> str:
    write(file)
    return f"The picture is saved in {file}."
