"""Where the time of a batch goes, as a thin bar of parts; below it what loader workers do in the same time."""

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

from engine.events import Event, Started, TimeSpent
from engine.formats import count
from engine.training import HERE, milliseconds
from gui.theme import LIGHT, Theme, readable
from gui.training.time_parts import MEANINGS, Part, in_training, in_workers

PAD, GAP = 5, 4
SQUARE = 9
"""Of a part's colour, before its name, where the part itself is too short for it."""
LEAST_WIDTH = 200
Key = Qt.Key
KEYS = (Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End)


class TimeBar(QWidget):
    """Hidden until a run has told where its time goes. Left and Right read one part after the other, so does the mouse.

    Parts always stand in the same order and have the same colours. Both bars are as long as a batch takes in the
    training thread, so what a worker does stands below the wait for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._workers = 0
        self._spent: TimeSpent | None = None
        self._batch_size = 0
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
        """A new run begins, of which nothing is known yet."""
        self._spent = self._pointed = None
        self._workers = 0
        self._tell()
        self.hide()

    def show_events(self, events: list[Event]) -> None:
        """Of many at once only the newest is shown."""
        for event in events:
            if isinstance(event, Started):
                self.clear()
                self._workers, self._batch_size = event.num_workers, event.batch_size
        spent = next((event for event in reversed(events) if isinstance(event, TimeSpent)), None)
        if spent is not None and spent.whole > 0:
            self._show(spent)

    def _show(self, spent: TimeSpent) -> None:
        self._spent = spent
        if self._pointed:
            self._pointed = self._same(self._pointed)
        self._tell()
        self.updateGeometry()
        self.setVisible(True)
        self.update()

    def _tell(self) -> None:
        """To whoever points at it, and to whoever has it read out."""
        self.setToolTip("\n".join([*self._tip_of(of_workers=False), *self._tip_of(of_workers=True)]))
        self._describe()

    def _tip_of(self, *, of_workers: bool) -> Iterator[str]:
        parts = self.parts(of_workers=of_workers)
        if parts:
            yield f"Meanwhile in {count(self._workers, 'loader worker')}:" if of_workers else f"{self._captions[0]}:"
        for part in parts:
            yield f"   {part.words.removeprefix('workers, ')}  ({MEANINGS[part.name]})"

    def _describe(self) -> None:
        every = [part.words for part in self._all_parts()]
        chosen = [self._pointed.words] if self._pointed and self.hasFocus() else []
        self.setAccessibleDescription(". ".join(filter(None, [*chosen, self._captions[0], ", ".join(every)])))

    @property
    def words(self) -> str:
        """The line above the bar."""
        if self._pointed is None:
            return self._captions[0]
        return f"{self._pointed.words}: {MEANINGS[self._pointed.name]}"

    @property
    def _captions(self) -> tuple[str, str, str]:
        """The longer the better, if there is room."""
        if self._spent is None:
            return "", "", ""
        # Of the same steps as the parts: the status line's speed is that of another half second.
        time, speed = milliseconds(self._spent.whole), f"{self._batch_size / self._spent.whole:,.0f} images/s"
        return f"Where a batch's {time} go, {speed}", f"{time} a batch, {speed}", f"{time} a batch"

    def parts(self, *, of_workers: bool = False) -> list[Part]:
        """What takes time, in order; all shares of one bar make 1, or 0 where there is no bar."""
        if self._spent is None:
            return []
        return in_workers(self._spent, self._workers) if of_workers else in_training(self._spent)

    def _all_parts(self) -> list[Part]:
        return self.parts() + self.parts(of_workers=True)

    def _same(self, part: Part) -> Part | None:
        """What has become of a part."""
        alike = [one for one in self._all_parts() if (one.name, one.of_workers) == (part.name, part.of_workers)]
        return alike[0] if alike else None

    # Where everything is.

    def _line(self) -> int:
        return self.fontMetrics().height()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        second = self._line() + GAP if self._workers else 0
        return QSize(2 * LEAST_WIDTH, 2 * self._line() + 2 * GAP + second)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    def _names(self) -> tuple[str, str]:
        """What stands before the two bars; nothing where there is one."""
        return ("training", count(self._workers, "worker")) if self._workers else ("", "")

    def _bar(self, *, of_workers: bool) -> QRectF:
        metrics = QFontMetricsF(self.font())
        left = max(metrics.horizontalAdvance(name) for name in self._names()) + 2 * PAD if self._workers else 0.0
        height = self._line() + (0 if of_workers else 3)
        top = self._line() + 2 + (self._line() + 3 + GAP if of_workers else 0)
        return QRectF(left, top, max(1.0, self.width() - left - 1), height)

    def _places(self, *, of_workers: bool) -> Iterator[tuple[Part, QRectF]]:
        bar = self._bar(of_workers=of_workers)
        left = bar.left()
        for part in self.parts(of_workers=of_workers):
            yield part, QRectF(left, bar.top(), bar.width() * part.share, bar.height())
            left += bar.width() * part.share

    def part_at(self, position: QPointF) -> Part | None:
        """The part that is shown at a place."""
        for of_workers in (False, True):
            for part, place in self._places(of_workers=of_workers):
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
        """Some of its keys are the window's too, and the bar's while it has the keyboard."""
        ours = isinstance(event, QKeyEvent) and event.key() in KEYS and not event.modifiers()
        if event.type() == QEvent.Type.ShortcutOverride and ours:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        parts = self._all_parts()
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
        if self._spent is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            named: dict[str, bool] = {}
            for of_workers, name in zip((False, True), self._names(), strict=True):
                bar = self._bar(of_workers=of_workers)
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QRectF(0, bar.top(), bar.left(), bar.height()), Qt.AlignmentFlag.AlignVCenter, name)
                for part, place in self._places(of_workers=of_workers):
                    named[part.name] = self._paint_part(painter, part, place) or named.get(part.name, False)
            unnamed = [name for name in HERE if not named.get(name, True)]
            self._paint_head(painter, [] if self._pointed else unnamed)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.accent), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self._bar(of_workers=False).adjusted(0, -1, 0, 1), 3, 3)

    def _paint_part(self, painter: QPainter, part: Part, place: QRectF) -> bool:
        """Whether there was room for its name."""
        inside = place.adjusted(0.5, 0, -0.5, 0)
        colour = QColor(self._theme.field if part.name == "idle" else getattr(self._theme, part.name))
        painter.fillRect(inside, colour)
        if part.name in ("wait", "idle"):
            # Nothing is done in it, which is to be seen without its colour too.
            painter.fillRect(inside, QBrush(QColor(self._theme.line), Qt.BrushStyle.BDiagPattern))
        metrics = QFontMetricsF(self.font())
        for words in (f"{part.name} {part.share:.0%}", part.name):
            if metrics.horizontalAdvance(words) + 2 * PAD <= inside.width():
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
        """The caption, and to its right the colours of the parts that are too short for their names."""
        metrics, line = QFontMetricsF(self.font()), self._line()
        widths = [SQUARE + 3 + metrics.horizontalAdvance(name) for name in unnamed]
        left = self.width() - sum(widths) - 2 * PAD * max(0, len(widths) - 1)
        # Where there is no room for both, the caption gives way: the status line has the speed too.
        captions = [words for words in (self.words, *self._captions[1:]) if metrics.horizontalAdvance(words) < left]
        if unnamed and not captions:
            unnamed, left = [], self.width()
        painter.setPen(QColor(self._theme.text if self._pointed else self._theme.muted))
        words = metrics.elidedText([*captions, self.words][0], Qt.TextElideMode.ElideRight, left)
        painter.drawText(QRectF(0, 0, left, line), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QColor(self._theme.muted))
        for name, width in zip(unnamed, widths, strict=bool(unnamed)):
            painter.fillRect(QRectF(left, (line - SQUARE) / 2, SQUARE, SQUARE), QColor(getattr(self._theme, name)))
            painter.drawText(QRectF(left + SQUARE + 3, 0, width, line), name)
            left += width + 2 * PAD
