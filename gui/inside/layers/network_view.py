"""The drawing, what each layer makes of it, and the answer, from left to right.

The mouse points at a number and a click pins it; the keyboard walks from number to number. Overrides must not raise:
Qt calls them, and an exception may end the process.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import figures, probability
from gui.inside.layers.columns import Columns
from gui.inside.layers.painting import Floats, colour, in_rows, paint_scale, paint_tiles
from gui.inside.layers.tiles import Cell
from gui.theme import LIGHT, Theme, readable, scaled
from gui.widgets import ink_picture, paint_focus

LEAST, WANTED = QSize(260, 170), QSize(640, 330)
"""Logical pixels."""
MARGINS = (4, 3, -4, -3)
"""Room for the frame of the keyboard."""
ABOUT_PROBABILITIES = ("and probabilities", "and %")
LEAST_TOLD = 0.01
"""The smallest probability with a figure in its bar."""
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
PER_UNIT, PER_LAYER, OVER_ALL = "unit", "layer", "all"
Box = tuple[slice, slice, slice]


class StagePictures(NamedTuple):
    """What the page shows of one stage."""

    title: str
    subtitle: str
    layers: str
    """The names of its layers."""
    values: Floats
    """(units, rows, columns)."""
    filters: Floats | None
    """(units, C, rows, columns)."""


class NetworkPictures(NamedTuple):
    """What the page shows of one network."""

    name: str
    image: NDArray[np.uint8]
    """(28, 28), 255 for ink."""
    stages: tuple[StagePictures, ...]
    """The last one has the logits."""
    probabilities: Floats
    """(C,)."""
    names: Sequence[str]
    """Of the classes."""


class NetworkView(QWidget):
    """Paints one network; says which number is looked at."""

    looked_at = Signal(object)
    """The Cell that the mouse or the keyboard is at, or None."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: NetworkPictures | None = None
        self._columns = Columns(QRectF(), [], 0, 0)
        self._picture = QPixmap()
        self._theme = LIGHT
        self._scale, self._weights = PER_LAYER, False
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
        self._theme = theme
        self._paint_again()

    def show_network(self, shown: NetworkPictures) -> None:
        """Show what a network makes of an image. The number that is pinned stays, unless there is none any more."""
        changed = self._shown is None or _shapes(self._shown) != _shapes(shown)
        self._shown = shown
        if changed:
            self._pointed = self._pinned = self._box = None
            self._place()
        self._paint_again()
        self._describe()

    def scale_by(self, what: str) -> None:
        """Give the full colours to the largest number of each unit, of each layer or of all layers."""
        self._scale = what
        self._paint_again()

    def show_weights(self, on: bool) -> None:
        """Show the weights of each unit instead of what it answers."""
        self._weights = on
        self._place()
        self._paint_again()

    def show_origin(self, box: Box | None) -> None:
        """Frame what the number looks at in the pictures before it."""
        self._box = box
        self.update()

    def centre(self, cell: Cell) -> QPointF:
        """Where a number is painted."""
        return self._columns.cell(cell).center()

    # What is painted

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()
        self._paint_again()

    def _place(self) -> None:
        if self._shown is None:
            return
        shapes = [self._tiles_shape(stage) for stage in self._shown.stages[:-1]]
        line = self.fontMetrics().height()
        self._columns = Columns(QRectF(self.rect()).adjusted(*MARGINS), shapes, len(self._shown.names), line)

    def _tiles_shape(self, stage: StagePictures) -> tuple[int, int, int]:
        if self._weights and stage.filters is not None:
            return (len(stage.filters), *in_rows(stage.filters[0]).shape)
        return stage.values.shape

    def _paint_again(self) -> None:
        self._picture = QPixmap()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 - Qt's name
        if self._shown is None or self.width() < 1:
            return
        with QPainter(self) as painter:
            if self.printing:
                self._paint_network(painter, self._shown)
            else:
                painter.drawPixmap(0, 0, self._whole(self._shown))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.cell:
                self._paint_origin(painter, self.cell)
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
                self._paint_network(painter, shown)
        return self._picture

    def _paint_network(self, painter: QPainter, shown: NetworkPictures) -> None:
        columns, stages = self._columns, shown.stages
        self._head(painter, columns.input, "Drawing", "28\u00d728")
        frame = columns.drawing
        painter.fillRect(frame, QColor(self._theme.canvas))
        painter.drawImage(frame, ink_picture(shown.image, self._theme.ink))
        self._outline(painter, frame)
        limits = self._limits(stages)
        for place, tiles, stage, limit in zip(columns.stages, columns.tiles, stages[:-1], limits, strict=False):
            self._head(painter, place, stage.title, stage.subtitle)
            values = stage.values
            if self._weights and stage.filters is not None:
                values = np.stack([in_rows(unit) for unit in stage.filters])
            paint_tiles(painter, tiles, values, limit, self._theme)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            if tiles.side * tiles.columns >= scaled(6):
                self._outline(painter, *tiles.every)
            scale = None if self._scale == PER_UNIT else float(limit.max())
            paint_scale(painter, columns.scale(place), scale, self._theme)
        self._paint_answer(painter, shown)

    def _limits(self, stages: Sequence[StagePictures]) -> list[Floats]:
        """The number that has the full colour, for each unit of each stage but the last, (units,) each."""
        every = []
        for stage in stages[:-1]:
            values = stage.filters if self._weights and stage.filters is not None else stage.values
            every.append(np.abs(values).reshape(len(values), -1).max(1))
        if self._scale == PER_UNIT:
            return every
        most = [float(np.nan_to_num(limits).max()) for limits in every]
        if self._scale == OVER_ALL:
            most = [max(most, default=1.0)] * len(every)
        return [np.full(len(limits), limit, np.float32) for limits, limit in zip(every, most, strict=True)]

    def _head(self, painter: QPainter, place: QRectF, title: str, *subtitles: str) -> None:
        """Write a title and the first of the subtitles that has room, or else the last one."""
        line, width = self.fontMetrics().height(), self.fontMetrics().horizontalAdvance
        subtitle = next((words for words in subtitles if width(words) <= place.width()), subtitles[-1])
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for number, (text, ink) in enumerate(((title, self._theme.text), (subtitle, self._theme.muted))):
            painter.setPen(QColor(ink))
            room = place.adjusted(-self._columns.gap / 2, number * line, self._columns.gap / 2, 0)
            words = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, middle, words)

    def _outline(self, painter: QPainter, *places: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(places)

    def _paint_answer(self, painter: QPainter, shown: NetworkPictures) -> None:
        columns, theme, logits = self._columns, self._theme, shown.stages[-1].values[:, 0, 0]
        self._head(painter, columns.answer, "Logits", *ABOUT_PROBABILITIES)
        limit, best = float(np.abs(np.nan_to_num(logits)).max()), int(np.argmax(shown.probabilities))
        for digit, name in enumerate(shown.names):
            row = columns.row(digit)
            painter.setPen(QColor(theme.text if digit == best else theme.muted))
            painter.drawText(columns.name(row), Qt.AlignmentFlag.AlignCenter, name)
            ground = colour(float(logits[digit]), limit, theme)
            cell = columns.logit(row)
            painter.fillRect(cell, ground)
            self._outline(painter, cell)
            self._paint_probability(painter, columns.bar(row), float(shown.probabilities[digit]), best=digit == best)

    def _paint_probability(self, painter: QPainter, place: QRectF, share: float, *, best: bool) -> None:
        theme = self._theme
        painter.fillRect(place, QColor(theme.line))
        full = QRectF(place.topLeft(), QPointF(place.left() + share * place.width(), place.bottom()))
        fill = QColor(theme.accent if best else theme.muted)
        painter.fillRect(full, fill)
        figure = f"{100 * share:.0f} %"
        wide = self.fontMetrics().horizontalAdvance(figure) + scaled(6.0)
        if share >= LEAST_TOLD and place.height() >= self.fontMetrics().ascent() and place.width() > wide:
            # Behind the bar if there is room, or else on it.
            beside = place.right() - full.right() > wide
            left = full.right() if beside else full.right() - wide
            painter.setPen(QColor(theme.text) if beside else readable(fill, theme))
            painter.drawText(QRectF(left, place.top(), wide, place.height()), Qt.AlignmentFlag.AlignCenter, figure)

    def _paint_origin(self, painter: QPainter, cell: Cell) -> None:
        """Frame the number and what it looks at, and join both."""
        theme, number = self._theme, self._columns.cell(cell)
        frames = self._columns.looks_at(cell, self._box) if self._box and not self._weights else []
        painter.setPen(QPen(QColor(theme.text), 1))
        if frames:
            whole = frames[0]
            for frame in frames:
                whole = whole.united(frame)
            faint = QColor(theme.text)
            faint.setAlphaF(0.35)
            painter.setPen(QPen(faint, 1))
            painter.drawLine(whole.topRight(), number.topLeft())
            painter.drawLine(whole.bottomRight(), number.bottomLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), 1))
        for frame in frames:
            painter.drawRect(frame)
        painter.setPen(QPen(QColor(theme.accent if self.pinned else theme.text), 2))
        painter.drawRect(number.adjusted(-1, -1, 1, 1))

    # Mouse and keyboard

    def _at(self, point: QPointF) -> Cell | None:
        found = self._columns.at(point)
        if found is None or self._shown is None or not self._weights:
            return found
        values = self._shown.stages[found.stage].values
        if found.stage == len(self._shown.stages) - 1 or self._shown.stages[found.stage].filters is None:
            return found
        # Its weights are those of every number of the unit: the strongest one stands for all.
        row, column = np.unravel_index(int(np.argmax(np.abs(values[found.unit]))), values.shape[1:])
        return Cell(found.stage, found.unit, int(row), int(column))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().leaveEvent(event)
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        cell = self._at(event.position())
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
            self._walk(*STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape and self._pinned:
            self.pin(None)
        else:
            super().keyPressEvent(event)

    def _walk(self, across: int, down: int) -> None:
        assert self._shown
        if self.cell is None:
            self.pin(self._strongest())
            return
        self.pin(self._columns.beside(self.cell, across, down) or self.cell)

    def _strongest(self) -> Cell:
        """The largest number of the first layer: something is to be seen there."""
        assert self._shown
        values = self._shown.stages[0].values
        return Cell(0, *(int(axis) for axis in np.unravel_index(int(np.argmax(values)), values.shape)))

    # For screen readers

    def _describe(self) -> None:
        assert self._shown
        shown = self._shown
        best = int(np.argmax(shown.probabilities))
        words = [f"{shown.name}: {shown.names[best]} with {probability(float(shown.probabilities[best]))}."]
        for number, stage in enumerate(shown.stages[:-1], start=1):
            strongest = np.argsort(-np.abs(stage.values).reshape(len(stage.values), -1).max(1))[:3]
            units = ", ".join(str(unit + 1) for unit in strongest)
            words.append(f"Layer {number}, {stage.title} {stage.subtitle}: the strongest are {units}.")
        logits = shown.stages[-1].values[:, 0, 0]
        words.append(
            "Logits: " + ", ".join(f"{n} {figures(float(v))}" for n, v in zip(shown.names, logits, strict=True))
        )
        self.setAccessibleDescription(" ".join(words))


def _shapes(shown: NetworkPictures) -> list[tuple[int, ...]]:
    return [stage.values.shape for stage in shown.stages]
