"""A note beside the curve: what is wrong with the run that goes on, and which knob to turn."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

SIGNS = {"warning": "\u26a0", "info": "\u2139"}
URGENT = ("diverging",)
"""Kinds of notes about what spoils the network; the others waste time only."""
OF_THE_RATE = ("diverging", "too slow")
"""Kinds of which another learning rate is the cure."""


class NoteLabel(QFrame):
    """Hidden while there is nothing to say, and after it was dismissed."""

    rate_wanted = Signal()
    """A person wants to find a better learning rate."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self.setAccessibleName("Note about the run")
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setAccessibleName("Note about the run")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.find_rate = QPushButton("Find a rate")
        self.find_rate.setToolTip("Stop training, and try all learning rates in a short sweep (F9)")
        self.find_rate.clicked.connect(self.rate_wanted)
        self._dismiss = QToolButton()
        self._dismiss.setText("\u2715")
        self._dismiss.setAccessibleName("Dismiss the note")
        self._dismiss.setToolTip("Dismiss this note; the training goes on")
        self._dismiss.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dismiss.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 4, 4)
        layout.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.find_rate, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._dismiss, alignment=Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """The note shown, or "" while there is none."""
        return "" if self.isHidden() else self._text.text()

    def show_note(self, kind: str, text: str) -> None:
        """`kind` is one of the engine's: diverging, too slow, overfitting, plateau."""
        colour = "warning" if kind in URGENT else "info"
        self.setProperty("kind", colour)
        self.style().polish(self)
        self._sign.setText(SIGNS[colour])
        self._text.setText(text)
        self.find_rate.setVisible(kind in OF_THE_RATE)
        self.setAccessibleDescription(text)
        self.show()

    @Slot()
    def clear(self) -> None:
        """There is nothing to say, or a new run begins."""
        self._text.clear()
        self.setAccessibleDescription("")
        self.hide()
