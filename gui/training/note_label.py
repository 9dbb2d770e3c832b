"""A note over the curve: what is wrong with the present run, and which setting to change."""

from PySide6.QtCore import Qt, Signal, Slot

from gui.widgets import MessageBar

URGENT = ("diverging",)
"""Kinds of notes about what ruins the network; the others only cost time."""
OF_THE_RATE = ("diverging", "too slow")
"""Kinds that another learning rate cures."""
FIND = "Find a rate"


class NoteLabel(MessageBar):
    """Stays until the next run begins, unless it is dismissed."""

    rate_wanted = Signal()
    """A person wants a search for a better learning rate."""

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
        """Hide the note: it belongs to the run before."""
        self.hide()
