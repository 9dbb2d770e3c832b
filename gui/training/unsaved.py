"""The network that was trained last, while it is nowhere on the disk: offered another place, and rescued at the end."""

import logging
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.errors import InklingError
from engine.runs import MODEL_FILE
from gui.app import WindowParts
from gui.network import SAVE_ELSEWHERE

if TYPE_CHECKING:
    from engine.runs import SavedRun

log = logging.getLogger("inkling")

IT = "The network that was trained last"
BEFORE_CLOSING = f"{IT} could not be saved: save it elsewhere, or close again, and it goes into a temporary folder."


class UnsavedNetwork(QObject):
    """Holds it from the end of its training until it is written somewhere, or thrown away."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self.run: SavedRun | None = None
        """None when nothing would be lost."""
        window.session.trained.connect(self._take)
        window.dialogs.saved.connect(self._heed_saved)
        window.dialogs.not_saved.connect(self._offer_another_place)

    @Slot(object)
    def _take(self, run: "SavedRun") -> None:
        """Until its Finished says where it was written to."""
        self.run = run

    def forget(self) -> None:
        """It is on the disk, or nobody wants it."""
        self.run = None

    @Slot(object)
    def _heed_saved(self, run: "SavedRun") -> None:
        if run is self.run:
            self.forget()

    def ask_where_to_save(self) -> None:
        """What a click at the offer does."""
        if self.run:
            self._window.dialogs.ask_where_to_save_run(self.run)

    def offer_before_closing(self) -> None:
        """Say that closing the window would lose it."""
        if self.run:
            self._offer_another_place(BEFORE_CLOSING, self.run)

    @Slot(str, object)
    def _offer_another_place(self, sentence: str, run: "SavedRun") -> None:
        log.error(sentence)
        ask = self._window.dialogs.ask_where_to_save_run
        self._window.message.say("error", sentence, SAVE_ELSEWHERE, lambda: ask(run))

    def rescue(self) -> None:
        """Another run begins or the window closes: the last place to try is a temporary folder."""
        if self.run is None:
            return
        from engine.runs import save

        run, self.run = self.run, None
        try:
            place = Path(mkdtemp(prefix="inkling-")) / MODEL_FILE
            save(run, place)
        except (InklingError, OSError) as error:
            self._window.show_problem(f"{IT} could not be saved, nor in a temporary folder, and is lost: {error}")
        else:
            self._window.show_problem(f"{IT} could not be saved in its run: copy it from {place} to elsewhere.")
