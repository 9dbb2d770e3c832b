"""How a stroke is painted: with a round pen, and as a dot where it has only one point."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen


def round_pen(colour: str, width: float) -> QPen:
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def stroke_path(stroke: Sequence[tuple[float, float]]) -> QPainterPath:
    """A line through all points (x, y). A single point becomes a line too short to see, whose round ends make a dot."""
    path = QPainterPath(QPointF(*stroke[0]))
    for point in stroke[1:] or [(stroke[0][0] + 1e-4, stroke[0][1])]:
        path.lineTo(*point)
    return path
