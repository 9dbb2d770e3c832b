"""The card of one layer: its numbers, what comes out of it and what it costs."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.network_editor.card_facts import CardFacts, Number
from gui.network_editor.keys import FieldKeys, command_of
from gui.network_editor.number_row import NumberRow
from gui.theme import LIGHT, Theme, mixed, scaled, sized
from gui.widgets import Button, NumberBox, TermLabel, WrappedLabel, paint_focus

FIELD = QSize(50, 26)
BAR = 3
"""The height of the line that shows the share of the time."""
ROUND = 6
REDDISH = 0.07


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
        self._repair = Button("Make this change", "Make the nearest change that fits; Ctrl+Z takes it back")
        self._repair.clicked.connect(self.repair_asked)
        self.boxes = {number.name: self._box(number, keys) for number in facts.numbers}
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setToolTip("Drag it to move it; keys: Alt+Up, Alt+Down, Del, Ctrl+D, Ins")

    def _box(self, number: Number, keys: FieldKeys) -> NumberBox:
        box = NumberBox(number.low, number.high, whole=number.whole)
        box.setValue(number.value)
        # A number field gives way to others by default; in a grid its column would vanish.
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        sized(box.setFixedSize, FIELD)
        box.valueChanged.connect(partial(self.number_changed.emit, number.name))
        box.refused.connect(partial(self._refuse, number))
        box.corrected.connect(partial(self.refused.emit, ""))
        box.installEventFilter(self)
        keys.watch(box)
        return box

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
        if self.facts.numbers:
            layout.addWidget(self._numbers_row())
        layout.addWidget(self._costs)
        layout.addWidget(self._problem)
        layout.addWidget(self._repair, 0, Qt.AlignmentFlag.AlignLeft)

    def _numbers_row(self) -> NumberRow:
        pairs = []
        for number in self.facts.numbers:
            label = TermLabel(number.title, "")
            label.setBuddy(self.boxes[number.name])
            pairs.append((label, self.boxes[number.name]))
        return NumberRow(pairs)

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
        for part in (self._problem, self._repair):
            part.setVisible(bool(facts.problem))
        for label, name in ((self._title, "heading"), (self._number, ""), (self._shape, "")):
            _name(label, name if facts.known or facts.problem else "muted")
        for number in facts.numbers:
            box = self.boxes[number.name]
            box.setValue(number.value)
            box.setAccessibleName(f"{number.title} of {facts.position.lower()}, {facts.title.lower()}")
            box.setToolTip(f"{number.title}: {number.low:g} to {number.high:g}")
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
        self._repair.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.update()

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to the card as a whole, or to the button that a change of the layers may take away."""
        return self.hasFocus() or self._repair.hasFocus()

    @property
    def focused_number(self) -> str:
        """The name of the number whose field has the keyboard, or ""."""
        return next((name for name, box in self.boxes.items() if box.hasFocus()), "")

    def _refuse(self, number: Number, text: str) -> None:
        kind = "a whole number" if number.whole else "a number"
        told = f"{number.title} must be {kind} from {number.low:g} to {number.high:g}, not {text[:24] or 'empty'}."
        self.refused.emit(told)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FocusIn:
            self.chosen.emit()
        return super().eventFilter(watched, event)

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

    @property
    def _ground(self) -> QColor:
        if self.facts.problem:
            return mixed(self._theme.panel, self._theme.error, REDDISH)
        return QColor(self._theme.field if self.facts.known else self._theme.panel)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        theme, frame = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = theme.error if self.facts.problem else theme.accent if self._selected else theme.line
            painter.setPen(QPen(QColor(edge), scaled(1.5) if self._selected or self.facts.problem else 1))
            painter.setBrush(self._ground)
            painter.drawRoundedRect(frame, scaled(ROUND), scaled(ROUND))
            if self.facts.share:
                room = frame.width() - 2 * scaled(ROUND)
                bar = QRectF(frame.left() + scaled(ROUND), frame.bottom() - scaled(BAR) - 1, room, scaled(BAR))
                bar.setWidth(room * self.facts.share)
                painter.fillRect(bar, QColor(theme.train))
        paint_focus(self)


def _name(label: QLabel, name: str) -> None:
    """Give a label a style of the style sheet."""
    if label.objectName() != name:
        label.setObjectName(name)
        label.style().polish(label)
