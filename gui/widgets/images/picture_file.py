"""What somebody paints as the content of a file."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator


def picture_file(
    paint: Callable[[QPainter], object], size: QSize, suffix: str, *, ground: str, title: str, sharp: int
) -> bytes:
    """Paint on a ground of this colour; the suffix .svg means SVG, any other PNG.

    A PNG has `sharp` pixels for each logical pixel of `size`. Readers of an SVG say its `title`.
    """
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if suffix.lower() == ".svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(QPoint(), size))
        generator.setTitle(title)
        with QPainter(generator) as painter:
            painter.fillRect(QRect(QPoint(), size), QColor(ground))
            paint(painter)
    else:
        picture = QPixmap(size * sharp)
        picture.setDevicePixelRatio(sharp)
        picture.fill(QColor(ground))
        with QPainter(picture) as painter:
            paint(painter)
        picture.save(buffer, "PNG")
    return bytes(content.data())
