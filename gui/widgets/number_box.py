"""A field for a number. It accepts any typing and then says what is wrong with it, instead of swallowing keys.

It is a line edit and not a spin box: Qt calls a spin box's `validate` and `textFromValue` itself, and an exception of
Python inside such a call ends the process. Here everything is read and written in slots.
"""

import re
from math import floor, log10

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout

from gui.theme import sized

DECIMALS = 6
LARGE_STEP = 10
"""How many steps Page Up and Page Down make, and an arrow key with Ctrl."""
NOTCH = 120
"""Qt's angle for one notch of a mouse wheel, in eighths of a degree."""
BUTTON_WIDTH = 18
KEYS: dict[int, int] = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: LARGE_STEP,
    Qt.Key.Key_PageDown: -LARGE_STEP,
}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


class NumberBox(QLineEdit):
    """Holds a number from `low` to `high`. A `word`, such as "auto", is one more value, one step below `low`."""

    valueChanged = Signal(float)  # noqa: N815 - Qt's name
    refused = Signal(str)
    """The text that was typed and is no valid number. It stays in the field; the value is the one before it."""
    corrected = Signal()
    """Such a text has been replaced."""

    def __init__(self, low: float, high: float, *, whole: bool, word: str = "") -> None:
        super().__init__()
        self._low, self._high, self._whole, self._word = low, high, whole, word
        self._value = self.minimum()
        self._refused: str | None = None
        """The text in the field that was refused."""
        self._clicked = False
        """Whether a click, and not a key, made this the field that is worked on."""
        self._turned = 0
        """How far the wheel has turned towards the next notch: touch pads report many small parts of one."""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._add_buttons()
        self.editingFinished.connect(self.interpretText)
        self._write()

    def _add_buttons(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._button(1, Qt.ArrowType.UpArrow, "Larger (Up)"))
        column.addWidget(self._button(-1, Qt.ArrowType.DownArrow, "Smaller (Down)"))
        row = QHBoxLayout(self)
        sized(row.setContentsMargins, 0, 2, 2, 2)
        row.addStretch()
        row.addLayout(column)
        sized(self.setTextMargins, 2, 0, BUTTON_WIDTH, 0)

    def _button(self, steps: int, arrow: Qt.ArrowType, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("number")
        button.setArrowType(arrow)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRepeat(True)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        # A click leaves the keyboard focus in the field.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sized(button.setFixedWidth, BUTTON_WIDTH)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        button.clicked.connect(lambda: self.stepBy(steps))
        return button

    def minimum(self) -> float:
        """The lowest number, or one less if there is a word, which that value stands for."""
        return self._low - bool(self._word)

    def maximum(self) -> float:
        return self._high

    def value(self) -> float:
        """The last valid value; `interpretText` reads what is being typed."""
        return self._value

    def setValue(self, value: float) -> None:  # noqa: N802 - Qt's name
        """Show the nearest allowed value; this replaces what is being typed."""
        before, self._value = self._value, self._bounded(value)
        self._write()
        self._mark(None)
        if self._value != before:
            self.valueChanged.emit(self._value)

    def _bounded(self, value: float) -> float:
        value = round(value, 0 if self._whole else DECIMALS)
        if self._word and value < self._low:
            # Between the word and the lowest number lies nothing.
            return self.minimum()
        # Adding 0.0 turns a negative zero into a plain one.
        return min(max(value, self.minimum()), self._high) + 0.0

    def _write(self) -> None:
        self.setText(self._words(self._value))

    def _words(self, value: float) -> str:
        """The same notation in every country, as in the terminal, without trailing zeros."""
        if self._word and value < self._low:
            return self._word
        return f"{value:.0f}" if self._whole else f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")

    @Slot()
    def interpretText(self) -> None:  # noqa: N802 - Qt's name
        """Read what was typed; emit `refused` if it is no valid number."""
        text = self.text()
        if text == (self._words(self._value) if self._refused is None else self._refused):
            return
        number = self._read(text)
        if number is None:
            self._mark(text)
        else:
            self.setValue(number)

    def _mark(self, refused: str | None) -> None:
        """Show whether the text in the field is refused, and emit what has changed."""
        # Remember it before emitting: a slot may move the keyboard focus, which has the text read again.
        before, self._refused = self._refused, refused
        if (before is None) != (refused is None):
            self.setProperty("refused", refused is not None)
            self.style().polish(self)
        if refused is not None:
            self.refused.emit(refused)
        elif before is not None:
            self.corrected.emit()

    @property
    def is_refused(self) -> bool:
        """Whether the text in the field was read and is no valid number."""
        return self._refused is not None

    def _read(self, text: str) -> float | None:
        """The number that a text stands for, with a decimal point or comma; None if it is no valid number."""
        text = text.strip().replace(",", ".")
        if self._word and text == self._word:
            return self.minimum()
        if not (WHOLE if self._whole else NUMBER).fullmatch(text):
            return None
        number = float(text)
        fits = self._low <= number <= self._high and number == round(number, DECIMALS)
        return number if fits else None

    # Steps.

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Change the value, after reading what is being typed. The size of a step depends on that of the number."""
        self.interpretText()
        if self._value < self._low:
            # From the word the first step leads to the lowest number.
            self.setValue(self._low if steps > 0 else self._value)
        else:
            self.setValue(self._value + steps * self._step(steps))
        if self.hasFocus():
            self.selectAll()

    def _step(self, steps: int) -> float:
        """A tenth of the place value of the number's first digit; from 0.01 towards zero it is that of 0.009."""
        least = 10.0**-DECIMALS
        if self._whole:
            return 1.0
        if abs(self._value) < least:
            return least
        size = abs(self._value) / (1.01 if (self._value < 0) != (steps < 0) else 1)
        # Without the small addition, rounding errors would put 0.001 into the decade below.
        return max(least, 10.0 ** (floor(log10(size) + 1e-9) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if steps := KEYS.get(event.key()):
            far = LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
            self.stepBy(steps * far)
        elif event.key() == Qt.Key.Key_Space:
            # A number contains no space, and the window has a use for the key.
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._words(self._value):
            self.setValue(self._value)
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._clicked = True
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._clicked = False
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        # Scrolling the form must not change a number under the pointer, even if Tab has led there.
        if not (self.hasFocus() and self._clicked):
            event.ignore()
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches:
            self.stepBy(notches)
        event.accept()
