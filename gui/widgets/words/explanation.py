"""A word as a tooltip: its picture, its sentence, and what there is to say besides."""

from html import escape

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from gui.widgets.words.word_picture import as_html, word_picture
from gui.widgets.words.words import word_for


def explanation(label: str, about: str, ratio: float) -> str:
    """HTML for the word that `label` stands for, if it is one, in the colours of now; `about` stands below it.

    `ratio` has the screen's pixels per logical pixel.
    """
    word, besides = word_for(label), f"<p>{escape(about)}</p>" if about else ""
    if word is None:
        return besides
    palette = QApplication.palette()
    text, accent = (
        palette.color(role).name() for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Highlight)
    )
    picture = as_html(word_picture(word, text, accent, ratio))
    # Nothing is said twice.
    same = about.startswith(word.sentence.split(". ")[0])
    sentence = "" if same else f"<p><b>{escape(word.term)}.</b> {escape(word.sentence)}</p>"
    return f"<p>{picture}</p>{sentence}{besides}"
