"""The label of a setting: hovering over it explains its word, by a sentence and a picture."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QLabel, QToolTip

from gui.widgets.words.explanation import explanation


class TermLabel(QLabel):
    """Its tooltip is made when it is asked for, in the colours of then."""

    def __init__(self, text: str, about: str) -> None:
        """`about` is what stands below the word's own sentence."""
        super().__init__(text)
        self._about = about

    @property
    def explanation(self) -> str:
        """The tooltip as HTML."""
        return explanation(self.text(), self._about, self.devicePixelRatioF())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.explanation, self)
            return True
        return super().event(event)
