"""A note beside the curve: what is wrong with the run that goes on, and which setting to turn."""

from PySide6.QtCore import Qt, Signal, Slot

from gui.widgets import MessageBar

URGENT = ("diverging",)
"""Kinds of notes about what spoils the network; the others waste time only."""
OF_THE_RATE = ("diverging", "too slow")
"""Kinds of which another learning rate is the cure."""
FIND = "Find a rate"


class NoteLabel(MessageBar):
    """Stays while the run goes on, unless it is dismissed."""

    rate_wanted = Signal()
    """A person wants to find a better learning rate."""

    def __init__(self) -> None:
        super().__init__("Note about the run", "Dismiss this note; the training goes on")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.find_rate = self._offer
        self.find_rate.setToolTip("Stop training, and try all learning rates in a short sweep (F9)")

    def show_note(self, kind: str, text: str) -> None:
        """`kind` is one of the engine's: diverging, too slow, overfitting, plateau."""
        offer = FIND if kind in OF_THE_RATE else ""
        self.say("warning" if kind in URGENT else "info", text, offer, self.rate_wanted.emit)

    @Slot()
    def clear(self) -> None:
        """There is nothing to say, or a new run begins."""
        self.hide()
