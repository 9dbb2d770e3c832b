"""Opening and saving networks, asked for with the system's own dialog and without blocking the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.errors import InklingError
from gui.file_dialog import ask_what_to_open, ask_where_to_save
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
        ask_what_to_open(self._window, "Open a network", self._runs(), FILTER, self.open_file)

    @Slot()
    def ask_where_to_save(self) -> None:
        if self._networks.run is None:
            self.said.emit("There is no network to save yet: click Train first.")
            return
        place = self._folder / f"{self._networks.run.settings.model}.inkling"
        ask_where_to_save(self._window, "Save the network", place, FILTER, self.save_file)

    def _runs(self) -> Path:
        """Where runs are kept, named by time and network; the data folder while there are none."""
        runs = self._folder / "runs"
        return runs if runs.is_dir() else self._folder

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
