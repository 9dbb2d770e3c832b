"""The keys of the editor, wherever the keyboard is on the page."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

Key, Modifier = Qt.Key, Qt.KeyboardModifier
EVERYWHERE = {
    (Key.Key_Up, Modifier.AltModifier): "up",
    (Key.Key_Down, Modifier.AltModifier): "down",
    (Key.Key_D, Modifier.ControlModifier): "duplicate",
}
ON_A_CARD = {
    (Key.Key_Up, Modifier.NoModifier): "previous",
    (Key.Key_Down, Modifier.NoModifier): "next",
    (Key.Key_Home, Modifier.NoModifier): "first",
    (Key.Key_End, Modifier.NoModifier): "last",
    (Key.Key_Delete, Modifier.NoModifier): "remove",
    (Key.Key_Insert, Modifier.NoModifier): "add after",
    (Key.Key_Insert, Modifier.ShiftModifier): "add before",
    (Key.Key_Return, Modifier.NoModifier): "numbers",
    (Key.Key_Enter, Modifier.NoModifier): "numbers",
}
PLUS = "+"


def command_of(event: QKeyEvent, *, on_card: bool) -> str:
    """What a key means, or "". `on_card`: a card has the keyboard itself, not one of its fields."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    if event.matches(QKeySequence.StandardKey.Redo) or (
        event.key() == Key.Key_Y and event.modifiers() == Modifier.ControlModifier
    ):
        return "redo"
    modifiers = event.modifiers() & ~Modifier.KeypadModifier
    pressed = Key(event.key()), modifiers
    # With Shift on some keyboards, on the keypad of others; Ctrl and plus zoom the window.
    if on_card and event.text() == PLUS and not modifiers & ~Modifier.ShiftModifier:
        return "add after"
    return EVERYWHERE.get(pressed) or (ON_A_CARD.get(pressed, "") if on_card else "")


class FieldKeys(QObject):
    """Takes the editor's keys from fields that would use them; undo only once nothing typed is left to take back."""

    pressed = Signal(str)

    def watch(self, field: QWidget) -> None:
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() not in kinds or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        command = command_of(event, on_card=False)
        if not command or (command in ("undo", "redo") and _has_typed(watched, command)):
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.pressed.emit(command)
        return True


def _has_typed(field: QObject, command: str) -> bool:
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isUndoAvailable() if command == "undo" else document.isRedoAvailable()
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if command == "undo" else field.isRedoAvailable()
    return False
