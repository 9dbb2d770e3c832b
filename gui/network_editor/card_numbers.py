"""The numbers of a layer as fields on its card."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QSizePolicy

from engine.stack.layers import Bounds
from gui.network_editor.card_facts import Number
from gui.network_editor.keys import FieldKeys
from gui.network_editor.number_row import NumberRow
from gui.theme import sized
from gui.widgets import NumberBox, TermLabel

FIELD = QSize(58, 26)
"""Four figures have room."""


class CardNumbers(NumberRow):
    """A field for each number, whose bounds it keeps."""

    number_changed = Signal(str, float)
    refused = Signal(str)
    """A sentence about a number that was typed, or "" once it is replaced."""
    entered = Signal()
    """A field got the keyboard."""

    def __init__(self, numbers: Sequence[Number], keys: FieldKeys) -> None:
        self.boxes = {number.name: _box(number) for number in numbers}
        labels = [TermLabel(number.bounds.title, "") for number in numbers]
        super().__init__([*zip(labels, self.boxes.values(), strict=True)])
        for number, label, box in zip(numbers, labels, self.boxes.values(), strict=True):
            label.setBuddy(box)
            box.valueChanged.connect(partial(self.number_changed.emit, number.name))
            box.refused.connect(partial(self._refuse, number.bounds))
            box.corrected.connect(partial(self.refused.emit, ""))
            box.installEventFilter(self)
            keys.watch(box)
        if not numbers:
            self.hide()

    def show_numbers(self, numbers: Sequence[Number], layer: str) -> None:
        """`layer` is said to screen readers, as "layer 3 of 9, dropout"."""
        for name, bounds, value in numbers:
            box = self.boxes[name]
            # What somebody types at this moment stays: a trial that ends changes no number.
            if box.value() != value or box.is_refused or not box.hasFocus():
                box.setValue(value)
            box.setAccessibleName(f"{bounds.title} of {layer}")
            box.setToolTip(f"{bounds.title}: {bounds.low:g} to {bounds.high:g}")

    def _refuse(self, bounds: Bounds, text: str) -> None:
        self.refused.emit(f"{bounds.title} must be {bounds.allowed}, not {text[:24] or 'empty'}.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)


def _box(number: Number) -> NumberBox:
    box = NumberBox(number.bounds.low, number.bounds.high, whole=number.bounds.whole)
    box.setValue(number.value)
    # A number field gives way to others by default; in a grid its column would vanish.
    box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    sized(box.setFixedSize, FIELD)
    return box
