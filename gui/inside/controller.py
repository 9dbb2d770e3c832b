"""Lets the view in sight look at the network and the drawing of the moment."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from engine import render
from gui.background import Background, TrainingSession
from gui.inside.layers.controller import LayersController
from gui.inside.panel import InsidePanel
from gui.inside.reasons.controller import ReasonsController
from gui.inside.subject import Part, Subject
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
        wishes.exciting.image_chosen.connect(self.image_chosen)
        self._parts: list[Part] = [self.layers, reasons, wishes]
        panel.seen.connect(self.look)
        panel.hidden.connect(self._look_away)

    @Slot()
    def look(self) -> None:
        """Show the network and the drawing as they are now."""
        self._session.watched = self._panel.isVisible()
        for part in self._parts:
            if part.view.isVisible():
                part.look(self._subject())

    @Slot()
    def _look_away(self) -> None:
        self._session.watched = False

    def _subject(self) -> Subject:
        networks, drawn = self._networks, self._drawing()
        learning = self._session.running
        return Subject(
            networks.reader,
            LEARNING if learning else networks.name,
            drawn.strokes,
            render(drawn.strokes) if drawn.picture is None else drawn.picture,
            learning,
            networks.beside,
        )
