"""The card of one layer: its numbers, what comes out of it and what it costs."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.network_editor.card_facts import CardFacts
from gui.network_editor.card_numbers import CardNumbers
from gui.network_editor.card_painting import paint_card
from gui.network_editor.keys import FieldKeys, command_of
from gui.theme import LIGHT, Theme, sized
from gui.widgets import Button, TermLabel, WrappedLabel, paint_focus


class LayerCard(QWidget):
    """Has the keyboard as a whole; Return goes into its numbers, and Esc back."""

    chosen = Signal()
    number_changed = Signal(str, float)
    refused = Signal(str)
    """A sentence about a number that was typed, or "" once it is replaced."""
    pressed = Signal(str)
    """A key of the editor, by `keys.command_of`."""
    repair_asked = Signal()
    dragged = Signal(QPoint)
    """The place of the mouse on the screen while it moves the card."""
    dropped = Signal()

    def __init__(self, facts: CardFacts, keys: FieldKeys) -> None:
        super().__init__()
        self.facts = facts
        self._theme, self._selected = LIGHT, False
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self._title = TermLabel(facts.title, facts.help)
        self._title.setObjectName("heading")
        self._number = QLabel()
        self._shape = QLabel()
        self._shape.setToolTip("What comes out: channels \N{MULTIPLICATION SIGN} rows \N{MULTIPLICATION SIGN} columns")
        self._costs = WrappedLabel("What it costs", "muted")
        self._problem = WrappedLabel("Why it cannot be", "problem")
        self.repair = Button("", "Make the nearest change that fits; Ctrl+Z takes it back")
        self.repair.clicked.connect(self.repair_asked)
        self._numbers = CardNumbers(facts.numbers, keys)
        self.boxes = self._numbers.boxes
        self._numbers.number_changed.connect(self.number_changed)
        self._numbers.refused.connect(self.refused)
        self._numbers.entered.connect(self.chosen)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setToolTip("Drag it to move it; keys: Alt+Up, Alt+Down, Del, Ctrl+D, Ins")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._number)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._shape)
        layout = QVBoxLayout(self)
        sized(layout.setContentsMargins, 10, 5, 10, 7)
        sized(layout.setSpacing, 3)
        layout.addLayout(head)
        layout.addWidget(self._numbers)
        layout.addWidget(self._costs)
        layout.addWidget(self._problem)
        layout.addWidget(self.repair, 0, Qt.AlignmentFlag.AlignLeft)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_facts(self, facts: CardFacts) -> None:
        """Show a layer of the same kind."""
        self.facts = facts
        self._number.setText(facts.position.split()[1])
        self._shape.setText(facts.shape)
        self._costs.setText(facts.costs)
        self._costs.setVisible(bool(facts.costs))
        self._problem.setText(facts.problem)
        self.repair.setText(facts.change)
        for part in (self._problem, self.repair):
            part.setVisible(bool(facts.problem))
        for label, name in ((self._title, "heading"), (self._number, ""), (self._shape, "")):
            _name(label, name if facts.known or facts.problem else "muted")
        self._numbers.show_numbers(facts.numbers, f"{facts.position.lower()}, {facts.title.lower()}")
        self.setAccessibleName(facts.spoken)
        self.setAccessibleDescription(facts.help)
        self.update()

    def show_selected(self, selected: bool) -> None:
        """Tab goes through the card that is worked on, and past the others."""
        self._selected = selected
        policy = Qt.FocusPolicy.StrongFocus if selected else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        for box in self.boxes.values():
            box.setFocusPolicy(policy)
        self.repair.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.update()

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to the card as a whole, or to the button that a change of the layers may take away."""
        return self.hasFocus() or self.repair.hasFocus()

    @property
    def focused_number(self) -> str:
        """The name of the number whose field has the keyboard, or ""."""
        return next((name for name, box in self.boxes.items() if box.hasFocus()), "")

    # Keyboard.

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> str:
        return command_of(event, on_card=self.hasFocus())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        command = self._means(event)
        if command == "numbers" and self.boxes:
            next(iter(self.boxes.values())).setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape and not self.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif command:
            self.pressed.emit(command)
        else:
            super().keyPressEvent(event)

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._pressed_at is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if self._dragging or moved >= QApplication.startDragDistance():
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        self._pressed_at = None
        self.unsetCursor()
        if self._dragging:
            self._dragging = False
            self.dropped.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        paint_card(self, self.facts, self._theme, selected=self._selected)
        paint_focus(self)


def _name(label: QLabel, name: str) -> None:
    """Give a label a style of the style sheet."""
    if label.objectName() != name:
        label.setObjectName(name)
        label.style().polish(label)
