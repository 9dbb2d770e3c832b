"""The page with all words: each with its picture and its sentence."""

from html import escape

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser

from gui.theme import Theme, scaled
from gui.widgets import WORD_PICTURE, all_words, word_picture

GAP = 18


class HelpPage(QTextBrowser):
    """A text to read and to copy, with the mouse or the keyboard."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )


class WordsPage(HelpPage):
    """Painted in the colours of a scheme."""

    def __init__(self) -> None:
        super().__init__("Words")

    def set_theme(self, theme: Theme) -> None:
        place, size = self.verticalScrollBar().value(), scaled(WORD_PICTURE)
        rows = []
        for word in all_words():
            name = word.picture.stem
            picture = word_picture(word, theme.text, theme.accent, self.devicePixelRatioF())
            self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), picture)
            rows.append(
                f'<tr><td width="{size.width() + GAP}">'
                f'<img src="{name}" width="{size.width()}" height="{size.height()}"></td>'
                f"<td><b>{escape(word.term)}</b><br>{escape(word.sentence)}</td></tr>"
            )
        self.setHtml(f'<table cellpadding="6">{"".join(rows)}</table>')
        self.verticalScrollBar().setValue(place)
