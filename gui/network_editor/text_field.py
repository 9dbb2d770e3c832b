"""The field with the text form of the network, which one can copy, edit and paste."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from gui.theme import ZOOM

LINES = 3


class TextField(QPlainTextEdit):
    """Its text counts once Return is pressed, something is pasted, or the keyboard leaves it."""

    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setAccessibleName("The network as text")
        self.setToolTip("Edit it, or paste a network; Return takes it, Esc takes the edit back")
        self._fit()
        ZOOM.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 2 * round(self.document().documentMargin()) + 4)

    def show_text(self, text: str) -> None:
        """Show the present network in place of what was typed."""
        self._shown = text
        if text != self.toPlainText():
            self.setPlainText(text)

    @property
    def is_edited(self) -> bool:
        """Whether it has something else than the present network."""
        return self.toPlainText() != self._shown

    def _enter(self) -> None:
        if self.is_edited:
            self.entered.emit(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape and self.is_edited:
            self.setPlainText(self._shown)
            self.entered.emit(self._shown)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._enter()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        super().insertFromMimeData(source)
        self._enter()
