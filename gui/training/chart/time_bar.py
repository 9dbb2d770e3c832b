"""A thin bar with the parts of a batch's time, and under it a second one for the loader workers."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import Event, Started, TimeSpent
from engine.formats import percent
from engine.training import HERE
from gui.theme import LIGHT, Theme, mixed, readable, scaled
from gui.training.chart.time_parts import MEANINGS, BatchTime, Part

PAD, GAP = 5, 4
SQUARE = 9
"""Pixels of the coloured square before the name of a part that is too short to hold its name."""
LEAST_WIDTH = 200
CALM = 0.4
"""How much of its colour a part has until somebody points at it: the curve above is what matters."""
Key = Qt.Key
KEYS = (Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End)


class TimeBar(QWidget):
    """Hidden until a run has reported where its time goes. The mouse and Left and Right read one part after the other.

    The parts always have the same order and the same colours. Both bars stand for the time of a batch in the training
    thread, so that the work beside it is under the wait for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._time = BatchTime()
        self._pointed: Part | None = None
        self.setAccessibleName("Where a batch's time goes")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def clear(self) -> None:
        """Hide it until the next run has reported where its time goes."""
        self._begin(BatchTime())

    def _begin(self, time: BatchTime) -> None:
        self._time = time
        self._pointed = None
        self._describe()
        self.hide()

    def show_events(self, events: list[Event]) -> None:
        """Show the newest of many events."""
        for event in events:
            if isinstance(event, Started):
                self._begin(BatchTime(event.batch_size, event.num_workers, beside=event.beside))
        spent = next((event for event in reversed(events) if isinstance(event, TimeSpent)), None)
        if spent is not None and spent.whole > 0:
            self._show(spent)

    def _show(self, spent: TimeSpent) -> None:
        self._time.spent = spent
        if self._pointed:
            self._pointed = self._time.same(self._pointed)
        self._describe()
        self.updateGeometry()
        self.setVisible(True)
        self.update()

    def _describe(self) -> None:
        """Say the parts in the tool tip and to screen readers."""
        self.setToolTip(self._time.tip)
        every = [part.words for part in self._time.all_parts()]
        chosen = [self._pointed.words] if self._pointed and self.hasFocus() else []
        words = [*chosen, self._time.captions[0], ", ".join(every)]
        self.setAccessibleDescription(". ".join(filter(None, words)))

    @property
    def words(self) -> str:
        """The line over the bar."""
        if self._pointed is None:
            return self._time.captions[0]
        return f"{self._pointed.words}: {MEANINGS[self._pointed.name]}"

    def parts(self, *, beside: bool = False) -> list[Part]:
        """The parts of one bar in order; their shares sum to 1. Empty where there is no bar."""
        return self._time.parts(beside=beside)

    # Where everything is.

    def _line(self) -> int:
        return self.fontMetrics().height()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        second = self._line() + scaled(GAP) if self._time.has_helpers else 0
        return QSize(scaled(2 * LEAST_WIDTH), 2 * self._line() + 2 * scaled(GAP) + second)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(LEAST_WIDTH), self.sizeHint().height())

    def _names(self) -> tuple[str, str]:
        """The names before the two bars; "" where there is only one."""
        return ("training", self._time.helpers) if self._time.has_helpers else ("", "")

    def _bar(self, *, beside: bool) -> QRectF:
        metrics = QFontMetricsF(self.font())
        widest = max(metrics.horizontalAdvance(name) for name in self._names())
        left = widest + 2 * scaled(PAD) if self._time.has_helpers else 0.0
        height = self._line() + (0 if beside else 3)
        top = self._line() + 2 + (self._line() + 3 + scaled(GAP) if beside else 0)
        return QRectF(left, top, max(1.0, self.width() - left - 1), height)

    def _places(self, *, beside: bool) -> Iterator[tuple[Part, QRectF]]:
        bar = self._bar(beside=beside)
        left = bar.left()
        for part in self.parts(beside=beside):
            yield part, QRectF(left, bar.top(), bar.width() * part.share, bar.height())
            left += bar.width() * part.share

    def part_at(self, position: QPointF) -> Part | None:
        """The part at a position of the widget."""
        for beside in (False, True):
            for part, place in self._places(beside=beside):
                if place.contains(position):
                    return part
        return None

    # Pointing.

    def _point_at(self, part: Part | None) -> None:
        if part != self._pointed:
            self._pointed = part
            self._describe()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(self.part_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(None)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._point_at(None)
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take these keys from the window while the bar has the keyboard."""
        ours = isinstance(event, QKeyEvent) and event.key() in KEYS and not event.modifiers()
        if event.type() == QEvent.Type.ShortcutOverride and ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        parts = self._time.all_parts()
        if event.key() not in KEYS or event.modifiers() or not parts:
            super().keyPressEvent(event)
            return
        before = parts.index(self._pointed) if self._pointed in parts else None
        last = len(parts) - 1
        match event.key():
            case Key.Key_Right:
                self._point_at(parts[0 if before is None else min(last, before + 1)])
            case Key.Key_Left:
                self._point_at(parts[last if before is None else max(0, before - 1)])
            case _:
                self._point_at(parts[0 if event.key() == Key.Key_Home else last])

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        if self._time.spent is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            named: dict[str, bool] = {}
            for beside, name in zip((False, True), self._names(), strict=True):
                bar = self._bar(beside=beside)
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QRectF(0, bar.top(), bar.left(), bar.height()), Qt.AlignmentFlag.AlignVCenter, name)
                for part, place in self._places(beside=beside):
                    named[part.name] = self._paint_part(painter, part, place) or named.get(part.name, False)
            unnamed = [name for name in HERE if not named.get(name, True)]
            self._paint_head(painter, [] if self._pointed else unnamed)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.accent), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self._bar(beside=False).adjusted(0, -1, 0, 1), 3, 3)

    def _paint_part(self, painter: QPainter, part: Part, place: QRectF) -> bool:
        """Paint a part, and return whether there was room for its name."""
        inside = place.adjusted(0.5, 0, -0.5, 0)
        colour = part_colour(part.name, self._theme, pointed=part == self._pointed)
        painter.fillRect(inside, colour)
        if part.name in ("wait", "idle"):
            # Hatched, because that nothing is done here must be visible without colours too.
            painter.fillRect(inside, QBrush(QColor(self._theme.line), Qt.BrushStyle.BDiagPattern))
        metrics = QFontMetricsF(self.font())
        for words in (f"{part.name} {percent(part.share, 0)}", part.name):
            if metrics.horizontalAdvance(words) + 2 * scaled(PAD) <= inside.width():
                painter.setPen(readable(colour, self._theme))
                painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, words)
                break
        else:
            words = ""
        if part == self._pointed:
            painter.setPen(QPen(QColor(self._theme.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inside.adjusted(1, 1, -1, -1))
        return bool(words)

    def _paint_head(self, painter: QPainter, unnamed: list[str]) -> None:
        """Paint the caption, and to its right the colours of the parts that are too short for their names."""
        metrics, line, square = QFontMetricsF(self.font()), self._line(), scaled(SQUARE)
        widths = [square + 3 + metrics.horizontalAdvance(name) for name in unnamed]
        left = self.width() - sum(widths) - 2 * scaled(PAD) * max(0, len(widths) - 1)
        room = left - (2 * scaled(PAD) if unnamed else 0)
        # Without room for both, the caption becomes shorter: the status line has the speed too.
        captions = [
            words for words in (self.words, *self._time.captions[1:]) if metrics.horizontalAdvance(words) <= room
        ]
        if unnamed and not captions:
            unnamed, room = [], self.width()
        painter.setPen(QColor(self._theme.text if self._pointed else self._theme.muted))
        words = metrics.elidedText([*captions, self.words][0], Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0, 0, room, line), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QColor(self._theme.muted))
        for name, width in zip(unnamed, widths, strict=bool(unnamed)):
            painter.fillRect(QRectF(left, (line - square) / 2, square, square), part_colour(name, self._theme))
            painter.drawText(QRectF(left + square + 3, 0, width, line), name)
            left += width + 2 * scaled(PAD)


def part_colour(name: str, theme: Theme, *, pointed: bool = False) -> QColor:
    """The colour of the part with this name: pale, and whole while somebody points at it."""
    if name == "idle":
        return QColor(theme.field)
    return mixed(theme.panel, getattr(theme, name), 1 if pointed or name == "wait" else CALM)
