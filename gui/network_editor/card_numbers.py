"""The numbers of a layer as fields on its card."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QSizePolicy

from gui.network_editor.card_facts import Number
from gui.network_editor.keys import FieldKeys
from gui.network_editor.number_row import NumberRow
from gui.theme import sized
from gui.widgets import NumberBox, TermLabel

FIELD = QSize(50, 26)


class CardNumbers(NumberRow):
    """A field for each number, whose bounds it keeps."""

    number_changed = Signal(str, float)
    refused = Signal(str)
    """A sentence about a number that was typed, or "" once it is replaced."""
    entered = Signal()
    """A field got the keyboard."""

    def __init__(self, numbers: Sequence[Number], keys: FieldKeys) -> None:
        self.boxes = {number.name: _box(number) for number in numbers}
        labels = [TermLabel(number.title, "") for number in numbers]
        super().__init__([*zip(labels, self.boxes.values(), strict=True)])
        for number, label, box in zip(numbers, labels, self.boxes.values(), strict=True):
            label.setBuddy(box)
            box.valueChanged.connect(partial(self.number_changed.emit, number.name))
            box.refused.connect(partial(self._refuse, number))
            box.corrected.connect(partial(self.refused.emit, ""))
            box.installEventFilter(self)
            keys.watch(box)
        if not numbers:
            self.hide()

    def show_numbers(self, numbers: Sequence[Number], layer: str) -> None:
        """`layer` is said to screen readers, as "layer 3 of 9, dropout"."""
        for number in numbers:
            box = self.boxes[number.name]
            box.setValue(number.value)
            box.setAccessibleName(f"{number.title} of {layer}")
            box.setToolTip(f"{number.title}: {number.low:g} to {number.high:g}")

    def _refuse(self, number: Number, text: str) -> None:
        kind = "a whole number" if number.whole else "a number"
        told = f"{number.title} must be {kind} from {number.low:g} to {number.high:g}, not {text[:24] or 'empty'}."
        self.refused.emit(told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)


def _box(number: Number) -> NumberBox:
    box = NumberBox(number.low, number.high, whole=number.whole)
    box.setValue(number.value)
    # A number field gives way to others by default; in a grid its column would vanish.
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    sized(box.setFixedSize, FIELD)
    return box
