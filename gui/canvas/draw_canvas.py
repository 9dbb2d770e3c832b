"""The canvas: mouse, touch, pen tablet and arrow keys draw strokes on it. It can show a picture instead."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.canvas.drawing import Drawing, Picture, Point, Strokes
from gui.theme import LIGHT, Theme
from gui.widgets import enlarged_ink, round_pen, stroke_path

PEN = 0.075
"""The pen's width in units of the canvas's shorter side: a digit that fills two thirds of it looks like MNIST's."""
ERASER = 0.06
"""The eraser's radius, in the same unit."""
KEY_STEP = 0.04
HINT = "Draw a digit here"
ARROWS = {
    Qt.Key.Key_Left: (-KEY_STEP, 0.0),
    Qt.Key.Key_Right: (KEY_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -KEY_STEP),
    Qt.Key.Key_Down: (0.0, KEY_STEP),
}


class DrawCanvas(QWidget):
    """Left button draws, right button erases. Arrow keys move a pen that draws while Shift is held."""

    changed = Signal(object)
    """The strokes, emitted after every segment: a tuple of tuples of points (x, y), () while a picture is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.drawing = Drawing()
        self._theme = LIGHT
        self._hint = HINT
        self._last: Point | None = None
        self._erasing = False
        self._key_pen: Point = (0.0, 0.0)
        self._key_drawing = False
        self._key_shown = False
        self.setObjectName("canvas")
        self.setAccessibleName("Drawing canvas")
        self.setToolTip(
            "Draw with the left button, a finger or a pen; erase with the right button.\n"
            "With the keyboard: arrow keys move the pen, Shift and arrow keys draw."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(150, 150)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(320, 320)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_hint(self, hint: str) -> None:
        """Show this sentence while the canvas is empty."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def show_strokes(self, strokes: Strokes) -> None:
        """Replace what is on the canvas by a drawing, as one step of undo."""
        self._lift()
        self.drawing.replace(strokes)
        self._redrawn()

    def show_image(self, image: NDArray[np.uint8]) -> None:
        """Show a picture, uint8 (28, 28), 255 for ink, instead of strokes, as one step of undo.

        It is `drawing.picture` until something is drawn, cleared or undone.
        """
        self._lift()
        self.drawing.put(image)
        self._redrawn()

    def clear(self) -> None:
        self._lift()
        self.drawing.clear()
        self._redrawn()

    def undo(self) -> None:
        self._lift()
        self.drawing.undo()
        self._redrawn()

    def redo(self) -> None:
        self._lift()
        self.drawing.redo()
        self._redrawn()

    def _redrawn(self, where: QRect | None = None) -> None:
        """Paint again, the whole canvas or only `where` something changed, and emit `changed`."""
        self.update(where or self.rect())
        self.changed.emit(self.drawing.strokes)

    # Every device moves the same pen.

    def _press(self, position: QPointF, *, erase: bool) -> None:
        if self._last is not None:
            self._release()
        self._last, self._erasing = self._point(position), erase
        if erase:
            self.drawing.begin_erasing()
            self._move(position)
        else:
            self.drawing.begin_stroke(self._last)
            self._redrawn()

    def _move(self, position: QPointF) -> None:
        if self._last is None:
            return
        point, before = self._point(position), self._last
        self._last = point
        if self._erasing:
            self.drawing.erase(before, point, ERASER)
            self._redrawn()
        else:
            self.drawing.extend_stroke(point)
            self._redrawn(self._around(before, point))

    def _release(self) -> None:
        if self._last is not None and self._erasing:
            self.drawing.end_erasing()
        self._last = None
        self._redrawn()

    def _lift(self) -> None:
        """End the stroke or the erasing that goes on: a key may replace the drawing while the pen is down."""
        self._key_drawing = False
        if self._last is not None:
            self._release()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._press(event.position(), erase=event.button() == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        self._release()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        match event.type():
            case QEvent.Type.TabletPress:
                eraser = event.pointerType() == event.pointerType().Eraser
                self._press(event.position(), erase=eraser or event.button() == Qt.MouseButton.RightButton)
            case QEvent.Type.TabletMove:
                self._move(event.position())
            case QEvent.Type.TabletRelease:
                self._release()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Handle touch, for which Qt has no handler of its own. Only the first finger draws; the rest may be a palm."""
        if not isinstance(event, QTouchEvent):
            return super().event(event)
        position = event.points()[0].position() if event.points() else QPointF()
        match event.type():
            case QEvent.Type.TouchBegin:
                self.setFocus()
                self._press(position, erase=False)
            case QEvent.Type.TouchUpdate:
                self._move(position)
            case _:
                self._release()
        event.accept()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() not in ARROWS:
            super().keyPressEvent(event)
            return
        dx, dy = ARROWS[Qt.Key(event.key())]
        start = self._key_pen
        self._key_pen = min(0.5, max(-0.5, start[0] + dx)), min(0.5, max(-0.5, start[1] + dy))
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self._key_drawing:
                self.drawing.begin_stroke(start)
            self._key_drawing = True
            self.drawing.extend_stroke(self._key_pen)
            self._redrawn()
        self._key_shown = True
        self.update()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Shift:
            self._key_drawing = False
        super().keyReleaseEvent(event)

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
            if self._key_shown and self.hasFocus():
                painter.setPen(round_pen(self._theme.accent, PEN / 3))
                painter.drawPoint(QPointF(*self._key_pen))

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
