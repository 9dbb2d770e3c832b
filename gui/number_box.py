"""A spin box that lets one type anything and then says what is wrong with it, instead of swallowing keys."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy

DECIMALS = 6


class NumberBox(QDoubleSpinBox):
    """Numbers from `low` to `high`, whole ones only on request; `word`, when given, stands before the lowest."""

    refused = Signal(str)
    """The text that was typed and not taken; the value before it stays."""

    def __init__(self, low: float, high: float, *, whole: bool, word: str = "") -> None:
        super().__init__()
        # One notation for everyone, that of the terminal; a decimal comma is read as well.
        self.setLocale(QLocale.c())
        self.setDecimals(0 if whole else DECIMALS)
        self.setRange(low - bool(word), high)
        self.setSpecialValueText(word)
        if not whole:
            self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.setKeyboardTracking(False)
        # The size hint is as wide as the largest number, which nobody enters.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        text = f"{value:.{self.decimals()}f}"
        return text.rstrip("0").rstrip(".") if self.decimals() else text

    def valueFromText(self, text: str) -> float:  # noqa: N802 - Qt's name
        return self.minimum() if text == self.specialValueText() else super().valueFromText(text.replace(",", "."))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state = super().validate(text.replace(",", "."), position)[0]
        if text and text == self.specialValueText():
            state = QValidator.State.Acceptable
        unfinished = QValidator.State.Intermediate
        return (unfinished if state == QValidator.State.Invalid else state), text, position

    def fixup(self, text: str) -> str:
        self.refused.emit(text)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        # No number has a space in it, and the window has a use for the key.
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        # Scrolling the form must not change a number that happens to pass under the pointer.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
