"""One image as a square of pixels, and the same pixels as the row of 784 numbers that a network gets."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.ink import SIZE
from gui.data.pixel_places import BELOW, CURVE, LARGE, PIXELS, SMALL, PixelPlaces
from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import ink_picture

UNDERLINE = 3
GAP = 14
BETWEEN = 5
"""The space between the lines of text beside the square."""
PALE = 0.22
"""The opacity of the paths between the three pictures of a pixel, 0 to 1."""
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -SIZE,
    Qt.Key.Key_Down: SIZE,
}


class PixelRow(QWidget):
    """Shows one pixel in three pictures; the mouse chooses it in any of them, and the arrow keys move on.

    At the top the square, below it the row with every second line of 28 underlined, at the bottom one line enlarged.
    """

    def __init__(self) -> None:
        super().__init__()
        self._image: NDArray[np.uint8] = np.zeros((SIZE, SIZE), np.uint8)
        self._row: NDArray[np.float32] = np.zeros(PIXELS, np.float32)
        self._pixel = PIXELS // 2
        self._theme = LIGHT
        self.setAccessibleName("Pixels of the image")
        self.setToolTip(
            "The image is a square only for us. In memory, and for a fully connected network, it is one row of\n"
            "784 numbers, line after line. Point at a pixel, or use the arrow keys, to see which one it is."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        sized(self.setMaximumHeight, LARGE * SIZE + BELOW)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(520), scaled(SMALL) * SIZE + scaled(BELOW))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(SMALL) * SIZE + scaled(GAP + 120), self.sizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_image(self, image: NDArray[np.uint8], row: NDArray[np.float32]) -> None:
        """Show an image, uint8 (28, 28), 255 for ink, and its row, the 784 numbers that the network gets."""
        self._image, self._row = image, row
        self.look_at(self._pixel)

    def look_at(self, pixel: int) -> None:
        """Mark this pixel, 0 to 783."""
        self._pixel = pixel
        self.setAccessibleDescription(self.words)
        self.update()

    @property
    def pixel(self) -> int:
        """The marked pixel, 0 to 783."""
        return self._pixel

    @property
    def words(self) -> str:
        """The text about the marked pixel."""
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        row, column = divmod(self._pixel, SIZE)
        return [
            f"Row {row}, column {column} is number {SIZE} \u00d7 {row} + {column} = {self._pixel} of {PIXELS}, "
            "all counted from 0.",
            f"Ink: {self._image[row, column] / 255:.3f}",
            f"The network gets {self._row[self._pixel]:.2f}".replace("-", "\u2212"),
        ]

    @property
    def _places(self) -> PixelPlaces:
        return PixelPlaces(self.width(), self.height(), self._pixel)

    def pixel_at(self, position: QPointF) -> int | None:
        """The pixel at a position in one of the three pictures; None outside them."""
        return self._places.pixel_at(position)

    # Mouse and keys.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pixel = self.pixel_at(event.position())
        if pixel is not None:
            self.look_at(pixel)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() not in STEPS:
            super().keyPressEvent(event)
            return
        # In the row the end of a line is followed by the first pixel of the next line.
        self.look_at((self._pixel + STEPS[Qt.Key(event.key())]) % PIXELS)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_paths(painter)
            self._paint_pixels(painter, self._places.square, self._image)
            self._paint_pixels(painter, self._places.strip, self._image.reshape(1, PIXELS))
            self._paint_pixels(painter, self._places.enlarged, self._image[self._pixel // SIZE][None])
            self._paint_underlines(painter)
            self._paint_marks(painter)
            self._paint_words(painter)

    def _paint_pixels(self, painter: QPainter, place: QRectF, image: NDArray[np.uint8]) -> None:
        painter.fillRect(place, QColor(self._theme.canvas))
        # Cells narrower than a screen pixel are blended with their neighbours.
        fine = place.width() * self.devicePixelRatioF() < image.shape[1]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, fine)
        painter.drawImage(place, ink_picture(image, self._theme.ink))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawRect(place)

    def _paint_paths(self, painter: QPainter) -> None:
        """Paint paths from the line in the square to its place in the row, and on to the enlarged line."""
        pale = QColor(self._theme.accent)
        pale.setAlphaF(PALE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pale)
        painter.drawPath(self._ribbon())
        segment, enlarged = self._places.line_in_strip, self._places.enlarged
        corners = [segment.bottomLeft(), segment.bottomRight(), enlarged.topRight(), enlarged.topLeft()]
        painter.drawPolygon(QPolygonF(corners))

    def _ribbon(self) -> QPainterPath:
        """A path that leaves the square to the right and bends down into the strip."""
        line, segment = self._places.line_in_square, self._places.line_in_strip
        bend = 0.6 * (segment.top() - line.center().y())
        path = QPainterPath(line.topRight())
        path.cubicTo(
            line.topRight() + QPointF(bend, 0),
            segment.topRight() - QPointF(0, bend + scaled(CURVE) / 2),
            segment.topRight(),
        )
        path.lineTo(segment.topLeft())
        path.cubicTo(
            segment.topLeft() - QPointF(0, bend), line.bottomRight() + QPointF(bend / 2, 0), line.bottomRight()
        )
        path.closeSubpath()
        return path

    def _paint_underlines(self, painter: QPainter) -> None:
        """Underline every second line of the image, which makes them countable."""
        strip = self._places.strip
        width = strip.width() / SIZE
        for line in range(0, SIZE, 2):
            place = QRectF(strip.left() + line * width, strip.bottom() + scaled(2), width, scaled(UNDERLINE))
            painter.fillRect(place, QColor(self._theme.muted))

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint frames around the marked pixel and its line."""
        column, accent = self._pixel % SIZE, QColor(self._theme.accent)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 1.5))
        painter.drawRect(self._places.line_in_square)
        painter.drawRect(self._places.line_in_strip)
        painter.drawRect(self._places.enlarged)
        for line in (self._places.line_in_square, self._places.line_in_strip, self._places.enlarged):
            width = line.width() / SIZE
            cell = QRectF(line.left() + column * width, line.top(), width, line.height())
            painter.setPen(QPen(QColor(self._theme.validation), 2.5))
            painter.drawRect(cell)
        if self.hasFocus():
            painter.setPen(QPen(accent, 1.5))
            painter.drawRoundedRect(self._places.square.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)

    def _paint_words(self, painter: QPainter) -> None:
        """Write beside the square which number the pixel has, how much ink, and what the network gets."""
        left, top = self._places.square.right() + scaled(GAP), 0.0
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.setPen(QColor(self._theme.text))
        for number, words in enumerate(self._lines()):
            font = QFont(self.font())
            font.setBold(number == 2)
            painter.setFont(font)
            place = QRectF(left, top, self.width() - left, self._places.strip.top() - top)
            top = painter.drawText(place, flags, words).bottom() + scaled(BETWEEN)
