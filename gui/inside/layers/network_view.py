"""The drawing, what each layer makes of it, and the answer, from left to right.

The mouse points at a number and a click pins it; the keyboard walks from number to number. Overrides must not raise:
Qt calls them, and an exception may end the process.
"""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.formats import figures, probability
from gui.inside.layers.columns import Columns
from gui.inside.layers.network_painter import NetworkPainter
from gui.inside.layers.network_pictures import NetworkPictures
from gui.inside.layers.painting import FINE
from gui.inside.layers.tiles import Cell
from gui.theme import Theme, scaled
from gui.widgets import explanation, paint_focus

LEAST, WANTED = QSize(260, 170), QSize(640, 330)
"""Logical pixels."""
MARGINS = (4, 3, -4, -3)
"""Room for the frame of the keyboard."""
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
Box = tuple[slice, slice, slice]


class NetworkView(QWidget):
    """Shows one network; says which number is looked at."""

    looked_at = Signal(object)
    """The Cell that the mouse or the keyboard is at, or None."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: NetworkPictures | None = None
        self._columns = Columns(QRectF(), [], 0, 0)
        self._painter = NetworkPainter()
        self._picture = QPixmap()
        self._pointed: Cell | None = None
        self._pinned: Cell | None = None
        self._box: Box | None = None
        self.printing = False
        """Whether it is painted into a file, where words should stay words."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The network, layer by layer")

    @property
    def cell(self) -> Cell | None:
        """The number that is looked at: the pinned one, or else the one under the mouse."""
        return self._pinned or self._pointed

    @property
    def pinned(self) -> bool:
        return self._pinned is not None

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(LEAST)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(WANTED)

    def set_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        # The zoom may be another one, too.
        self._place()

    def show_network(self, shown: NetworkPictures) -> None:
        """Show what a network makes of an image. The number that is pinned stays, unless there is none any more."""
        another = self._shown is None or self._shown.shapes != shown.shapes
        self._shown = shown
        if another:
            self._pointed = self._pinned = self._box = None
            self._place()
        self._paint_again()
        self._describe(shown)

    def scale_by(self, what: str) -> None:
        """Give the full colours to the largest number of each unit, of each layer or of all layers."""
        self._painter.scale = what
        self._paint_again()

    def show_weights(self, on: bool) -> None:
        """Show the weights of each unit instead of what it answers."""
        self._painter.weights = on
        self._place()

    def show_origin(self, box: Box | None) -> None:
        """Frame what the number looks at in the pictures before it."""
        self._box = box
        self.update()

    def centre(self, cell: Cell) -> QPointF:
        """Where a number is painted."""
        return self._frame(cell).center()

    # What is painted

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._shown is None:
            return
        every = [stage.pictures(weights=self._painter.weights).shape for stage in self._shown.stages[:-1]]
        whole, line = QRectF(self.rect()).adjusted(*MARGINS), self.fontMetrics().height()
        self._columns = Columns(whole, every, len(self._shown.names), line)
        self._paint_again()

    def _paint_again(self) -> None:
        self._picture = QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 - Qt's name
        if self._shown is None or self.width() < 1:
            return
        with QPainter(self) as painter:
            if self.printing:
                self._painter.paint(painter, self._shown, self._columns, FINE)
            else:
                painter.drawPixmap(0, 0, self._whole(self._shown))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.cell:
                self._painter.paint_origin(
                    painter, self._frame(self.cell), self._seen_by(self.cell), pinned=self.pinned
                )
        paint_focus(self)

    def _whole(self, shown: NetworkPictures) -> QPixmap:
        """All but the frames, painted once: the mouse moves more often than the numbers change."""
        if self._picture.isNull():
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                painter.setFont(self.font())
                self._painter.paint(painter, shown, self._columns, ratio)
        return self._picture

    def _frame(self, cell: Cell) -> QRectF:
        """The place of a number, or of its unit where that is shown by its weights."""
        return self._columns.tiles[cell.stage].tile(cell.unit) if self._by_unit(cell) else self._columns.cell(cell)

    def _seen_by(self, cell: Cell) -> list[QRectF]:
        return [] if self._box is None or self._painter.weights else self._columns.looks_at(cell, self._box)

    def _by_unit(self, cell: Cell) -> bool:
        """Whether the picture of its unit shows weights, which are those of all its numbers."""
        shown = self._shown
        inner = shown is not None and cell.stage < len(shown.stages) - 1
        return inner and self._painter.weights and shown.stages[cell.stage].filters is not None  # type: ignore[union-attr]

    # Mouse and keyboard

    def event(self, event: QEvent) -> bool:
        """The head of the answer's column explains its word."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            answer = self._shown is not None and self._columns.is_head_of_answer(QPointF(event.pos()))
            words = explanation("Logits", "", self.devicePixelRatioF()) if answer else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _number_at(self, place: Cell | None) -> Cell | None:
        """The number at a place in the pictures: of weights it is the strongest one of their unit."""
        if place is None or self._shown is None or not self._by_unit(place):
            return place
        return Cell(place.stage, place.unit, *self._shown.stages[place.stage].strongest(place.unit))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(self._number_at(self._columns.at(event.position())))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        cell = self._number_at(self._columns.at(event.position()))
        self.pin(None if cell == self._pinned else cell)

    def _point_at(self, cell: Cell | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            if self._pinned is None:
                self._tell()

    def pin(self, cell: Cell | None) -> None:
        """Stay at a number whatever the mouse does; None lets it go."""
        self._pinned = cell
        self._tell()

    def _tell(self) -> None:
        self._box = None
        self.looked_at.emit(self.cell)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._shown is None:
            super().keyPressEvent(event)
        elif event.key() in STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._walk(self._shown, *STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self._pinned:
            self.pin(None)
        else:
            super().keyPressEvent(event)

    def _walk(self, shown: NetworkPictures, across: int, down: int) -> None:
        """To the next number or, where weights are shown, the next unit; at first to where something is to be seen."""
        cell = self.cell
        if cell is None:
            first = shown.stages[0]
            unit = int(np.argmax(first.values.reshape(len(first.values), -1).max(1)))
            self.pin(Cell(0, unit, *first.strongest(unit)))
        else:
            by_unit = self._by_unit(cell)
            self.pin(self._number_at(self._columns.beside(cell, across, down, by_unit=by_unit)) or cell)

    # For screen readers

    def _describe(self, shown: NetworkPictures) -> None:
        best = shown.answer
        words = [f"{shown.name}: {shown.names[best]} with {probability(float(shown.probabilities[best]))}."]
        for number, stage in enumerate(shown.stages[:-1], start=1):
            strongest = np.argsort(-np.abs(stage.values).reshape(len(stage.values), -1).max(1))[:3]
            units = ", ".join(str(unit + 1) for unit in strongest)
            words.append(f"Layer {number}, {stage.title} {stage.subtitle}: the strongest are {units}.")
        each = (f"{name} {figures(float(logit))}" for name, logit in zip(shown.names, shown.logits, strict=True))
        words.append(f"Scores (logits): {', '.join(each)}.")
        self.setAccessibleDescription(" ".join(words))
