"""Lets the view in sight look at the network and the drawing of the moment."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from engine import render
from gui.background import Background, TrainingSession
from gui.inside.digit_map.controller import DigitMapController
from gui.inside.layers.controller import LayersController
from gui.inside.panel import InsidePanel
from gui.inside.reasons.controller import ReasonsController
from gui.inside.subject import Part, Subject
from gui.inside.timeline.controller import TimelineController
from gui.inside.wishes.controller import WishesController
from gui.network import Networks

Stroke = Sequence[tuple[float, float]]
LEARNING = "learning now"


class Drawn(Protocol):
    """What is on the canvas."""

    @property
    def strokes(self) -> Sequence[Stroke]: ...

    @property
    def picture(self) -> NDArray[np.uint8] | None: ...


class InsideController(QObject):
    """Nothing is computed for a view that nobody sees: it looks when it comes in sight."""

    why_asked = Signal()
    """A person looks at what the answer rests on."""
    image_chosen = Signal(object, str)
    """An image for the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(
        self,
        panel: InsidePanel,
        *,
        networks: Networks,
        session: TrainingSession,
        drawing: Callable[[], Drawn],
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
    ) -> None:
        """`drawing` returns what is on the canvas."""
        super().__init__(panel)
        self._panel, self._networks, self._session, self._drawing = panel, networks, session, drawing
        self.layers = LayersController(panel.layers, say=say, show_problem=show_problem)
        reasons = ReasonsController(panel.reasons, new_background=new_background, say=say, show_problem=show_problem)
        wishes = WishesController(panel.wishes, new_background=new_background)
        digit_map = DigitMapController(panel.map, new_background=new_background)
        for chooses in (wishes.exciting, digit_map):
            chooses.image_chosen.connect(self.image_chosen)
        self._parts: list[Part] = [self.layers, reasons, wishes, digit_map]
        self._timeline = TimelineController(panel.timeline, new_background=new_background)
        self._timeline.changed.connect(self.look)
        panel.seen.connect(self.look)
        panel.hidden.connect(self._look_away)
        networks.kept.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Show the drawing as it is now, and the network of now or of the moment at which the time slider stands."""
        self._session.watched = self._panel.isVisible()
        if self._panel.isVisible():
            self._timeline.look(self._networks.run, self._session.control)
        for part in self._parts:
            if part.view.isVisible():
                part.look(self._subject())
        if self._panel.reasons.isVisible() and self._subject().image is not None:
            self.why_asked.emit()

    @Slot()
    def _look_away(self) -> None:
        self._session.watched = False

    def _subject(self) -> Subject:
        networks, drawn, earlier = self._networks, self._drawing(), self._timeline.classifier
        learning = self._session.running
        name = LEARNING if learning else networks.name
        return Subject(
            earlier or networks.reader,
            f"{name}, {self._timeline.name}" if earlier else name,
            earlier is not None,
            drawn.strokes,
            render(drawn.strokes) if drawn.picture is None else drawn.picture,
            learning and earlier is None,
            networks.beside,
        )
