"""Makes the map of the network in the background, and shows where the drawing lies on it."""

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.background import Background, Job, PictureSaver
from gui.inside.digit_map.painted_map import Points
from gui.inside.digit_map.sentences import ANOTHER, MAKING, NO_NETWORK, what_is_lost
from gui.inside.digit_map.view import DigitMapView
from gui.inside.subject import Subject

if TYPE_CHECKING:
    from engine import Classifier
    from engine.ink import Image
    from engine.inspection import DigitMap

LEARNING_SECONDS = 1.0
"""While a network learns its map is made anew at most so often: each takes a core for a fifth of a second."""

PEN_MILLISECONDS = 200
"""After so many it is looked again whether the pen is still down."""


class DigitMapController(QObject):
    """The map stays until the next one is there; the drawing moves on it at once."""

    image_chosen = Signal(object, str)
    """A training image for the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(
        self,
        view: DigitMapView,
        saver: PictureSaver,
        *,
        new_background: Callable[[], Background],
        pen_down: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(view)
        self.view, self._saver, self._pen_down = view, saver, pen_down
        self._maker = new_background()
        self._asked: Classifier | None = None
        """The network of which the last map was asked for."""
        self._waiting: Classifier | None = None
        """A later state of a network that learns; its turn comes with the timer."""
        self._begun = 0.0
        self._name = ""
        """What the network is called that is looked at."""
        self.map: DigitMap | None = None
        """The one that is seen."""
        self._image: Image | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_waiting)
        self._maker.done.connect(self._show)
        self._maker.failed.connect(self._fail)
        view.image_chosen.connect(self.image_chosen)
        view.save_asked.connect(self._ask_where_to_save)

    def look(self, subject: Subject) -> None:
        """The drawing or the network is another one now."""
        self._image = subject.image
        if subject.classifier is None:
            self._forget(NO_NETWORK)
        elif subject.classifier is not self._asked:
            if self._alike(subject) and (self.map or self._maker.busy):
                self._waiting = subject.classifier
                self._wait()
            else:
                self._make(subject.classifier)
            if self.map and not self._alike(subject):
                # Nobody should take it for that of this network while the next one is made, which may take seconds.
                self.view.show_old(ANOTHER.format(subject.name))
        self._name = subject.name
        self._locate()

    def _alike(self, subject: Subject) -> bool:
        """Whether the map is that of the same training a moment ago."""
        return subject.learning and subject.name == self._name

    def _wait(self) -> None:
        if not self._maker.busy and not self._timer.isActive():
            self._timer.start(max(0, round(1000 * (self._begun + LEARNING_SECONDS - monotonic()))))

    @Slot()
    def _make_waiting(self) -> None:
        if self._waiting is None or not self.view.isVisible():
            return
        if self._pen_down():
            # Who draws looks at the drawing, and the pen must not wait for a core.
            self._timer.start(PEN_MILLISECONDS)
        else:
            self._make(self._waiting)

    def _make(self, classifier: "Classifier") -> None:
        self._asked, self._waiting, self._begun = classifier, None, monotonic()
        self._timer.stop()
        if self.map is None:
            self.view.clear(MAKING)
        self._maker.ask(partial(_made, classifier, self.map))

    @Slot(object)
    def _show(self, made: "DigitMap | None") -> None:
        if made is None:
            return
        self.map, sample = made, made.sample
        words = what_is_lost(made.plane.share, made.neighbours.shared, made.neighbours.trustworthiness)
        self.view.show_map(Points(made.points, sample.labels, sample.names, sample.images), words)
        self._locate()
        if self._waiting is not None:
            self._wait()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.map = self._waiting = None
        self.view.clear(sentence)

    def _forget(self, sentence: str) -> None:
        self._maker.stop()
        self._timer.stop()
        self._asked = self._waiting = self.map = None
        self.view.clear(sentence)

    @Slot()
    def _ask_where_to_save(self) -> None:
        self._saver.ask_painted("map.png", self.view.picture)

    def _locate(self) -> None:
        """Only the drawing goes through the network: a millisecond."""
        if self.map is None or self._image is None:
            self.view.show_drawing(None, np.empty(0, np.int64))
        else:
            self.view.show_drawing(*self.map.locate(self._image))


def _made(classifier: "Classifier", before: "DigitMap | None", job: Job) -> "DigitMap | None":
    from engine.errors import Stopped
    from engine.inspection import digit_map

    try:
        return digit_map(classifier, job.stopping, before)
    except Stopped:
        return None
