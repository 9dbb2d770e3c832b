"""The map under the mouse and the arrow keys."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from gui.inside.digit_map.painted_map import PaintedMap
from gui.inside.digit_map.places import nearest_to, next_in
from gui.theme import scaled

REACH = 14.0
"""Logical pixels within which the mouse meets a point."""
DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
CHOOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MapPlot(PaintedMap):
    """Point at a digit, or go there with the arrow keys, to see it; click it or press Enter to choose it."""

    looked_at = Signal(int)
    """The number of the point under the mouse, or where the arrow keys went."""
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def look_at(self, number: int | None) -> None:
        """Show the image of this point, or of none."""
        if number != self.current:
            self.current = number
            self.update()
            if number is not None:
                self.looked_at.emit(number)

    # Qt calls these overrides. They must not raise: an exception may end the process.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.shown and not event.buttons():
            found = nearest_to(self.places(), event.position().x(), event.position().y(), scaled(REACH))
            self.setCursor(Qt.CursorShape.ArrowCursor if found is None else Qt.CursorShape.PointingHandCursor)
            if found is not None or not self.hasFocus():
                self.look_at(found)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.shown and event.button() == Qt.MouseButton.LeftButton:
            found = nearest_to(self.places(), event.position().x(), event.position().y(), scaled(REACH))
            if found is not None:
                self.look_at(found)
                self.chosen.emit(found)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        if not self.hasFocus():
            self.look_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        if self.shown and self.current is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.look_at(self._first())

    def _first(self) -> int | None:
        """Where the keyboard begins: at the drawing's nearest point, or in the middle."""
        if len(self.nearest):
            return int(self.nearest[0])
        return nearest_to(self.places(), self.width() / 2, self.height() / 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = Qt.Key(event.key())
        if self.shown is None or (key not in DIRECTIONS and key not in CHOOSING_KEYS):
            super().keyPressEvent(event)
        elif self.current is None:
            self.look_at(self._first())
        elif key in CHOOSING_KEYS:
            self.chosen.emit(self.current)
        else:
            self.look_at(next_in(self.places(), self.current, *DIRECTIONS[key]))
