"""Lets the view in sight look at the network and the drawing of the moment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gui.background import Background, PictureSaver, TrainingSession
from gui.inside.digit_map.controller import DigitMapController
from gui.inside.layers.controller import LayersController
from gui.inside.panel import InsidePanel
from gui.inside.reasons.controller import ReasonsController
from gui.inside.subject import Part, Subject
from gui.inside.timeline.controller import TimelineController
from gui.inside.wishes.controller import WishesController
from gui.network import Networks

if TYPE_CHECKING:
    from engine.ink import Image, Stroke

LEARNING = "learning now"


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
        strokes: "Callable[[], Sequence[Stroke]]",
        pen_down: Callable[[], bool],
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
    ) -> None:
        """`strokes` returns those on the canvas, `pen_down` whether one of them is being drawn."""
        super().__init__(panel)
        self._panel, self._networks, self._session, self._strokes = panel, networks, session, strokes
        self._image: Image | None = None
        self.saver = PictureSaver(panel, new_background, say, show_problem)
        self.layers = LayersController(panel.layers, self.saver)
        reasons = ReasonsController(panel.reasons, self.saver, new_background=new_background)
        wishes = WishesController(panel.wishes, self.saver, new_background=new_background)
        digit_map = DigitMapController(panel.map, self.saver, new_background=new_background, pen_down=pen_down)
        for chooses in (wishes.exciting, digit_map):
            chooses.image_chosen.connect(self.image_chosen)
        self._parts: list[Part] = [self.layers, reasons, wishes, digit_map]
        # Only the first network has a way back in time: who moves the slider wants to see it.
        panel.timeline.place_chosen.connect(panel.network.choose_first)
        self._timeline = TimelineController(panel.timeline, new_background=new_background)
        self._timeline.changed.connect(self.look)
        panel.seen.connect(self.look)
        panel.hidden.connect(self._look_away)
        networks.kept.connect(self.look)

    @Slot(object)
    def look_at(self, image: "Image | None") -> None:
        """Show another drawing or network; `image` is what the network gets, uint8 (28, 28), or None without ink."""
        self._image = image
        self.look()

    @Slot()
    def look(self) -> None:
        """Show the drawing as it is now, and the network of now or of the moment at which the time slider stands."""
        self._session.watched = self._panel.isVisible()
        if not self._panel.isVisible():
            return
        self._timeline.look(self._networks.run, self._session.control)
        subject = self._subject()
        self._panel.show_choice([subject.name, subject.beside[0]] if subject.beside else [subject.name])
        if not self.layers.view.isVisible():
            subject = self._chosen(subject)
        for part in self._parts:
            if part.view.isVisible():
                part.look(subject)
        if self._panel.reasons.isVisible() and subject.image is not None:
            self.why_asked.emit()

    @Slot()
    def _look_away(self) -> None:
        self._session.watched = False

    def _chosen(self, subject: Subject) -> Subject:
        """What a view looks at that shows one network: the one that is chosen."""
        if subject.beside is None or not self._panel.network.second:
            return subject
        name, classifier = subject.beside
        return replace(subject, classifier=classifier, name=name, earlier=False, learning=False, beside=None)

    def _subject(self) -> Subject:
        networks, earlier = self._networks, self._timeline.classifier
        learning = self._session.running
        name = LEARNING if learning else networks.name
        return Subject(
            earlier or networks.reader,
            f"{name}, {self._timeline.name}" if earlier else name,
            earlier is not None,
            self._strokes(),
            self._image,
            learning and earlier is None,
            networks.beside,
        )
