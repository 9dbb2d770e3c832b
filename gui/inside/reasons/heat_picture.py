"""The drawing as the network gets it, large, its ink in the colours of what it says, and one stroke marked."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform

from engine.ink import PEN_WIDTH, SIZE
from gui.inside.reasons.heat_colours import heat_image
from gui.inside.square_paper import SquarePaper
from gui.theme import Theme
from gui.widgets import stroke_path

FAINT = 0.25
"""The opacity of the other ink while a stroke is marked."""
FINE = 20


class HeatPicture(SquarePaper):
    """Empty until there is heat to show."""

    def __init__(self) -> None:
        super().__init__("The drawing and what speaks for the answer")
        self._ink: tuple[NDArray[np.uint8], NDArray[np.float32], float] | None = None
        self.current = False
        """Whether the heat is that of the ink that is shown."""
        self._picture: QImage | None = None
        self._strokes: Sequence[NDArray[np.float64]] = ()
        self._marked: QPainterPath | None = None

    def set_theme(self, theme: Theme) -> None:
        self._picture = None
        super().set_theme(theme)

    def show_heat(
        self,
        image: NDArray[np.uint8],
        heat: NDArray[np.float32],
        scale: float,
        strokes: Sequence[NDArray[np.float64]],
        said: str,
    ) -> None:
        """Show ink, uint8 (28, 28), with its heat, (28, 28), where `scale` and -`scale` have the full colours.

        `strokes` are in pixels of the image, (n, 2) each; none of them is marked. `said` is for screen readers.
        """
        self._ink, self._picture, self._strokes = (image, heat, scale), None, strokes
        self._marked, self.current = None, True
        self.setAccessibleDescription(said)
        self.update()

    def show_ink(self, image: NDArray[np.uint8]) -> None:
        """Show other ink at once, uint8 (28, 28), in the colours of the old heat, which comes before the new one."""
        if self._ink is not None and self._ink[0] is not image:
            self._ink, self._picture, self.current = (image, *self._ink[1:]), None, False
            self.update()

    def mark_stroke(self, number: int | None) -> None:
        """Mark one of the strokes, from 0, or none."""
        self._marked = None if number is None else outline(self._strokes[number])
        self.update()

    @property
    def marks_stroke(self) -> bool:
        """Whether a stroke is marked."""
        return self._marked is not None

    def paint_on(self, painter: QPainter, place: QRectF) -> None:
        if self._ink is None:
            return
        if self._picture is None:
            self._picture = heat_image(*self._ink, self.theme)
        if self._marked is None:
            painter.drawImage(place, self._picture)
            return
        painter.setOpacity(FAINT)
        painter.drawImage(place, self._picture)
        painter.setOpacity(1)
        painter.translate(place.topLeft())
        painter.scale(place.width() / SIZE, place.height() / SIZE)
        painter.save()
        painter.setClipPath(self._marked)
        painter.drawImage(QRectF(0, 0, SIZE, SIZE), self._picture)
        painter.restore()
        pen = QPen(QColor(self.theme.text), 1.5)
        pen.setCosmetic(True)
        painter.strokePath(self._marked, pen)


def outline(stroke: NDArray[np.float64]) -> QPainterPath:
    """Around the ink of a stroke, (n, 2), that the pen of the network's images draws."""
    around = QPainterPathStroker()
    around.setWidth(FINE * (PEN_WIDTH + 0.6))
    around.setCapStyle(Qt.PenCapStyle.RoundCap)
    around.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    # Qt makes corners of curves that are a few units wide.
    large = around.createStroke(line_of(FINE * stroke)).simplified()
    return QTransform.fromScale(1 / FINE, 1 / FINE).map(large)


def line_of(stroke: NDArray[np.float64]) -> QPainterPath:
    """A stroke, (n, 2), as a line; nothing for one without points."""
    return stroke_path([(float(x), float(y)) for x, y in stroke]) if len(stroke) else QPainterPath(QPointF())
