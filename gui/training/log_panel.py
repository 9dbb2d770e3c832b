"""The lines that a terminal run prints, to read and to copy."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

MOST_LINES = 5_000


class LogPanel(QWidget):
    """Newest line last; older ones than MOST_LINES are dropped here and stay in the log file."""

    def __init__(self) -> None:
        super().__init__()
        heading = QLabel("Log")
        heading.setObjectName("heading")
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the whole log to the clipboard")
        copy.clicked.connect(self._copy)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setMaximumBlockCount(MOST_LINES)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName("Log")
        self._text.setMinimumHeight(48)
        # Tab leaves the log instead of being a character in it.
        self._text.setTabChangesFocus(True)
        self._follows = True
        """Whether the newest line is to be in sight: somebody who has scrolled back to read stays where they are."""
        bar = self._text.verticalScrollBar()
        bar.valueChanged.connect(self._heed_scrolling)
        bar.rangeChanged.connect(self._follow)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._text)

    @Slot(str)
    def add(self, line: str) -> None:
        self._text.appendPlainText(line)

    @Slot(int)
    def _heed_scrolling(self, place: int) -> None:
        self._follows = place == self._text.verticalScrollBar().maximum()

    @Slot(int, int)
    def _follow(self, _first: int, last: int) -> None:
        """Also when the window is made narrower, and the lines there are take more room."""
        if self._follows:
            self._text.verticalScrollBar().setValue(last)

    @property
    def text(self) -> str:
        return self._text.toPlainText()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
