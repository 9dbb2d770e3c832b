"""Opening and saving trained networks, with the system's own file dialog."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.errors import InklingError

if TYPE_CHECKING:
    from engine.runs import SavedRun

FILTER = "Inkling networks (*.inkling);;All files (*)"


class NetworkFiles(QObject):
    """Asks for a file without blocking the window, then reads or writes it."""

    opened = Signal(object)
    """A SavedRun whose network can be used."""
    failed = Signal(str)
    saved = Signal(str)

    def __init__(self, window: QWidget, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._run: SavedRun | None = None

    def ask_for_one(self) -> None:
        dialog = QFileDialog(self._window, "Open a network", str(self._folder), FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_file)
        self._show(dialog)

    def ask_where_to_save(self, run: "SavedRun") -> None:
        self._run = run
        dialog = QFileDialog(
            self._window, "Save the network", str(self._folder / f"{run.settings.model}.inkling"), FILTER
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("inkling")
        dialog.fileSelected.connect(self.save_file)
        self._show(dialog)

    def _show(self, dialog: QFileDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def open_file(self, name: str) -> None:
        from engine.runs import open_run

        try:
            run = open_run(Path(name))
            run.network()
        except InklingError as error:
            self.failed.emit(str(error))
        else:
            self.opened.emit(run)

    @Slot(str)
    def save_file(self, name: str) -> None:
        from engine.runs import save

        assert self._run is not None
        try:
            save(self._run, Path(name))
        except InklingError as error:
            self.failed.emit(str(error))
        else:
            self.saved.emit(name)
