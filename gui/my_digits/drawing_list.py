"""The list of labelled drawings with their pictures, and the keys that relabel and delete them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from engine.formats import count
from engine.ink import MyDigit
from gui.my_digits.drawing_picture import SIDE, drawing_picture
from gui.theme import LIGHT, Theme

CELL = QSize(82, 80)
"""Pixels. Wide enough for "1 (read 7)": misread digits are what one looks for here."""
AT_ONCE = 60
"""So many drawings fill the page; their pictures take 12 ms."""
NAME = Qt.ItemDataRole.UserRole


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
        self._painted = 0
        """How many drawings have their picture already."""
        self._painter = QTimer(self)
        self._painter.timeout.connect(self._paint_some)
        self.itemActivated.connect(self._activated)
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

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._begin_painting()

    def show_digits(self, digits: Sequence[MyDigit]) -> None:
        """Show the newest first. A selected drawing stays selected."""
        self._digits = list(digits)
        selected = set(self.names)
        self.clear()
        for digit in reversed(self._digits):
            item = QListWidgetItem(_title(digit))
            item.setData(NAME, digit.name)
            item.setToolTip(_story(digit))
            self.addItem(item)
            item.setSelected(digit.name in selected)
        self._begin_painting()

    def _begin_painting(self) -> None:
        """Paint those in sight at once and the others a few at a time: thousands would block the window."""
        self._painted = 0
        self._painter.start()
        self._paint_some()

    @Slot()
    def _paint_some(self) -> None:
        ratio = self.devicePixelRatioF()
        end = min(self._painted + AT_ONCE, self.count())
        for row in range(self._painted, end):
            picture = drawing_picture(self._digits[-1 - row].strokes, self._theme, ratio)
            self.item(row).setIcon(QIcon(QPixmap.fromImage(picture)))
        self._painted = end
        if end == self.count():
            self._painter.stop()

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        for digit in self._digits:
            if digit.name == item.data(NAME):
                self.chosen.emit(digit.strokes)

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


def _title(digit: MyDigit) -> str:
    if digit.read_as is None or digit.read_as == digit.label:
        return str(digit.label)
    return f"{digit.label} (read {digit.read_as})"


def _story(digit: MyDigit) -> str:
    read = "not read" if digit.read_as is None else f"read as {digit.read_as}"
    return f"A {digit.label}, {read} when it was drawn; {count(len(digit.strokes), 'stroke')}"
