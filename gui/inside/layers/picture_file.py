"""The pictures of the view Layers as a file."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from engine.system import write_atomically

SHARP = 2
"""Pixels of a PNG for each logical pixel."""


def write_picture(part: QWidget, ground: str, file: Path) -> None:
    """Write what a part of the window shows, on a ground of this colour; the suffix .svg means SVG, any other PNG.

    Raises InklingError when it cannot be written.
    """
    content = _svg(part, ground) if file.suffix.lower() == ".svg" else _png(part, ground)
    write_atomically(file, lambda stream: stream.write(content.data()))


def _png(part: QWidget, ground: str) -> QByteArray:
    picture = QPixmap(part.size() * SHARP)
    picture.setDevicePixelRatio(SHARP)
    picture.fill(QColor(ground))
    part.render(picture, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return content


def _svg(part: QWidget, ground: str) -> QByteArray:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(part.size())
    generator.setViewBox(QRect(QPoint(), part.size()))
    generator.setTitle("What the network makes of a drawing, layer by layer")
    with QPainter(generator) as painter:
        painter.fillRect(part.rect(), QColor(ground))
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        part.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    return content
