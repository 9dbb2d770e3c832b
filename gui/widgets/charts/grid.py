"""Faint lines at the ticks of both axes, behind the curves."""

from collections.abc import Iterator

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

STRENGTH = 38
"""The opacity of the lines at the main ticks, of 255; those of finer ticks are fainter by their rank."""
DENSE = 20
"""Logical pixels between two lines. Where they are closer they fade, so that they never fill the plot."""
Lines = list[tuple[QPen, list[QLineF]]]


class Grid(pg.GraphicsObject):  # type: ignore[misc]
    """Painted with the curves.

    pyqtgraph's own grid belongs to the axes, whose cached pictures then cover the plot: at each change of a range
    painting them took 13 of 24 ms.
    """

    def __init__(self, plot: pg.PlotItem) -> None:
        super().__init__()
        self._axes = plot.getAxis("bottom"), plot.getAxis("left")
        for axis in self._axes:
            axis.setStyle(tickLength=0)
        self._for: object = None
        """What the lines were computed for: that takes longer than painting them."""
        self._lines: Lines = []
        plot.addItem(self, ignoreBounds=True)
        # Below everything else.
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return QRectF(self.getViewBox().viewRect())

    def viewTransformChanged(self) -> None:  # noqa: N802 - pyqtgraph's name
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, *_: object) -> None:
        box = self.getViewBox()
        now = [(*axis.range, axis.logMode, axis.pen().color().name()) for axis in self._axes], box.width(), box.height()
        if now != self._for:
            self._for = now
            self._lines = [*self._across(box.width()), *self._up(box.height())]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for pen, lines in self._lines:
            painter.setPen(pen)
            painter.drawLines(lines)

    def _across(self, pixels: float) -> Iterator[tuple[QPen, list[QLineF]]]:
        low, high = self._axes[1].range
        for pen, ticks in _ranks(self._axes[0], pixels):
            yield pen, [QLineF(tick, low, tick, high) for tick in ticks]

    def _up(self, pixels: float) -> Iterator[tuple[QPen, list[QLineF]]]:
        low, high = self._axes[0].range
        for pen, ticks in _ranks(self._axes[1], pixels):
            yield pen, [QLineF(low, tick, high, tick) for tick in ticks]


def _ranks(axis: pg.AxisItem, pixels: float) -> Iterator[tuple[QPen, list[float]]]:
    """The ticks of each rank with the pen of their lines, the main ones first."""
    for rank, (_, ticks) in enumerate(axis.tickValues(*axis.range, pixels)):
        colour = QColor(axis.pen().color())
        crowded = min(1.0, pixels / (DENSE * (len(ticks) + 1)))
        colour.setAlpha(round(STRENGTH * crowded / (rank + 1)))
        yield pg.mkPen(colour, width=1), list(ticks)
