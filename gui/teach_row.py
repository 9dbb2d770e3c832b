"""Ten buttons with which a person says what the drawing was."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.labels import CLASSES


class TeachRow(QWidget):
    """ "It was a" 0 to 9. The keys 0 to 9 are the window's commands of the same kind."""

    taught = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._heading = QLabel("It was a \u2026")
        self._heading.setObjectName("heading")
        self._told = QLabel()
        self._told.setObjectName("muted")
        self._told.setAccessibleName("My digits")
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch()
        head.addWidget(self._told)
        row = QHBoxLayout()
        row.setSpacing(2)
        self.buttons = [self._button(digit) for digit in range(CLASSES)]
        for button in self.buttons:
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(row)
        self.show_drawing(False)

    def _button(self, digit: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("teach")
        button.setText(str(digit))
        button.setAccessibleName(f"It was a {digit}")
        button.setToolTip(f"Keep this drawing as a {digit} in My digits, so that the network can learn it ({digit})")
        button.clicked.connect(lambda: self.taught.emit(digit))
        return button

    def show_drawing(self, there: bool) -> None:
        """Whether there is something on the paper that could be named."""
        for button in self.buttons:
            button.setEnabled(there)

    def tell(self, words: str) -> None:
        """What became of the last drawing, or how many there are, in a few words."""
        self._told.setText(words)

    @property
    def told(self) -> str:
        return self._told.text()
