"""The drawing without each of its strokes, and what would be read then."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.ink import PEN_WIDTH, SIZE
from gui.inside.reasons.cell_row import CellRow
from gui.inside.reasons.heat_picture import line_of
from gui.theme import scaled
from gui.widgets import round_pen

SIDE = 44
"""Logical pixels of the small picture."""
FAINT = 0.22


class StrokeRow(CellRow):
    """Pointing at a stroke, with the mouse or with the arrow keys, asks to mark it."""

    def __init__(self) -> None:
        super().__init__("Strokes")
        self._strokes: Sequence[NDArray[np.float64]] = ()
        self._captions: Sequence[str] = ()
        self._matters: Sequence[bool] = ()
        self.setToolTip("Point at a stroke to see it in the drawing, and what is read without it")
        self.show_strokes((), (), ())

    def show_strokes(
        self, strokes: Sequence[NDArray[np.float64]], captions: Sequence[str], matters: Sequence[bool]
    ) -> None:
        """Show strokes in pixels of the image, (n, 2) each, with a caption; the answer depends on those that matter."""
        self._strokes, self._captions, self._matters = strokes, captions, matters
        said = (f"stroke {number}: {caption}" for number, caption in enumerate(captions, start=1))
        self.setAccessibleDescription("; ".join(said) or "none")
        self.show_count(len(strokes))

    def cell_size(self) -> QSize:
        metrics = self.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, self._captions), default=0)
        return QSize(max(scaled(SIDE), widest) + scaled(8), scaled(SIDE) + metrics.height() + scaled(8))

    def paint_cell(self, painter: QPainter, number: int, place: QRect) -> None:
        theme, matters = self._theme, self._matters[number]
        pointed = number == self._pointed
        painter.setPen(QPen(QColor(theme.accent if pointed else theme.line), 1))
        painter.setBrush(QColor(theme.canvas))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        side = scaled(SIDE)
        painter.save()
        painter.translate(place.center().x() - side / 2, place.top() + scaled(2))
        painter.scale(side / SIZE, side / SIZE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(round_pen(theme.ink, PEN_WIDTH))
        for other, stroke in enumerate(self._strokes):
            # What is left is read so: the stroke that is taken away is a shadow.
            painter.setOpacity(FAINT if other == number else 1)
            painter.drawPath(line_of(stroke))
        painter.restore()
        painter.setPen(QColor(theme.text if matters else theme.muted))
        words = QRect(place.left(), place.top() + side + scaled(3), place.width(), self.fontMetrics().height())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._captions[number])
