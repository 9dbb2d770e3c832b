"""Opening and saving networks, asked for with the system's own dialog and without blocking the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.errors import InklingError
from gui.networks import Networks

FILTER = "Inkling networks (*.inkling);;All files (*)"


class NetworkDialogs(QObject):
    """Does what the file dialog is answered with, and says how it went."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, networks: Networks, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self._networks = networks
        self._folder = folder

    @Slot()
    def ask_what_to_open(self) -> None:
        dialog = QFileDialog(self._window, "Open a network", str(self._runs()), FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_file)
        self._show(dialog)

    @Slot()
    def ask_where_to_save(self) -> None:
        if self._networks.run is None:
            self.said.emit("There is no network to save yet: click Train first.")
            return
        name = f"{self._networks.run.settings.model}.inkling"
        dialog = QFileDialog(self._window, "Save the network", str(self._folder / name), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("inkling")
        dialog.fileSelected.connect(self.save_file)
        self._show(dialog)

    def _runs(self) -> Path:
        """Where runs are kept, named by time and network; the data folder while there are none."""
        runs = self._folder / "runs"
        return runs if runs.is_dir() else self._folder

    def _show(self, dialog: QFileDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def open_file(self, name: str) -> None:
        try:
            run = self._networks.open(Path(name))
        except InklingError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"You draw with the network in {name} now: {run.summary}.")

    @Slot(str)
    def save_file(self, name: str) -> None:
        try:
            self._networks.save(Path(name))
        except InklingError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"The network was saved to {name}.")
