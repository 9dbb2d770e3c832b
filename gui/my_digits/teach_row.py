"""Ten buttons that label the drawing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.settings import CLASSES
from gui.theme import sized
from gui.widgets import NamedLabel

ONLY_DIGITS = "Only a network that reads digits can learn yours."


class TeachRow(QWidget):
    """ "It was a" 0 to 9. The keys 0 to 9 are the window's commands of the same kind."""

    taught = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._heading = QLabel("It was a \u2026")
        self._heading.setObjectName("heading")
        self._told = NamedLabel("My digits")
        self._told.setObjectName("muted")
        self._why = QLabel(ONLY_DIGITS)
        self._why.setObjectName("muted")
        self._why.setWordWrap(True)
        self._why.hide()
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch()
        head.addWidget(self._told)
        row = QHBoxLayout()
        sized(row.setSpacing, 2)
        self.buttons = [self._button(digit) for digit in range(CLASSES)]
        for button in self.buttons:
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, 2)
        layout.addLayout(head)
        layout.addLayout(row)
        layout.addWidget(self._why)
        self._possible = True
        self.show_drawing(False)

    def show_possible(self, possible: bool) -> None:
        """Whether the network that reads knows digits; no other can learn them."""
        self._possible = possible
        self._heading.setText("It was a \u2026" if possible else "My digits")
        self._why.setVisible(not possible)
        for part in (self._told, *self.buttons):
            part.setVisible(possible)

    def _button(self, digit: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("teach")
        button.setText(str(digit))
        button.setAccessibleName(f"It was a {digit}")
        button.setToolTip(f"Keep this drawing as a {digit} in My digits, so that the network can learn it ({digit})")
        button.clicked.connect(lambda: self.taught.emit(digit))
        return button

    def show_drawing(self, there: bool) -> None:
        """Whether there is a drawing on the canvas that can be labelled."""
        for button in self.buttons:
            button.setEnabled(there and self._possible)

    def tell(self, words: str) -> None:
        """Show in a few words what became of the last drawing, or how many there are."""
        self._told.setText(words)

    @property
    def told(self) -> str:
        return self._told.text()
