"""Lets a unit say in the background what it would like to see, and shows it in the view Would like."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine import InklingError
from gui.background import Background, PictureSaver
from gui.inside.subject import LOADING, Subject
from gui.inside.wishes.climbing import Grown, climbed
from gui.inside.wishes.exciting import ExcitingImages
from gui.inside.wishes.panel import WishesPanel
from gui.inside.wishes.words import Strength, layer_name, strength_words, unit_names, units_in_words

if TYPE_CHECKING:
    from engine.inspection import Unit, UnitLayer

OF_THIS_MOMENT = (
    "The network learns: this is what its weights liked at the moment when the image began to grow. Grow it again to "
    "ask the present ones."
)
USUAL = 3
"""The class that is asked first while nothing is drawn."""


class WishesController(QObject):
    """The page lets it look whenever the drawing or the network has changed while its view is in sight."""

    def __init__(self, view: WishesPanel, saver: PictureSaver, *, new_background: Callable[[], Background]) -> None:
        super().__init__(view)
        self.view, self._saver = view, saver
        self._climber = new_background()
        self.exciting = ExcitingImages(view, new_background)
        self._subject: Subject | None = None
        """What was looked at last."""
        self._kind = ""
        """Which layers the network has, as torch writes them."""
        self._layers: tuple[UnitLayer, ...] = ()
        """Those that can be chosen: the classes, and the last layer of each stage."""
        self._first: Strength | None = None
        """How strongly the unit answered before the climb."""
        self._interrupted = False
        """Whether a climb was stopped because nobody saw it."""
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.climb_asked.connect(self.climb)
        view.stopped.connect(self.stop)
        view.save_asked.connect(self._ask_where_to_save)
        view.hidden.connect(self._rest)
        view.choice.layer_chosen.connect(self._show_units)
        view.choice.chosen.connect(self.climb)
        self._climber.reported.connect(self._show_grown)
        self._climber.done.connect(self._show_end)
        self._climber.failed.connect(self._fail)

    def look(self, subject: Subject) -> None:
        """Remember the drawing and the weights of this moment; another network is climbed at once."""
        before, self._subject = self._subject, subject
        if subject.classifier is None:
            self.stop()
            self.view.show_hint(LOADING)
            return
        kind, other = str(subject.classifier.network), before is None or before.classifier is not subject.classifier
        # While it learns it is another one ten times a second, and no climb would ever end.
        goes_on = before is not None and before.learning and subject.learning and kind == self._kind
        if other and not goes_on:
            self._kind = kind
            self._meet(subject)
        elif self._interrupted:
            self.climb()
        if self._layers:
            self.view.show_note(OF_THIS_MOMENT if subject.learning else "")

    def _meet(self, subject: Subject) -> None:
        """Show which units another network has, and climb."""
        from engine.inspection import unit_layers

        assert subject.classifier is not None
        try:
            every = unit_layers(subject.classifier.network)
        except InklingError as error:
            self._layers = ()
            self.stop()
            self.view.show_hint(str(error))
            return
        self.view.show_hint("")
        ends = [layer for layer in every if layer.ends]
        layers = (ends[-1], *ends[:-1])
        if layers != self._layers:
            self._layers = layers
            self.view.choice.show_layers([layer_name(layer, stage) for stage, layer in enumerate(layers)], 0)
            self._show_units(0)
        self.climb()

    @Slot(int)
    def _show_units(self, place: int) -> None:
        layer, subject = self._layers[place], self._subject
        assert subject is not None and subject.classifier is not None
        first = 0
        if layer.classes:
            drawn = None if subject.image is None else subject.classifier.read_image(subject.image)
            first = drawn.digit if drawn else min(USUAL, layer.units - 1)
        names = unit_names(layer, subject.classifier.names)
        self.view.choice.show_units(names, first, units_in_words(layer))

    @property
    def _unit(self) -> "Unit":
        from engine.inspection import Unit

        return Unit(self._layers[self.view.choice.layer].number, self.view.choice.unit)

    @Slot()
    def _ask_where_to_save(self) -> None:
        name = re.sub(r"\W+", "-", self.view.choice.name)
        self._saver.ask_painted(f"would-like-{name}.png", self.view.wish)

    # Climbing.

    @Slot()
    def climb(self) -> None:
        """Begin again with the chosen unit, the weights and the drawing of this moment."""
        subject, choice = self._subject, self.view.choice
        if subject is None or subject.classifier is None or not self._layers:
            return
        self._interrupted, self._first = False, None
        start = subject.image if choice.from_drawing else None
        self.view.show_running(True)
        self._climber.ask(partial(climbed, subject.classifier, self._unit, self._layers[choice.layer], start))
        self.exciting.find(subject.classifier, self._unit)

    @Slot()
    def stop(self) -> None:
        """The image stays as it is."""
        self._climber.stop()
        self.view.show_running(False)

    @Slot()
    def _rest(self) -> None:
        """Nothing is computed that nobody sees."""
        self._interrupted = self._interrupted or self._climber.busy or self.exciting.busy
        self.exciting.stop()
        self.stop()

    @Slot(object)
    def _show_grown(self, grown: Grown) -> None:
        self._first = self._first or grown.strength
        self.view.show_image(grown.image, strength_words(self._first, grown.strength))

    @Slot(object)
    def _show_end(self, _nothing: object) -> None:
        self.view.show_running(False)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.view.show_running(False)
        self.view.show_hint(sentence)
