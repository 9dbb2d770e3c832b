"""Finds the snapshots of the run that is looked at, and gives the network of the one that the slider stands at."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import InklingError, RunControl
from gui.background import Background, Job
from gui.inside.timeline.sentences import LEARNING, NO_RUN, NONE_KEPT, NOT_YET, NOW, about, when
from gui.inside.timeline.view import TimelineView

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import Moment, SavedRun, Timeline


class TimelineController(QObject):
    """`classifier` is what the views should look at instead of the network of now."""

    changed = Signal()
    """Another network is chosen, or that of now again."""

    def __init__(self, view: TimelineView, *, new_background: Callable[[], Background]) -> None:
        super().__init__(view)
        self.view = view
        self.classifier: Classifier | None = None
        """The network at the chosen moment; None for now."""
        self._reader = new_background()
        self._kept: SavedRun | None = None
        """The one that is kept now."""
        self._run: SavedRun | None = None
        """The one of which the timeline was opened last."""
        self._control: RunControl | None = None
        self._timeline: Timeline | None = None
        self._moment: Moment | None = None
        """The chosen one; None for now."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read_what_was_trained)
        self._reader.done.connect(self._show_read)
        view.place_chosen.connect(self._choose)
        view.show_none(NO_RUN)

    @property
    def name(self) -> str:
        """The chosen moment in a few words; "" for now."""
        return when(self._moment) if self._moment else ""

    def look(self, run: "SavedRun | None", control: RunControl | None) -> None:
        """Follow the run in training, if `control` is one, or else the kept `run`.

        Called whenever the page is in sight and something may be new; it costs nothing when nothing is.
        """
        self._kept = run
        if control is not None:
            self._soon.stop()
            self._follow(control)
        elif self._control is not None:
            # A run that ends is kept a moment after its last snapshot came.
            self._soon.start(0)
        elif run is not self._run:
            self._back_to_now()
            self._timeline = None
            self._read(run)

    @Slot()
    def _read_what_was_trained(self) -> None:
        """The slider stays where it is: this is the same training."""
        self._control = None
        self._read(self._kept)

    def _follow(self, control: RunControl) -> None:
        if control is not self._control:
            self._control = control
            self._reader.stop()
            self._back_to_now()
            self._timeline = None
            self.view.show_none(NOT_YET)
        if control.timeline is not None and control.timeline is not self._timeline:
            self._show(control.timeline)

    def _read(self, run: "SavedRun | None") -> None:
        """Open what the run has kept."""
        self._run = run
        if run is None or run.folder is None:
            self._lack(NO_RUN if run is None else NONE_KEPT)
        else:
            self._reader.ask(partial(_opened, run.folder))

    @Slot(object)
    def _show_read(self, found: "Timeline | str") -> None:
        if isinstance(found, str):
            self._lack(found)
        elif self._run and (found.model, found.data) == (self._run.settings.model, self._run.settings.data):
            self._show(found)
        else:
            self._lack(NONE_KEPT)

    def _lack(self, why: str) -> None:
        self._timeline = None
        self._back_to_now()
        self.view.show_none(why)

    def _show(self, timeline: "Timeline") -> None:
        self._timeline = timeline
        moments = timeline.moments
        if not moments:
            self._lack(NONE_KEPT)
            return
        place = moments.index(self._moment) if self._moment in moments else len(moments)
        if place == len(moments):
            self._back_to_now()
        self.view.show_places([*map(when, moments), "now"], place)
        self._say()

    def _back_to_now(self) -> None:
        if self._moment is not None:
            self._moment = self.classifier = None
            self.changed.emit()

    @Slot(int)
    def _choose(self, place: int) -> None:
        if self._timeline is None:
            return
        try:
            if place < len(self._timeline.snapshots):
                self.classifier = self._timeline.classifier(place)
                self._moment = self._timeline.moments[place]
            else:
                self._moment = self.classifier = None
            self._say()
        except InklingError as problem:
            self._moment = self.classifier = None
            self.view.say(str(problem))
        self.changed.emit()

    def _say(self) -> None:
        now = LEARNING if self._control else NOW
        self.view.say(about(self._moment) if self._moment else now)


def _opened(folder: Path, _job: Job) -> "Timeline | str":
    """The timeline in a run's folder, or the sentence why there is none."""
    from engine.runs import open_timeline
    from engine.system import MissingError

    try:
        return open_timeline(folder)
    except MissingError:
        return NONE_KEPT
    except InklingError as problem:
        return str(problem)
