"""The picture of a drawing in the list."""

from PySide6.QtGui import QColor, QImage, QPainter

from engine.ink import Strokes
from gui.theme import Theme, scaled
from gui.widgets import round_pen, stroke_path

SIDE = 56
MARGIN = 6.0
PEN = 4.0
"""Logical pixels at 100 %, like the two above."""


def drawing_picture(strokes: Strokes, theme: Theme, ratio: float) -> QImage:
    """Paint a drawing into a square of SIDE logical pixels at 100 %."""
    ratio *= scaled(1.0)
    picture = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.canvas))
    places = [point for stroke in strokes for point in stroke]
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    top, bottom = min(y for _, y in places), max(y for _, y in places)
    extent = max(right - left, bottom - top)
    scale = (SIDE - 2 * MARGIN) / extent if extent else SIDE
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(SIDE / 2, SIDE / 2)
        painter.scale(scale, scale)
        painter.translate(-(left + right) / 2, -(top + bottom) / 2)
        painter.setPen(round_pen(theme.ink, PEN / scale))
        for stroke in strokes:
            painter.drawPath(stroke_path(stroke))
    # A picture keeps what painted it, 80 KB, as long as it lives; a copy of its pixels has 12 KB.
    return picture.copy()
