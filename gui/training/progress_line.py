"""How far a run is, as a class sees it: a thin line, and what the run does in a few words."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gui.theme import sized
from gui.widgets import ElidedLabel

PARTS = 1000


class ProgressLine(QWidget):
    """Hidden as long as the status line says the same."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, PARTS)
        self._bar.setAccessibleName("Progress of the run")
        self._words = ElidedLabel("What the run does", Qt.AlignmentFlag.AlignLeft)
        self._words.setObjectName("figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, 6)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        # In a high column both stay under the accuracy.
        layout.addStretch()
        self.show_state("", 0)
        self.hide()

    @Slot(str, float)
    def show_state(self, words: str, share: float) -> None:
        """`share` of the steps is done, 0 to 1. Without words there is no line."""
        self._words.setText(words)
        self._words.setToolTip(words)
        self._bar.setVisible(bool(words))
        self._bar.setValue(round(PARTS * share))
