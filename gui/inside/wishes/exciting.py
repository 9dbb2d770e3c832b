"""Looks in the background for the training images that excite a unit most, and shows them in the view Would like."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.formats import figures
from gui.background import Background
from gui.inside.wishes.climbing import Exciting, excited
from gui.inside.wishes.panel import WishesPanel

if TYPE_CHECKING:
    from engine import Classifier
    from engine.inspection import Unit

LOOKING = "Looking through the training images \u2026"


class ExcitingImages(QObject):
    """Remembers how the layer that was looked at last answers to them: another unit of it needs no second look."""

    image_chosen = Signal(object, str)
    """A training image for the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(self, view: WishesPanel, new_background: Callable[[], Background]) -> None:
        super().__init__(view)
        self._view, self._finder = view, new_background()
        self._asked: tuple[Classifier, int] | None = None
        """The network and the layer that the present look is about, or the last one."""
        self._unit = 0
        self._found: Exciting | None = None
        self._shown = np.empty(0, np.int64)
        """The numbers of the images that are shown."""
        view.image_chosen.connect(self._put)
        self._finder.done.connect(self._show)
        self._finder.failed.connect(self._show_none)

    @property
    def busy(self) -> bool:
        return self._finder.busy

    def stop(self) -> None:
        self._finder.stop()

    def find(self, classifier: "Classifier", unit: "Unit") -> None:
        """Show the images that excite this unit most, as soon as they are known."""
        self._unit, asked = unit.number, (classifier, unit.layer)
        known = self._found
        if known is not None and asked == (known.classifier, known.layer):
            self.stop()
            self._show(known)
        elif not (self.busy and asked == self._asked):
            self._asked = asked
            self._show_none(LOOKING)
            self._finder.ask(partial(excited, *asked))

    @Slot(str)
    def _show_none(self, why: str) -> None:
        self._shown = self._shown[:0]
        self._view.show_exciting(np.empty((0, 28, 28), np.uint8), [], why)

    @Slot(object)
    def _show(self, found: Exciting | None) -> None:
        if found is None:
            return
        from engine.inspection import most_exciting

        self._found = found
        self._shown = most_exciting(found.excited, self._unit)
        names, strong = found.classifier.names, found.excited[self._shown, self._unit].tolist()
        captions = [
            f"{names[label]}\n{figures(strength)}"
            for label, strength in zip(found.labels[self._shown], strong, strict=True)
        ]
        about = f"Of {len(found.images):,} training images these excite it most"
        self._view.show_exciting(found.images[self._shown], captions, about)

    @Slot(int)
    def _put(self, place: int) -> None:
        found = self._found
        if found is not None and place < len(self._shown):
            chosen = int(self._shown[place])
            self.image_chosen.emit(np.array(found.images[chosen]), found.classifier.names[found.labels[chosen]])
