"""The lines that a run in the terminal prints, to read and to copy."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gui.theme import ZOOM, sized, type_font

MOST_LINES = 5_000


class LogPanel(QWidget):
    """Shows the newest MOST_LINES lines, the newest last. The log file has all of them."""

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
        self._choose_font()
        ZOOM.changed.connect(self._choose_font)
        self._text.setAccessibleName("Log")
        sized(self._text.setMinimumHeight, 48)
        # Tab moves the focus instead of typing a character.
        self._text.setTabChangesFocus(True)
        self._follows = True
        """Whether to keep the newest line in sight. Scrolling back to read ends that."""
        bar = self._text.verticalScrollBar()
        bar.valueChanged.connect(self._note_scrolling)
        bar.rangeChanged.connect(self._follow)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._text)

    @Slot()
    def _choose_font(self) -> None:
        self._text.setFont(type_font(QFontDatabase.SystemFont.FixedFont))

    @Slot(str)
    def add(self, line: str) -> None:
        self._text.appendPlainText(line)

    @Slot(int)
    def _note_scrolling(self, place: int) -> None:
        self._follows = place == self._text.verticalScrollBar().maximum()

    @Slot(int, int)
    def _follow(self, _first: int, last: int) -> None:
        """Scroll to the newest line, also when the lines need more room because the window became narrower."""
        if self._follows:
            self._text.verticalScrollBar().setValue(last)

    @property
    def text(self) -> str:
        return self._text.toPlainText()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
