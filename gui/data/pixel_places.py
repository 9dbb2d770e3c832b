"""Where the three pictures of a pixel are: in the square, in the row of 784 cells, and in one line of it enlarged."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from engine.ink import SIZE
from gui.theme import scaled

PIXELS = SIZE * SIZE
SMALL, LARGE = 4, 8
"""Least and largest side of one of the square's pixels in logical pixels at 100 %, always a whole number."""
STRIP = 20
"""The height of the row of 784 cells, and of the 28 enlarged ones below it."""
CURVE, LENS = 22, 18
"""The space between the square and the strip, and between the strip and the enlarged cells."""
BELOW = CURVE + LENS + 2 * STRIP + 3
"""The height of everything below the square, with the frames."""


@dataclass(frozen=True)
class PixelPlaces:
    """The places in a widget of `width` and `height` logical pixels whose marked pixel is `pixel`, 0 to 783."""

    width: int
    height: int
    pixel: int

    @property
    def square(self) -> QRectF:
        step = min(scaled(LARGE), max(scaled(SMALL), (self.height - scaled(BELOW)) // SIZE))
        return QRectF(1, 1, step * SIZE, step * SIZE)

    @property
    def strip(self) -> QRectF:
        """The row of 784 cells."""
        return QRectF(1, self.square.bottom() + scaled(CURVE), max(1, self.width - 2), scaled(STRIP))

    @property
    def enlarged(self) -> QRectF:
        """The 28 cells of the marked pixel's line."""
        return self.strip.translated(0, scaled(STRIP + LENS))

    @property
    def line_in_square(self) -> QRectF:
        square = self.square
        step = square.height() / SIZE
        return QRectF(square.left(), square.top() + self.pixel // SIZE * step, square.width(), step)

    @property
    def line_in_strip(self) -> QRectF:
        strip = self.strip
        width = strip.width() / SIZE
        return QRectF(strip.left() + self.pixel // SIZE * width, strip.top(), width, strip.height())

    def pixel_at(self, position: QPointF) -> int | None:
        """The pixel at a position in one of the three pictures; None outside them."""
        square, strip = self.square, self.strip
        if square.contains(position):
            place = (position - square.topLeft()) * SIZE / square.width()
            return min(SIZE - 1, int(place.y())) * SIZE + min(SIZE - 1, int(place.x()))
        along = min(0.99999, (position.x() - strip.left()) / strip.width())
        if strip.contains(position):
            return int(along * PIXELS)
        if self.enlarged.contains(position):
            return self.pixel // SIZE * SIZE + int(along * SIZE)
        return None
