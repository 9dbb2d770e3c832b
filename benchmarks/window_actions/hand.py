"""Mouse and keys for the real window, and answers to whatever is open; chosen at random, without judging the result."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from gui.app import MainWindow

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key
NEVER = ("Quit", "Download", "Measure this computer", "Make it smaller")
"""Buttons that end the session, use the internet, or keep both cores busy for minutes; the last have benchmarks."""
ENDINGS = (".safetensors", ".inkling", ".csv", ".svg", ".html", ".play.html", ".py", ".onnx", ".jsonl", "")
"""Of files that it saves."""
AnyWidget = TypeVar("AnyWidget", bound=QWidget)


class Hand:
    """Acts on a window; `folder` is where it saves files and opens them."""

    def __init__(self, window: MainWindow, rng: random.Random, folder: Path) -> None:
        self.window, self.rng, self.folder = window, rng, folder
        self.note: Callable[[str], object] = lambda words: words
        """Called with a description before each action."""
        self._did = ""
        self._files = 0
        self._guard = QTimer()
        """Rejects message boxes that would wait for ever: it ticks in any event loop."""
        self._guard.timeout.connect(self._end_boxes)
        self._guard.start(50)

    @property
    def did(self) -> str:
        """The present action, in words."""
        return self._did

    @did.setter
    def did(self, words: str) -> None:
        self._did = words
        self.note(words)

    def rest(self) -> None:
        """Stop answering, and close what is open."""
        self._guard.stop()
        while popup := QApplication.activePopupWidget():
            popup.close()
        for dialog in self.window.findChildren(QFileDialog):
            dialog.reject()

    def answer_what_is_open(self) -> bool:
        """Answer a popup or a modal dialog; whether there was one."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            self._answer_popup(popup)
        elif isinstance(modal, QFileDialog):
            self._answer_dialog(modal)
        return popup is not None or isinstance(modal, QFileDialog)

    # Tools.

    def seen(self, kind: type[AnyWidget]) -> list[AnyWidget]:
        """The widgets of a kind that a mouse can reach."""
        parts = self.window.findChildren(kind)
        return [part for part in parts if part.isVisible() and part.isEnabled() and not part.visibleRegion().isEmpty()]

    def one_of(self, things: Iterable[Any]) -> Any:
        """One of them at random; None when there is none."""
        every = list(things)
        return self.rng.choice(every) if every else None

    def click(self, part: QWidget, place: QPoint | None = None, button: Qt.MouseButton = LEFT) -> None:
        self.did += f": {describe(part)}"
        QTest.mouseClick(part, button, NONE, place or part.visibleRegion().boundingRect().center())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        target = QApplication.focusWidget() or self.window
        self.did += f": {key.name} {modifiers.name or ''} to {describe(target)}"
        QTest.keyClick(target, key, modifiers)

    def place_in(self, part: QWidget) -> QPoint:
        inside = part.visibleRegion().boundingRect()
        return QPoint(
            self.rng.randint(inside.left(), max(inside.left(), inside.right())),
            self.rng.randint(inside.top(), max(inside.top(), inside.bottom())),
        )

    # Answers.

    def _answer_popup(self, popup: QWidget) -> None:
        self.did = f"popup: {describe(popup)}"
        if isinstance(popup, QMenu) and self.rng.random() < 0.8:
            entries = [entry for entry in popup.actions() if entry.isEnabled() and not entry.isSeparator()]
            entries = [entry for entry in entries if not any(word in plain(entry.text()) for word in NEVER)]
            if entry := self.one_of(entries):
                self.did += f": {plain(entry.text())}"
                QTest.mouseClick(popup, LEFT, NONE, popup.actionGeometry(entry).center())
                return
        view = popup.findChild(QAbstractItemView)
        if view is not None and self.rng.random() < 0.8:
            for _ in range(self.rng.randint(0, 3)):
                QTest.keyClick(view, self.one_of((Key.Key_Down, Key.Key_Up)))
            QTest.keyClick(view, Key.Key_Return)
            return
        popup.close()

    def _answer_dialog(self, dialog: QFileDialog) -> None:
        self.did = f"dialog: {dialog.windowTitle()}"
        if self.rng.random() < 0.3:
            dialog.reject()
            return
        saving = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        if saving:
            self._files += 1
            kinds = dialog.nameFilters()
            dialog.selectNameFilter(self.one_of(kinds))
            suffix = self.one_of(ENDINGS)
            target = self.folder / f"file {self._files}{suffix}"
        else:
            target = self.one_of(path for path in sorted(self.folder.iterdir()) if path.is_file())
        if target is None:
            dialog.reject()
            return
        self.did += f": {target.name}"
        field, box = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
        assert field is not None and box is not None
        field.setText(str(target))
        button = box.button(QDialogButtonBox.StandardButton.Save if saving else QDialogButtonBox.StandardButton.Open)
        if button is not None and button.isEnabled():
            QTest.mouseClick(button, LEFT)
        else:
            dialog.reject()

    def _end_boxes(self) -> None:
        for part in QApplication.topLevelWidgets():
            if isinstance(part, QMessageBox) and part.isVisible():
                part.reject()


def plain(text: str) -> str:
    return text.replace("&", "").split("\t")[0]


def describe(part: QWidget) -> str:
    """A few words by which a person recognises the widget."""
    text = part.text() if isinstance(part, QAbstractButton) else ""
    return f"{type(part).__name__} {plain(text) or part.accessibleName() or part.objectName()}".strip()
