"""The pictures of the view Layers as the content of a file."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

SHARP = 2
"""Pixels of a PNG for each logical pixel."""


def picture_of(part: QWidget, ground: str, suffix: str) -> bytes:
    """What a part of the window shows, on a ground of this colour; the suffix .svg means SVG, any other PNG."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    (_paint_svg if suffix.lower() == ".svg" else _paint_png)(part, QColor(ground), buffer)
    return bytes(content.data())


def _paint_png(part: QWidget, ground: QColor, buffer: QBuffer) -> None:
    picture = QPixmap(part.size() * SHARP)
    picture.setDevicePixelRatio(SHARP)
    picture.fill(ground)
    part.render(picture, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    picture.save(buffer, "PNG")


def _paint_svg(part: QWidget, ground: QColor, buffer: QBuffer) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(part.size())
    generator.setViewBox(QRect(QPoint(), part.size()))
    generator.setTitle("What the network makes of a drawing, layer by layer")
    with QPainter(generator) as painter:
        painter.fillRect(part.rect(), ground)
        part.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
