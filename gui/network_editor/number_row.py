"""The fields of a layer's numbers beside each other, in a narrow window two in a row."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gui.theme import ZOOM, scaled, sized

Pair = tuple[QWidget, QWidget]
NARROW = 2
"""How many numbers stand in a row at least."""
GAP = 5


class NumberRow(QWidget):
    """Pairs of a label and its field."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        super().__init__()
        self._pairs = pairs
        self._in_a_row = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        sized(self._grid.setHorizontalSpacing, GAP)
        sized(self._grid.setVerticalSpacing, 3)
        self._place(len(pairs))
        ZOOM.changed.connect(self._flow)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for two numbers beside each other."""
        return QSize(self._width_of(NARROW), super().minimumSizeHint().height())

    def _width_of(self, number: int) -> int:
        widths = [sum(map(_width, pair)) + 2 * scaled(GAP) for pair in self._pairs]
        return max(sum(widths[place : place + number]) for place in range(0, len(widths), number))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._flow()

    @Slot()
    def _flow(self) -> None:
        if everything := len(self._pairs):
            self._place(everything if self._width_of(everything) <= self.width() else NARROW)

    def _place(self, in_a_row: int) -> None:
        if in_a_row == self._in_a_row:
            return
        self._in_a_row = in_a_row
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        for number, pair in enumerate(self._pairs):
            row, column = divmod(number, in_a_row)
            for offset, part in enumerate(pair):
                self._grid.addWidget(part, row, 2 * column + offset, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(2 * in_a_row, 1)
        self.updateGeometry()


def _width(part: QWidget) -> int:
    return min(part.sizeHint().width(), part.maximumWidth())
