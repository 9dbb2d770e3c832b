"""Says whether the images that the form names are on this computer, and gets them in the background if not."""

import logging
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import TrainSettings
from engine.data import SOURCES, is_here, is_offline, missing, title
from engine.formats import data_size
from engine.settings import DataName
from gui.background import Background, Job
from gui.data.offer import DataOffer
from gui.widgets import ask_for_a_folder

if TYPE_CHECKING:
    from engine.data import Progress

log = logging.getLogger("inkling")

OFFLINE = "No network: connect this computer to the internet, or use local files."
LOOK_MILLISECONDS = 3000
"""How often a computer that is offline is asked whether it still is."""


class DataController(QObject):
    """Connects the offer under the form's field Images to the engine."""

    unavailable = Signal(str)
    """Why training is impossible with the images that the form names; "" when they are here."""
    arrived = Signal()
    """Images that were missing are here now."""

    def __init__(
        self,
        offer: DataOffer,
        *,
        settings: Callable[[], TrainSettings],
        new_background: Callable[[], Background],
        say: Callable[[str], object],
    ) -> None:
        """`settings` returns those of the form."""
        super().__init__(offer)
        self._offer, self._settings, self._say, self._job = offer, settings, say, new_background()
        self._data: DataName = "mnist"
        """The data set that the form names."""
        self._getting: DataName | None = None
        """The data set that is being downloaded or imported."""
        self._unit = "MB"
        self._again = QTimer(self)
        self._again.setInterval(LOOK_MILLISECONDS)
        self._again.timeout.connect(self._look_for_network)
        offer.download_asked.connect(self.download)
        offer.local_asked.connect(self._ask_where_they_are)
        offer.cancelled.connect(self.cancel)
        self._job.reported.connect(self._show_progress)
        self._job.done.connect(self._show_got)
        self._job.failed.connect(self._show_failed)
        self.follow_settings()

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form has changed."""
        data = self._settings().data
        if data != self._data:
            self._data = data
            self.show_state()

    def show_state(self) -> None:
        """Show whether the images are here, and offer to get them if not."""
        data, offer = self._data, self._offer
        here = is_here(data)
        self.unavailable.emit("" if here else missing(data))
        self._again.stop()
        if self._getting is not None and not here:
            # The next report of the download says how far it is.
            offer.show_progress(f"Getting {title(self._getting)}", 0, 1, "")
        elif here:
            offer.show_nothing()
        else:
            source = SOURCES[data]
            about = f"{source.description} {source.licence}."
            offer.show_offer(title(data), data_size(source.bytes_to_download), about)
            self._look_for_network()

    @Slot()
    def _look_for_network(self) -> None:
        if is_offline():
            self._offer.show_problem(OFFLINE, offline=True)
            self._again.start()
        elif self._again.isActive():
            self.show_state()

    # Getting them.

    @Slot()
    def download(self) -> None:
        self._unit = "MB"
        self._get(partial(_downloaded, self._data))

    @Slot()
    def _ask_where_they_are(self) -> None:
        words = f"The folder with the files of {title(self._data)}"
        ask_for_a_folder(self._offer, words, Path.home(), self.import_folder)

    def import_folder(self, folder: str) -> None:
        """Copy the files from this folder."""
        self._unit = ""
        self._get(partial(_imported, self._data, Path(folder)))

    def _get(self, work: partial[DataName]) -> None:
        if self._getting is None:
            self._again.stop()
            self._getting = self._data
            self._offer.show_progress(f"Getting {title(self._data)}", 0, 1, "")
            self._job.ask(work)

    @Slot()
    def cancel(self) -> None:
        self._job.stop()
        self._getting = None
        self.show_state()
        self._say("The download was cancelled; what came so far is kept, and the next one goes on from there.")

    @Slot(object)
    def _show_progress(self, step: "Progress") -> None:
        self._offer.show_progress(*step, self._unit)

    @Slot(object)
    def _show_got(self, data: DataName) -> None:
        self._getting = None
        self.show_state()
        self._say(f"The images of {title(data)} are here now: click Train, and the network learns them.")
        log.info(f"The images of {title(data)} are here now")
        self.arrived.emit()

    @Slot(str)
    def _show_failed(self, sentence: str) -> None:
        self._getting = None
        log.warning(sentence)
        if is_here(self._data):
            self.show_state()
        else:
            self._offer.show_problem(sentence)


def _downloaded(data: DataName, job: Job) -> DataName:
    from engine.data import downloaded

    return _got(data, downloaded(data), job)


def _imported(data: DataName, folder: Path, job: Job) -> DataName:
    from engine.data import imported

    return _got(data, imported(data, folder), job)


def _got(data: DataName, steps: "Generator[Progress]", job: Job) -> DataName:
    """Go through all steps; closing the generator early cancels the download."""
    with closing(steps):
        for step in steps:
            if job.stopping():
                break
            job.report(step)
    return data
