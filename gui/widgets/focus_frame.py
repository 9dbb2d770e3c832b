"""A frame around the part that has the keyboard, for parts that show that only after Tab, or not at all."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

WIDTH, ROUND = 1.5, 3.0


def paint_focus(part: QWidget) -> None:
    """Call it at the end of a `paintEvent`."""
    if not part.hasFocus():
        return
    with QPainter(part) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(part.palette().color(QPalette.ColorRole.Highlight), WIDTH))
        painter.drawRoundedRect(QRectF(part.rect()).adjusted(1, 1, -1, -1), ROUND, ROUND)
