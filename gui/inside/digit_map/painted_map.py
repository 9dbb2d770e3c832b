"""The map as it is painted: all points, the drawing among them, and the point that is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.inside.digit_map.marks import colour_of, paint_marks
from gui.inside.digit_map.places import Frame
from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import ink_picture, paint_focus

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
MARGIN = 12.0
YOURS = "your drawing"
FADED = 0.3
"""The opacity of a map that is no more that of the network."""
OWN = 8.0
"""The radius of the drawing's mark."""
RING = 9.0
PREVIEW = 56
"""The side of the image of the point that is looked at, in logical pixels."""


@dataclass(frozen=True, eq=False)
class Points:
    """What the map shows."""

    points: Floats
    """(N, 2)."""
    labels: Numbers
    """(N,), the class of each."""
    names: Sequence[str]
    """Of the classes."""
    images: NDArray[np.uint8]
    """(N, 28, 28), 255 for ink."""


class PaintedMap(QWidget):
    """Shows points, and among them the drawing with lines to its nearest ones."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self.shown: Points | None = None
        """What is on the map; None while there is none."""
        self._own: Floats | None = None
        self.nearest: Numbers = np.empty(0, np.int64)
        """The numbers of the points nearest to the drawing."""
        self.current: int | None = None
        """The number of the point that is looked at."""
        self.faded = False
        """Whether the map that is seen is an old one, and the next one is being made."""
        self._laid_out: tuple[object, Frame, NDArray[np.float64]] | None = None
        """For which points and size, and where these are: pen and mouse ask for it many times."""
        self.printing = False
        """Whether it is painted into a file, where the marks are words."""
        self._picture = QPixmap()
        self._painted_for: object = None
        self.setObjectName("map")
        self.setAccessibleName("Map of training digits")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sized(self.setMinimumSize, 120, 90)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(QSize(420, 320))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_points(self, shown: Points | None) -> None:
        """Show other points; the drawing is not among them yet."""
        same = self.shown is not None and shown is not None and self.shown.images is shown.images
        self.faded = False
        self.shown, self._own, self.nearest, self._painted_for = shown, None, np.empty(0, np.int64), None
        if not same:
            self.current = None
        self.update()

    def show_faded(self) -> None:
        """The next map is being made."""
        self.faded = True
        self.update()

    def show_drawing(self, point: Floats | None, nearest: Numbers) -> None:
        """Show where the drawing lies, (2,), and the numbers of its nearest points; None while there is none."""
        self._own, self.nearest = point, nearest
        self.update()

    def place_of(self, number: int) -> QPointF:
        """Where a point is, in pixels."""
        x, y = self.places()[number].tolist()
        return QPointF(x, y)

    @property
    def own_place(self) -> QPointF | None:
        """Where the drawing is, in pixels."""
        if self._own is None or self.shown is None:
            return None
        x, y = self._lay_out()[1].bounded(self._own[None])[0].tolist()
        return QPointF(x, y)

    def _lay_out(self) -> tuple[object, Frame, NDArray[np.float64]]:
        assert self.shown
        key = (self.shown, self.width(), self.height(), scaled(MARGIN))
        if self._laid_out is None or self._laid_out[0] != key:
            frame = Frame.around(self.shown.points, self.width(), self.height(), scaled(MARGIN))
            self._laid_out = key, frame, frame.places(self.shown.points)
        return self._laid_out

    def places(self) -> NDArray[np.float64]:
        """Where all points are, (N, 2), in pixels."""
        return self._lay_out()[2]

    # Painting. Qt calls these overrides. They must not raise: an exception may end the process.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(FADED if self.faded else 1)
            if self.printing:
                self._paint_ground(painter)
            else:
                painter.drawPixmap(0, 0, self._ground())
            painter.setOpacity(1)
            if self.shown and not self.faded:
                self._paint_nearest(painter)
                self._paint_own(painter)
                self._paint_current(painter, self.shown)
        paint_focus(self)

    def _ground(self) -> QPixmap:
        """The paper with all points, painted once."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self._theme, scaled(100), self.shown)
        if key != self._painted_for:
            self._painted_for = key
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_ground(painter)
        return self._picture

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.line))
        painter.setBrush(QColor(self._theme.canvas))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), scaled(6.0), scaled(6.0))
        if shown := self.shown:
            ratio = None if self.printing else self.devicePixelRatioF()
            paint_marks(painter, self.places(), shown.labels, shown.names, self._theme, ratio)

    def _paint_nearest(self, painter: QPainter) -> None:
        own = self.own_place
        if own is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = scaled(RING)
        # The wider line keeps the other one apart from the marks below it.
        for colour, width in ((self._theme.canvas, 4.0), (self._theme.text, 1.4)):
            painter.setPen(QPen(QColor(colour), scaled(width)))
            for number in self.nearest.tolist():
                place = self.place_of(number)
                painter.drawLine(own, place)
                painter.drawEllipse(place, radius, radius)

    def _paint_own(self, painter: QPainter) -> None:
        own = self.own_place
        if own is not None:
            painter.setBrush(QColor(self._theme.accent))
            painter.setPen(QPen(QColor(self._theme.canvas), scaled(2.0)))
            painter.drawEllipse(own, scaled(OWN), scaled(OWN))
            self._write_beside(painter, own, YOURS)

    def _write_beside(self, painter: QPainter, place: QPointF, words: str) -> None:
        """On a ground of its own, at the right of a place or where there is no room at its left."""
        wide, high = painter.fontMetrics().horizontalAdvance(words) + scaled(8.0), painter.fontMetrics().height()
        gap = scaled(OWN) + scaled(4.0)
        left = place.x() + gap if place.x() + gap + wide < self.width() else place.x() - gap - wide
        ground = QRectF(left, place.y() - high / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.canvas))
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_current(self, painter: QPainter, shown: Points) -> None:
        if self.current is None:
            return
        place, radius = self.place_of(self.current), scaled(RING)
        colour = colour_of(int(shown.labels[self.current]), self._theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), scaled(2.5)))
        painter.drawEllipse(place, radius, radius)
        side = scaled(float(PREVIEW))
        frame = self._beside(place, side)
        painter.setBrush(QColor(self._theme.canvas))
        painter.drawRoundedRect(frame, scaled(4.0), scaled(4.0))
        inner = frame.adjusted(3, 3, -3, -3)
        painter.drawImage(inner, ink_picture(shown.images[self.current], self._theme.ink))

    def _beside(self, place: QPointF, side: float) -> QRectF:
        """A square beside a place, inside the map, that hides the drawing's mark only where there is no other way."""
        gap = scaled(RING) + scaled(6.0)
        wide, high, half = self.width() - side - 2, self.height() - side - 2, side / 2
        corners = ((gap, -half), (-gap - side, -half), (-half, gap), (-half, -gap - side))
        squares = []
        for right, down in corners:
            left, top = place.x() + right, place.y() + down
            squares.append(QRectF(min(max(2.0, left), wide), min(max(2.0, top), high), side, side))
        hidden = [place, *filter(None, [self.own_place])]
        free = (one for one in squares if not any(one.contains(point) for point in hidden))
        return next(free, squares[0])
