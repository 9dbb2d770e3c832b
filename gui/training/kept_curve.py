"""Shows the curve of the run whose network answers, while none is trained."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot

from engine import Event, InklingError
from engine.runs import read_history, row_of
from gui.background import Background, Job, TrainingSession
from gui.network import Networks
from gui.training.run_display import RunDisplay

if TYPE_CHECKING:
    from engine.runs import SavedRun


class _Past(NamedTuple):
    name: str
    events: list[Event]


class KeptCurve(QObject):
    """The run's name stands above its curve."""

    def __init__(
        self, display: RunDisplay, *, networks: Networks, session: TrainingSession, background: Background
    ) -> None:
        super().__init__(networks)
        self._networks = networks
        self._display, self._session, self._background = display, session, background
        background.done.connect(self._show)
        networks.kept.connect(self._follow)

    @Slot(object)
    def _follow(self, run: "SavedRun") -> None:
        """Show its curve unless it is there already, or a run is trained: that one's curve is the present one."""
        if run.folder is None or self._session.running or run.folder == self._display.folder:
            self._background.stop()
        else:
            self._background.ask(partial(_past, run.folder, self._networks.name))

    @Slot(object)
    def _show(self, past: _Past) -> None:
        if not self._session.running:
            self._display.show_kept(past.name, past.events)


def _past(folder: Path, network: str, _job: Job) -> _Past:
    """In the background: a long history takes seconds to read. `network` is what a person calls the network."""
    name = row_of(folder).name
    try:
        return _Past(name, read_history(folder))
    except InklingError:
        # A network from elsewhere comes without its history.
        return _Past(f"{network}: no curve is kept of it", [])
