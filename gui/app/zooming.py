"""Zooms the interface by its commands, as far as the screen has room."""

from PySide6.QtCore import QObject, QSize, Slot

from gui.app import placing
from gui.app.window_parts import WindowParts
from gui.theme import STEPS, USUAL, ZOOM

LEAST = QSize(960, 500)
"""What the window needs at 100 %, in logical pixels."""


class Zooming(QObject):
    """Steps through gui.theme.STEPS, and remembers."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window

    @property
    def percent(self) -> int:
        return ZOOM.percent

    @Slot()
    def larger(self) -> None:
        """One step more, or a sentence where the screen has no room for it."""
        step = min((step for step in STEPS if step > ZOOM.percent), default=ZOOM.percent)
        if step <= self._most:
            self._choose(step)
        else:
            self._window.say(f"At {step} % the window would be larger than the screen.")

    @Slot()
    def smaller(self) -> None:
        self._choose(max((step for step in STEPS if step < ZOOM.percent), default=ZOOM.percent))

    @Slot()
    def usual(self) -> None:
        self._choose(USUAL)

    def restore(self, percent: int) -> None:
        """Zoom as an earlier window did, perhaps on a larger screen."""
        ZOOM.choose(min(percent, self._most))

    @property
    def _most(self) -> int:
        """The largest step at which the window fits its screen with its frame, or the room that it has already."""
        room = placing.room(self._window).expandedTo(self._window.size())
        fitting = [step for step in STEPS if (LEAST * (step / USUAL)).boundedTo(room) == LEAST * (step / USUAL)]
        return max([*fitting, USUAL])

    def _choose(self, percent: int) -> None:
        ZOOM.choose(percent)
        self._window.status.say(f"Zoom {percent} %")
