"""Mouse, touch, pen tablet and arrow keys draw strokes on the canvas."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTabletEvent, QTouchEvent

from gui.canvas.drawing import Drawing, Point, Stroke, Strokes
from gui.canvas.painted_canvas import PaintedCanvas

ERASER = 0.06
"""The eraser's radius in units of the canvas's shorter side."""
KEY_STEP = 0.04
ARROWS = {
    Qt.Key.Key_Left: (-KEY_STEP, 0.0),
    Qt.Key.Key_Right: (KEY_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -KEY_STEP),
    Qt.Key.Key_Down: (0.0, KEY_STEP),
}


class DrawCanvas(PaintedCanvas):
    """Left button draws, right button erases. Ctrl and arrow keys move a pen that draws while Shift is held, too."""

    label_undone = Signal(object)
    """The Strokes of a drawing that was cleared with a label and is back."""
    label_redone = Signal(object)
    """The Strokes of such a drawing that is cleared with its label once more."""

    def __init__(self) -> None:
        super().__init__()
        self._last: Point | None = None
        self._erasing = False
        self._key_pen: Point = (0.0, 0.0)
        self._key_drawing = False
        """Whether the next arrow key lengthens the stroke. Let go between two keys, Shift does not end it."""
        self.setToolTip(
            "Draw with the left button, a finger or a pen; erase with the right button.\n"
            "With the keyboard: Ctrl and arrow keys move the pen, with Shift they draw."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def pen_down(self) -> bool:
        """Whether somebody draws or erases right now."""
        return self._last is not None

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

    def begin_anew(self) -> None:
        """Clear the canvas for another person: nothing brings back what was on it."""
        self._lift()
        self.drawing = Drawing()
        self._redrawn()

    def draw_along(self, strokes: Sequence[Stroke]) -> Iterator[None]:
        """Draw these strokes as a hand would, one point for each step of the iterator."""
        self._lift()
        for stroke in strokes:
            self.drawing.begin_stroke(stroke[0])
            self._redrawn()
            for before, point in pairwise(stroke):
                yield
                self.drawing.extend_stroke(point)
                self._redrawn(self._around(before, point))
            yield

    def clear_labelled(self) -> None:
        """Clear the canvas because the drawing got a label, which undoing this takes back."""
        self._lift()
        self.drawing.clear_labelled()
        self._redrawn()

    def undo(self) -> None:
        self._lift()
        if self.drawing.can_undo:
            self.drawing.undo()
            self._redrawn()
            if self.drawing.is_back:
                self.label_undone.emit(self.drawing.strokes)

    def redo(self) -> None:
        self._lift()
        if self.drawing.can_redo:
            labelled = self.drawing.strokes if self.drawing.is_back else ()
            self.drawing.redo()
            self._redrawn()
            if labelled:
                self.label_redone.emit(labelled)

    # Every device moves the same pen.

    def _press(self, position: QPointF, *, erase: bool) -> None:
        self._lift()
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
        # Arrow keys alone are the window's: Right takes a step of training.
        if event.key() not in ARROWS or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        dx, dy = ARROWS[Qt.Key(event.key())]
        start = self._key_pen
        self._key_pen = min(0.5, max(-0.5, start[0] + dx)), min(0.5, max(-0.5, start[1] + dy))
        drawing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if drawing:
            if not self._key_drawing:
                self.drawing.begin_stroke(start)
            self.drawing.extend_stroke(self._key_pen)
            self._redrawn()
        self._key_drawing = drawing
        self._show_pen(self._key_pen)
