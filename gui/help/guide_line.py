"""One line above the pages: what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from gui.help.steps import SENTENCES
from gui.theme import sized
from gui.widgets import SteadyLabel


class GuideLine(QFrame):
    """Hidden while there is nothing to say."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide")
        self.setAccessibleName("First steps")
        self._count = QLabel()
        self._count.setObjectName("step")
        self._words = SteadyLabel("What to do next", SENTENCES, "next")
        close = QToolButton()
        close.setText("\u2715")
        close.setAccessibleName("Hide the first steps")
        close.setToolTip("Hide the first steps; Help, First steps shows them again")
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.clicked.connect(self.dismissed)
        layout = QHBoxLayout(self)
        sized(layout.setContentsMargins, 12, 4, 6, 4)
        layout.addWidget(self._count)
        layout.addWidget(self._words, 1)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, or "" while there is none."""
        return "" if self.isHidden() else self._words.text()

    def show_step(self, number: int, every: int, words: str) -> None:
        """Show step `number` of `every`, from 1; hide when there are no words."""
        self._count.setText(f"{number} of {every}")
        self._words.setText(words)
        self.setVisible(bool(words))
