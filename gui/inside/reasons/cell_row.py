"""Equal cells in as many rows as they need: the mouse points at one, the arrow keys walk, a click or Enter chooses."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme, scaled

GAP = 3
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CellRow(QWidget):
    """A subclass paints the cells. Qt calls its overrides: they must not raise."""

    pointed = Signal(object)
    """The number of the cell under the mouse, or else of the one that has the keyboard; None for none."""
    chosen = Signal(int)
    """The number of the cell that was clicked, or chosen by a key."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._theme = LIGHT
        self._count = 0
        self._size = QSize()
        """That of a cell. Measuring names takes as long as painting them."""
        self._under: int | None = None
        """The cell under the mouse."""
        self._present = 0
        """The cell of the keyboard."""
        self._pointed: int | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        # The zoom may be another one, too.
        self._fit()
        self.update()

    def cell_size(self) -> QSize:
        """The size that a cell needs, in pixels."""
        raise NotImplementedError

    def paint_cell(self, painter: QPainter, number: int, place: QRect) -> None:
        raise NotImplementedError

    def show_count(self, count: int) -> None:
        """Show so many cells. What was pointed at stays, as long as it is there."""
        self._count = count
        self._present = max(0, min(self._present, count - 1))
        if self._under is not None and self._under >= count:
            self._under = None
        self.setVisible(count > 0)
        self._fit()
        self.update()
        self._tell()

    @property
    def present(self) -> int | None:
        """The number of the cell that is pointed at, with the mouse or with the keyboard."""
        return self._pointed

    # Places.

    @property
    def _columns(self) -> int:
        return self._columns_in(self.width())

    def _columns_in(self, width: int) -> int:
        """As many as fit, and no row much shorter than the others."""
        fit = max(1, (width + scaled(GAP)) // (self._size.width() + scaled(GAP)))
        rows = -(-self._count // fit) or 1
        return max(1, -(-self._count // rows))

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        rows = -(-self._count // self._columns_in(width))
        return max(0, rows * (self._size.height() + scaled(GAP)) - scaled(GAP))

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = self._count * (self._size.width() + scaled(GAP))
        return QSize(width, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._size

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, ARG002
        self._fit()

    def _fit(self) -> None:
        """Be as high as the cells need: a layout would not ask again when only their number changes."""
        self._size = self.cell_size()
        self.setFixedHeight(self.heightForWidth(self.width()))

    def cell(self, number: int) -> QRect:
        """The place of a cell in the widget."""
        gap, size = scaled(GAP), self._size
        row, column = divmod(number, self._columns)
        return QRect(column * (size.width() + gap), row * (size.height() + gap), size.width(), size.height())

    def _at(self, position: QPointF) -> int | None:
        point = position.toPoint()
        return next((number for number in range(self._count) if self.cell(number).contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number in range(self._count):
                place = self.cell(number)
                self.paint_cell(painter, number, place)
                if self.hasFocus() and number == self._present:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    # In the colour of text: the cell that was chosen has the accent.
                    painter.setPen(QPen(QColor(self._theme.text), 2))
                    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)

    # Mouse and keys.

    def _tell(self) -> None:
        pointed = self._under
        if pointed is None and self.hasFocus() and self._count:
            pointed = self._present
        if pointed != self._pointed:
            self._pointed = pointed
            self.pointed.emit(pointed)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._under = self._at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if self._under is None else Qt.CursorShape.PointingHandCursor)
        self._tell()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, ARG002
        self._under = None
        self._tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        number = self._at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._present = number
            self.chosen.emit(number)
            self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key, last = event.key(), self._count - 1
        if key in CHOOSING and self._count:
            self.chosen.emit(self._present)
            return
        columns = self._columns
        steps = {
            **STEPS,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -last,
            Qt.Key.Key_End: last,
        }
        if key not in steps:
            super().keyPressEvent(event)
            return
        self._under = None
        self._present = max(0, min(last, self._present + steps[Qt.Key(key)]))
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802, ARG002
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802, ARG002
        self._tell()
