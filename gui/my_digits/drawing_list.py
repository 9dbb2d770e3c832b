"""The list of labelled drawings with their pictures, and the keys that relabel and delete them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from engine.formats import count
from engine.ink import MyDigit
from gui.my_digits.drawing_picture import SIDE, drawing_picture
from gui.theme import LIGHT, Theme, sized

CELL = QSize(82, 80)
"""Logical pixels at 100 %. Wide enough for "1 (read 7)": misread digits are what one looks for here."""
AT_ONCE = 15
"""So many pictures take 3 ms, and up to 200 ms if other threads want Python at the same time."""


class DrawingList(QListWidget):
    """The drawings in rows, with keys to relabel and delete them."""

    named = Signal(list, int)
    removed = Signal(list)
    undo_asked = Signal()
    chosen = Signal(object)
    """The strokes of the drawing that a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._digits: list[MyDigit] = []
        """By row: the newest first."""
        self._unpainted: list[QListWidgetItem] = []
        """The drawings without a picture in the colours of now."""
        self._painter = QTimer(self)
        self._painter.timeout.connect(self._paint_some)
        self.itemActivated.connect(self._activated)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        sized(self.setIconSize, QSize(SIDE, SIDE))
        sized(self.setGridSize, CELL)
        self.setAccessibleName("My digits")

    @property
    def names(self) -> list[str]:
        """The names of the selected drawings."""
        return [self._digits[index.row()].name for index in self.selectedIndexes()]

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._unpainted = list(map(self.item, range(self.count())))
        self._paint_soon()

    def show_digits(self, digits: Sequence[MyDigit]) -> None:
        """Show the newest first. A selected drawing stays selected.

        Only what is new is touched: each of the list's own functions gives other threads a turn, and they may take
        milliseconds.
        """
        names = {digit.name for digit in digits}
        for row in reversed(range(len(self._digits))):
            if self._digits[row].name not in names:
                self._remove(row)
        for row, digit in enumerate(reversed(digits)):
            if row == len(self._digits) or self._digits[row].name != digit.name:
                self._insert(row, digit)
            elif self._digits[row] != digit:
                self._digits[row] = digit
                _describe(self.item(row), digit)
        while len(self._digits) > len(digits):
            self._remove(len(digits))
        self._paint_soon()

    def _remove(self, row: int) -> None:
        del self._digits[row]
        self.takeItem(row)

    def _insert(self, row: int, digit: MyDigit) -> None:
        item = QListWidgetItem()
        _describe(item, digit)
        self._digits.insert(row, digit)
        self.insertItem(row, item)
        self._unpainted.append(item)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._paint_soon()

    def _paint_soon(self) -> None:
        """Paint some pictures at once and the others a few at a time: thousands would block the window."""
        if self.isVisible():
            self._painter.start()
            self._paint_some()

    @Slot()
    def _paint_some(self) -> None:
        ratio = self.devicePixelRatioF()
        now, self._unpainted = self._unpainted[:AT_ONCE], self._unpainted[AT_ONCE:]
        for item in now:
            # A drawing that was deleted meanwhile is in no row.
            if (row := self.row(item)) >= 0:
                picture = drawing_picture(self._digits[row].strokes, self._theme, ratio)
                item.setIcon(QIcon(QPixmap.fromImage(picture)))
        if not self._unpainted:
            self._painter.stop()

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._digits[self.row(item)].strokes)

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
    """Whether the list wants the key. Keys with Alt belong to the window, where Alt+5 goes to the runs."""
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return False
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return event.key() == Qt.Key.Key_Z and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Delete or event.text() in tuple("0123456789")


def _describe(item: QListWidgetItem, digit: MyDigit) -> None:
    item.setText(_title(digit))
    item.setToolTip(_story(digit))


def _title(digit: MyDigit) -> str:
    if digit.read_as is None or digit.read_as == digit.label:
        return str(digit.label)
    return f"{digit.label} (read {digit.read_as})"


def _story(digit: MyDigit) -> str:
    read = "not read" if digit.read_as is None else f"read as {digit.read_as}"
    return f"A {digit.label}, {read} when it was drawn; {count(len(digit.strokes), 'stroke')}"
