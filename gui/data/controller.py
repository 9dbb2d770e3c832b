"""Which images the form says, and whether they are there: offered, downloaded beside the window, and then learnt."""

import logging
from collections.abc import Generator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from engine.data import SOURCES, is_here, is_offline, missing, title
from engine.settings import DataName, checked
from gui.app import WindowParts
from gui.background import Job
from gui.widgets import ask_for_a_folder

if TYPE_CHECKING:
    from engine.data import Progress

log = logging.getLogger("inkling")

OFFLINE = "No network: connect this computer to the internet, or use local files."
LOOK_MILLISECONDS = 3000
"""How often somebody who has no network is looked after."""


class DataWiring(QObject):
    """Does what the offer under the field Images asks for."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._data: DataName = "mnist"
        self._getting: DataName | None = None
        """What comes at this moment."""
        self._unit = "MB"
        self._job = window.new_background()
        self._again = QTimer(self)
        self._again.setInterval(LOOK_MILLISECONDS)
        self._again.timeout.connect(self._look_for_network)
        offer = window.data_offer
        offer.download_asked.connect(self.download)
        offer.local_asked.connect(self._ask_where_they_are)
        offer.cancelled.connect(self.cancel)
        self._job.reported.connect(self._show_progress)
        self._job.done.connect(self._show_got)
        self._job.failed.connect(self._show_failed)
        window.form.changed.connect(self._follow_form)
        self._follow_form()

    @Slot()
    def _follow_form(self) -> None:
        data = checked(self._window.form.values()).data
        if data != self._data:
            self._data = data
            self.show_state()

    def show_state(self) -> None:
        """Whether the images are there, and what can be done about it."""
        data, window = self._data, self._window
        here = is_here(data)
        window.player.need("" if here else missing(data))
        self._again.stop()
        if self._getting is not None and not here:
            # Its next report shows how far it is.
            window.data_offer.show_progress(f"Getting {title(self._getting)}", 0, 1, "")
        elif here:
            window.data_offer.show_nothing()
        else:
            source = SOURCES[data]
            about = f"{source.description} {source.licence}."
            window.data_offer.show_offer(title(data), f"{source.bytes_to_download / 1e6:.0f} MB", about)
            self._look_for_network()

    @Slot()
    def _look_for_network(self) -> None:
        if is_offline():
            self._window.data_offer.show_problem(OFFLINE, offline=True)
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
        ask_for_a_folder(self._window, words, Path.home(), self.import_folder)

    def import_folder(self, folder: str) -> None:
        """Copy the files from there."""
        self._unit = ""
        self._get(partial(_imported, self._data, Path(folder)))

    def _get(self, work: partial[DataName]) -> None:
        if self._getting is None:
            self._again.stop()
            self._getting = self._data
            self._window.data_offer.show_progress(f"Getting {title(self._data)}", 0, 1, "")
            self._job.ask(work)

    @Slot()
    def cancel(self) -> None:
        self._job.stop()
        self._getting = None
        self.show_state()
        self._window.say("The download was cancelled; what came so far is kept, and the next one goes on from there.")

    @Slot(object)
    def _show_progress(self, step: "Progress") -> None:
        self._window.data_offer.show_progress(*step, self._unit)

    @Slot(object)
    def _show_got(self, data: DataName) -> None:
        self._getting = None
        self.show_state()
        self._window.say(f"The images of {title(data)} are here now: click Train, and the network learns them.")
        log.info(f"The images of {title(data)} are here now")
        if self._window.data_panel.isVisible():
            self._window.data_panel.forget()

    @Slot(str)
    def _show_failed(self, sentence: str) -> None:
        self._getting = None
        log.warning(sentence)
        if is_here(self._data):
            self.show_state()
        else:
            self._window.data_offer.show_problem(sentence)


def _downloaded(data: DataName, job: Job) -> DataName:
    from engine.data import downloaded

    return _got(data, downloaded(data), job)


def _imported(data: DataName, folder: Path, job: Job) -> DataName:
    from engine.data import imported

    return _got(data, imported(data, folder), job)


def _got(data: DataName, steps: "Generator[Progress]", job: Job) -> DataName:
    """Go through all steps; closing them cancels."""
    with closing(steps):
        for step in steps:
            if job.stopping():
                break
            job.report(step)
    return data
