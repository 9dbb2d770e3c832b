"""A field for a number that lets one type anything and then says what is wrong with it, instead of swallowing keys.

It is a line edit and no spin box: a spin box asks its `validate` and `textFromValue` from inside Qt, where an exception
of Python's ends the process. Here Qt asks nothing back; all that is read and written happens in slots.
"""

import re
from math import floor, log10

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout

DECIMALS = 6
LARGE_STEP = 10
"""So many steps go Page Up, Page Down, and a step with Ctrl."""
NOTCH = 120
"""What Qt says of one notch of a mouse wheel."""
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
    """Numbers from `low` to `high`, whole ones only on request; `word`, when given, stands before the lowest."""

    valueChanged = Signal(float)  # noqa: N815 - Qt's name
    refused = Signal(str)
    """The text that was typed and not taken; the value before it stays."""

    def __init__(self, low: float, high: float, *, whole: bool, word: str = "") -> None:
        super().__init__()
        self._low, self._high, self._whole, self._word = low, high, whole, word
        self._value = self.minimum()
        self._turned = 0
        """Of a notch of the wheel: touch pads give it in many small parts."""
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
        row.setContentsMargins(0, 2, 2, 2)
        row.addStretch()
        row.addLayout(column)
        self.setTextMargins(2, 0, BUTTON_WIDTH, 0)

    def _button(self, steps: int, arrow: Qt.ArrowType, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("number")
        button.setArrowType(arrow)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRepeat(True)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        # A click gives the keyboard to the field that it stands in.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedWidth(BUTTON_WIDTH)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        button.clicked.connect(lambda: self.stepBy(steps))
        return button

    def minimum(self) -> float:
        """The lowest number, or one less, which stands for the word."""
        return self._low - bool(self._word)

    def maximum(self) -> float:
        return self._high

    def value(self) -> float:
        """What was taken last; `interpretText` takes what is being typed."""
        return self._value

    def setValue(self, value: float) -> None:  # noqa: N802 - Qt's name
        """The nearest that is allowed; replaces what is being typed."""
        before, self._value = self._value, self._bounded(value)
        self._write()
        if self._value != before:
            self.valueChanged.emit(self._value)

    def _bounded(self, value: float) -> float:
        value = round(value, 0 if self._whole else DECIMALS)
        # Added to it, a negative zero is a plain one.
        return min(max(value, self.minimum()), self._high) + 0.0

    def _write(self) -> None:
        self.setText(self._words(self._value))

    def _words(self, value: float) -> str:
        """One notation for everyone, that of the terminal, without zeros that say nothing."""
        if self._word and value < self._low:
            return self._word
        return f"{value:.0f}" if self._whole else f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")

    @Slot()
    def interpretText(self) -> None:  # noqa: N802 - Qt's name
        """Take what was typed, or refuse it."""
        text = self.text()
        if text == self._words(self._value):
            return
        number = self._read(text)
        # The text is whole again before anybody hears of it, who may move the keyboard and so come here once more.
        self.setValue(self._value if number is None else number)
        if number is None:
            self.refused.emit(text)

    def _read(self, text: str) -> float | None:
        """A decimal comma is read as well; None: this is no number that can be taken."""
        text = text.strip().replace(",", ".")
        if self._word and text == self._word:
            return self.minimum()
        if not (WHOLE if self._whole else NUMBER).fullmatch(text):
            return None
        number = float(text)
        fits = self.minimum() <= number <= self._high and number == round(number, DECIMALS)
        return number if fits else None

    # Steps.

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """From what is being typed, if it can be taken; how far one step goes depends on how large the number is."""
        self.interpretText()
        self.setValue(self._value + steps * self._step(steps))
        if self.hasFocus():
            self.selectAll()

    def _step(self, steps: int) -> float:
        """A tenth of the number's first digit; going towards zero from 0.01 it is that of 0.009."""
        least = 10.0**-DECIMALS
        if self._whole:
            return 1.0
        if abs(self._value) < least:
            return least
        size = abs(self._value) / (1.01 if (self._value < 0) != (steps < 0) else 1)
        # Its logarithm alone would take 0.001 for a little less.
        return max(least, 10.0 ** (floor(log10(size) + 1e-9) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if steps := KEYS.get(event.key()):
            far = LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
            self.stepBy(steps * far)
        elif event.key() == Qt.Key.Key_Space:
            # No number has a space in it, and the window has a use for the key.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        # Scrolling the form must not change a number that happens to pass under the pointer.
        if not self.hasFocus():
            event.ignore()
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        if notches:
            self.stepBy(notches)
        event.accept()
