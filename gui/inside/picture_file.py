"""What a view of page Inside shows as the content of a file, large enough to be printed."""

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

SHARP, WIDE = 2, 1200
"""Pixels of a PNG for each logical pixel, and in its whole width, at least."""


class Printed(Protocol):
    """A part that is painted into a file in another way: words as words, pictures with more pixels."""

    printing: bool


def picture_of(part: QWidget, printed: Sequence[Printed], ground: str, suffix: str, title: str) -> bytes:
    """What a part of the window shows, on a ground of this colour; the suffix .svg means SVG, any other PNG.

    The `printed` parts in it know while it is painted that it is for a file. Readers of an SVG say its `title`.
    """
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    for one in printed:
        one.printing = True
    try:
        if suffix.lower() == ".svg":
            _paint_svg(part, QColor(ground), buffer, title)
        else:
            _paint_png(part, QColor(ground), buffer)
    finally:
        for one in printed:
            one.printing = False
    return bytes(content.data())


def _paint_png(part: QWidget, ground: QColor, buffer: QBuffer) -> None:
    ratio = max(SHARP, math.ceil(WIDE / part.width()))
    picture = QPixmap(part.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(ground)
    part.render(picture, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    picture.save(buffer, "PNG")


def _paint_svg(part: QWidget, ground: QColor, buffer: QBuffer, title: str) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(part.size())
    generator.setViewBox(QRect(QPoint(), part.size()))
    generator.setTitle(title)
    with QPainter(generator) as painter:
        painter.fillRect(part.rect(), ground)
        part.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
