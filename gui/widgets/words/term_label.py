"""The label of a setting: hovering over it explains its word, by a sentence and a picture."""

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from gui.widgets.words.word_picture import as_html, word_picture
from gui.widgets.words.words import word_for


class TermLabel(QLabel):
    """Its tooltip is made when it is asked for, in the colours of then."""

    def __init__(self, text: str, about: str) -> None:
        """`about` is what stands below the word's own sentence."""
        super().__init__(text)
        self._about = about

    @property
    def explanation(self) -> str:
        """The tooltip as HTML."""
        word, about = word_for(self.text()), f"<p>{escape(self._about)}</p>"
        if word is None:
            return about
        palette = QApplication.palette()
        text, accent = (
            palette.color(role).name() for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Highlight)
        )
        picture = as_html(word_picture(word, text, accent, self.devicePixelRatioF()))
        # Nothing is said twice.
        same = self._about.startswith(word.sentence.split(". ")[0])
        sentence = "" if same else f"<p><b>{escape(word.term)}.</b> {escape(word.sentence)}</p>"
        return f"<p>{picture}</p>{sentence}{about}"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.explanation, self)
            return True
        return super().event(event)
