"""The canvas as it is painted: strokes or a picture, a hint while it is empty, and the pen that keys move."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import count
from gui.canvas.drawing import Drawing, Picture, Point
from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import enlarged_ink, round_pen, stroke_path

Found = tuple[QRectF, str]
"""Where in the drawing a digit is, in its coordinates, and which one."""
PEN = 0.075
"""The pen's width in units of the canvas's shorter side: a digit that fills two thirds of it looks like MNIST's."""
HINT = "Draw a digit here"


class PaintedCanvas(QWidget):
    """Shows a drawing, which something else changes."""

    changed = Signal(object)
    """The strokes, emitted after every segment: a tuple of tuples of points (x, y), () while a picture is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.drawing = Drawing()
        self._theme = LIGHT
        self._hint = HINT
        self._found: Sequence[Found] = ()
        self._pen_at: Point | None = None
        """Where to show the pen that keys move."""
        self.setObjectName("canvas")
        self.setAccessibleName("Drawing canvas")
        self.setAccessibleDescription(HINT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sized(self.setMinimumSize, 120, 120)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(QSize(320, 320))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_hint(self, hint: str) -> None:
        """Show this sentence while the canvas is empty."""
        if hint != self._hint:
            self._hint = hint
            self._describe()
            self.update()

    def show_found(self, found: Sequence[Found]) -> None:
        """Frame the digits that were found in the drawing, each with its name; () frames nothing."""
        if found != self._found:
            self._found = found
            self._describe()
            self.update()

    @property
    def found(self) -> str:
        """The names of the framed digits, from left to right."""
        return "".join(name for _, name in self._found)

    def _redrawn(self, where: QRect | None = None) -> None:
        """Paint again, the whole canvas or only `where` something changed, and emit `changed`."""
        self.update(where or self.rect())
        self._describe()
        self.changed.emit(self.drawing.strokes)

    def _describe(self) -> None:
        """Say to screen readers what is on the canvas."""
        strokes = self.drawing.strokes
        words = "an image" if self.drawing.picture is not None else count(len(strokes), "stroke") if strokes else ""
        found = f"{len(self._found)} digits: {self.found}" if self._found else ""
        said = ", ".join(filter(None, [words, found])) or self._hint
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def _show_pen(self, place: Point) -> None:
        self._pen_at = place
        self.update()

    # Coordinates of the widget and of the drawing.

    @property
    def _side(self) -> float:
        return float(min(self.width(), self.height()))

    def _point(self, position: QPointF) -> Point:
        middle = QPointF(self.width(), self.height()) / 2
        return (position.x() - middle.x()) / self._side, (position.y() - middle.y()) / self._side

    def _around(self, start: Point, end: Point) -> QRect:
        """The pixels that the pen may have changed between two points: painting all takes three times as long."""
        side = self._side
        left, right = sorted((start[0] * side, end[0] * side))
        top, bottom = sorted((start[1] * side, end[1] * side))
        line = QRectF(left + self.width() / 2, top + self.height() / 2, right - left, bottom - top)
        margin = PEN * side / 2 + 2
        return line.adjusted(-margin, -margin, margin, margin).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_background(painter)
            if self.drawing.picture is not None:
                self._paint_picture(painter, self.drawing.picture)
            painter.translate(self.width() / 2, self.height() / 2)
            painter.scale(self._side, self._side)
            painter.setPen(round_pen(self._theme.ink, PEN))
            for stroke in self.drawing.strokes:
                painter.drawPath(stroke_path(stroke))
            self._paint_found(painter)
            if self._pen_at is not None and self.hasFocus():
                painter.setPen(round_pen(self._theme.accent, PEN / 3))
                painter.drawPoint(QPointF(*self._pen_at))

    def _paint_found(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._theme.accent), PEN / 8))
        width, height = self.width() / self._side - PEN / 2, self.height() / self._side - PEN / 2
        inside = QRectF(-width / 2, -height / 2, width, height)
        for frame, _ in self._found:
            painter.drawRoundedRect(frame.adjusted(-PEN, -PEN, PEN, PEN) & inside, PEN / 2, PEN / 2)

    def _paint_background(self, painter: QPainter) -> None:
        edge = QColor(self._theme.accent if self.hasFocus() else self._theme.line)
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(QColor(self._theme.canvas))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.drawing.is_empty:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._hint)

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        corner = QPointF(self.width() - self._side, self.height() - self._side) / 2
        pixels = round(self._side * self.devicePixelRatioF())
        ink = enlarged_ink(picture.tobytes(), pixels, self._theme.ink)
        painter.drawImage(QRectF(corner, QSizeF(self._side, self._side)), ink)
