"""The page My digits: every labelled drawing, to look through, relabel, delete and teach to the network."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QImage, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.formats import count
from engine.ink import MyDigit, Strokes
from gui.theme import LIGHT, Theme
from gui.widgets import Button, round_pen, stroke_path

SIDE = 56
CELL = QSize(82, 80)
"""Wide enough for "1 (read 7)": that a digit was misread is what one looks for here."""
AT_ONCE = 60
"""So many drawings fill the page; their pictures take 12 ms."""
MARGIN = 6.0
PEN = 4.0
NAME = Qt.ItemDataRole.UserRole
EXPLANATION = (
    "Draw a digit and say below the answer what it was, or press its key: it is kept here. A few of your own digits, "
    "above all those that are read wrongly, teach the network your hand in some seconds."
)
HOW_TO = "Arrow keys: choose. 0 to 9: say what it was. Del: delete. Enter: put it on the canvas. Ctrl+Z: undo."


class MyDigitsPanel(QWidget):
    """Shows the drawings, and emits what a person asks to do with them."""

    learn_asked = Signal()
    unlearn_asked = Signal()
    relabelled = Signal(list, int)
    """The names of drawings, and their new label."""
    deleted = Signal(list)
    chosen = Signal(object)
    """The strokes to put on the canvas."""
    undo_asked = Signal()
    export_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._digits: list[MyDigit] = []
        self._painted = 0
        """How many drawings of the list have their picture already."""
        self._painter = QTimer(self)
        self._painter.timeout.connect(self._paint_some)
        self._learn = Button("Learn my digits", "Teach the network your digits, without its forgetting the others")
        self._learn.clicked.connect(self.learn_asked)
        self._unlearn = Button("Undo learning", "Draw with the network as it was before it learnt your digits")
        self._unlearn.clicked.connect(self.unlearn_asked)
        self._export = Button("Export \u2026", "Write all your digits to a file that can be imported elsewhere")
        self._export.clicked.connect(self.export_asked)
        self._import = Button("Import \u2026", "Add the digits of a file that was exported")
        self._import.clicked.connect(self.import_asked)
        self._words = QLabel(EXPLANATION)
        self._words.setWordWrap(True)
        self._words.setAccessibleName("About my digits")
        self._how = QLabel(HOW_TO)
        self._how.setObjectName("muted")
        self._how.setWordWrap(True)
        self.list = DrawingList()
        self.list.named.connect(self.relabelled)
        self.list.removed.connect(self.deleted)
        self.list.undo_asked.connect(self.undo_asked)
        self.list.itemActivated.connect(self._activated)
        self._lay_out()
        self.show_learning(False)
        self.show_undo_learning(False)
        self.show_digits([])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for button in (self._learn, self._unlearn):
            head.addWidget(button)
        head.addStretch()
        for button in (self._import, self._export):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._how)
        self.setFocusProxy(self.list)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._begin_painting()

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def tell(self, sentence: str) -> None:
        self._words.setText(sentence)

    def show_digits(self, digits: Sequence[MyDigit]) -> None:
        """Show the newest first. A selected drawing stays selected."""
        self._digits = list(digits)
        chosen = set(self.list.names)
        self.list.clear()
        for digit in reversed(self._digits):
            item = QListWidgetItem(_title(digit))
            item.setData(NAME, digit.name)
            item.setToolTip(_story(digit))
            self.list.addItem(item)
            item.setSelected(digit.name in chosen)
        self._begin_painting()
        self._learn.setEnabled(bool(digits))
        self._export.setEnabled(bool(digits))
        self._how.setVisible(bool(digits))

    def _begin_painting(self) -> None:
        """Paint those in sight at once and the others a few at a time: thousands would block the window."""
        self._painted = 0
        self._painter.start()
        self._paint_some()

    @Slot()
    def _paint_some(self) -> None:
        ratio = self.devicePixelRatioF()
        end = min(self._painted + AT_ONCE, self.list.count())
        for row in range(self._painted, end):
            picture = _picture(self._digits[-1 - row].strokes, self._theme, ratio)
            self.list.item(row).setIcon(QIcon(QPixmap.fromImage(picture)))
        self._painted = end
        if end == self.list.count():
            self._painter.stop()

    def show_learning(self, going_on: bool) -> None:
        self._learn.setText("Learning \u2026" if going_on else "Learn my digits")
        self._learn.setEnabled(not going_on and bool(self._digits))

    def show_undo_learning(self, possible: bool) -> None:
        """Show the button, and the sentence about the last learning, as long as learning can be undone."""
        self._unlearn.setVisible(possible)
        if not possible:
            self._words.setText(EXPLANATION)

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        for digit in self._digits:
            if digit.name == item.data(NAME):
                self.chosen.emit(digit.strokes)


class DrawingList(QListWidget):
    """The drawings in rows, with keys to relabel and delete them."""

    named = Signal(list, int)
    removed = Signal(list)
    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(CELL)
        self.setAccessibleName("My digits")

    @property
    def names(self) -> list[str]:
        """The names of the selected drawings."""
        return [str(item.data(NAME)) for item in self.selectedItems()]

    def event(self, event: QEvent) -> bool:
        """Take these keys from the window while the list has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _meant_for_list(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _meant_for_list(event):
            super().keyPressEvent(event)
        elif event.text().isdecimal():
            if self.names:
                self.named.emit(self.names, int(event.text()))
        elif event.key() == Qt.Key.Key_Z:
            self.undo_asked.emit()
        else:
            self.removed.emit(self.names)


def _meant_for_list(event: QKeyEvent) -> bool:
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return event.key() == Qt.Key.Key_Z and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Delete or event.text() in tuple("0123456789")


def _title(digit: MyDigit) -> str:
    if digit.read_as is None or digit.read_as == digit.label:
        return str(digit.label)
    return f"{digit.label} (read {digit.read_as})"


def _story(digit: MyDigit) -> str:
    read = "not read" if digit.read_as is None else f"read as {digit.read_as}"
    return f"A {digit.label}, {read} when it was drawn; {count(len(digit.strokes), 'stroke')}"


@lru_cache(maxsize=1_000)
def _picture(strokes: Strokes, theme: Theme, ratio: float) -> QImage:
    """The drawing, fitted into a square of SIDE logical pixels. Painted once, as the list is filled anew so often.

    No QPixmap, which must not outlive the application.
    """
    picture = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.canvas))
    places = [point for stroke in strokes for point in stroke]
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    top, bottom = min(y for _, y in places), max(y for _, y in places)
    extent = max(right - left, bottom - top)
    scale = (SIDE - 2 * MARGIN) / extent if extent else SIDE
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(SIDE / 2, SIDE / 2)
        painter.scale(scale, scale)
        painter.translate(-(left + right) / 2, -(top + bottom) / 2)
        painter.setPen(round_pen(theme.ink, PEN / scale))
        for stroke in strokes:
            painter.drawPath(stroke_path(stroke))
    return picture
