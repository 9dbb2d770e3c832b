"""The network that was trained last while no file has it: offered another place, and rescued at the end."""

import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine import InklingError
from engine.runs import MODEL_FILE
from gui.background import TrainingSession
from gui.network import NetworkDialogs
from gui.training.end_messages import SAVE_ELSEWHERE
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.runs import SavedRun

log = logging.getLogger("inkling")

IT = "The network that was trained last"
BEFORE_CLOSING = f"{IT} could not be saved: save it elsewhere, or close again, and it goes into a temporary folder."


class UnsavedNetwork(QObject):
    """Holds the network from the end of its training until it is written somewhere, or thrown away."""

    def __init__(
        self,
        message: Notices,
        *,
        session: TrainingSession,
        dialogs: NetworkDialogs,
        show_problem: Callable[[str], object],
    ) -> None:
        super().__init__(message)
        self._message, self._dialogs, self._show_problem = message, dialogs, show_problem
        self.run: SavedRun | None = None
        """None when nothing would be lost."""
        session.trained.connect(self._take)
        dialogs.saved.connect(self._note_saved)
        dialogs.not_saved.connect(self._offer_another_place)

    @Slot(object)
    def _take(self, run: "SavedRun") -> None:
        """Hold it until its Finished says where it was written."""
        self.run = run

    def forget(self) -> None:
        """It is on the disk, or nobody wants it."""
        self.run = None

    @Slot(object)
    def _note_saved(self, run: "SavedRun") -> None:
        if run is self.run:
            self.forget()

    def ask_where_to_save(self) -> None:
        """Ask for another place: what a click on the offer does."""
        if self.run:
            self._dialogs.ask_where_to_save_run(self.run)

    def offer_before_closing(self) -> None:
        """Say that closing the window would lose it."""
        if self.run:
            self._offer_another_place(BEFORE_CLOSING, self.run)

    @Slot(str, object)
    def _offer_another_place(self, sentence: str, run: "SavedRun") -> None:
        log.error(sentence)
        ask = self._dialogs.ask_where_to_save_run
        self._message.say("error", sentence, SAVE_ELSEWHERE, lambda: ask(run))

    def rescue(self) -> None:
        """Write it into a temporary folder, the last place to try: another run begins or the window closes."""
        if self.run is None:
            return
        from engine.runs import save

        run, self.run = self.run, None
        self._message.withdraw(SAVE_ELSEWHERE)
        try:
            place = Path(mkdtemp(prefix="inkling-")) / MODEL_FILE
            save(run, place)
        except (InklingError, OSError) as error:
            self._show_problem(f"{IT} could not be saved, nor in a temporary folder, and is lost: {error}")
        else:
            self._show_problem(f"{IT} could not be saved in its run: copy it from {place} to elsewhere.")
