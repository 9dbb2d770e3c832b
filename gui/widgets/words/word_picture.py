"""Paints the picture of a word in the colours of the present scheme."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from gui.theme import LIGHT, scaled
from gui.widgets.words.words import Word

SIZE = QSize(120, 60)
"""In logical pixels, before the interface is zoomed."""


def word_picture(word: Word, text: str, accent: str, ratio: float) -> QImage:
    """The picture with lines in the colour `text`, and in `accent` what it is about. `ratio`: screen pixels per logical
    pixel.
    """
    svg = word.picture.read_text(encoding="utf-8").replace("currentColor", text).replace(LIGHT.accent, accent)
    image = QImage((scaled(SIZE).toSizeF() * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
    return image


def as_html(image: QImage) -> str:
    """The picture as an element of HTML that holds it."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    data, size = bytes(content.toBase64().data()).decode(), scaled(SIZE)
    return f'<img src="data:image/png;base64,{data}" width="{size.width()}" height="{size.height()}">'
