"""File dialogs that open and save networks, and do not block the window."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine import InklingError
from engine.stack import folder_word
from gui.network.present import Networks
from gui.widgets import ask_what_to_open, ask_where_to_save

if TYPE_CHECKING:
    from engine.runs import SavedRun

FILTER = "Inkling networks (*.inkling);;All files (*)"


class NetworkDialogs(QObject):
    """Opens or saves the chosen file, and emits how it went."""

    said = Signal(str)
    failed = Signal(str)
    saved = Signal(object)
    """The SavedRun that was written to a file."""
    not_saved = Signal(str, object)
    """The sentence about a failure, and the SavedRun that could not be written."""

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
        else:
            self.ask_where_to_save_run(self._networks.run)

    def ask_where_to_save_run(self, run: "SavedRun") -> None:
        """The same for one network, even if another one is kept by the time of the answer."""
        place = self._folder / f"{folder_word(run.settings.model)}.inkling"
        ask_where_to_save(self._window, "Save the network", place, FILTER, partial(self._save, run))

    def _runs(self) -> Path:
        """The folder of the runs, or the data folder while there are none."""
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

    def save_file(self, name: str) -> None:
        """Write the network that is kept to this file."""
        assert self._networks.run is not None
        self._save(self._networks.run, name)

    def _save(self, run: "SavedRun", name: str) -> None:
        from engine.runs import save

        try:
            save(run, Path(name))
        except InklingError as error:
            self.not_saved.emit(str(error), run)
        else:
            self.saved.emit(run)
            self.said.emit(f"The network was saved to {name}.")
