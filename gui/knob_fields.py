"""Settings as widgets: a field for each knob, made from what the engine declares."""

from collections.abc import Mapping, Sequence
from functools import partial
from textwrap import fill

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.knobs import Knob
from gui.number_box import NumberBox
from gui.wrapped_label import WrappedLabel

Value = int | float | str
Field = NumberBox | QComboBox
TOOLTIP_COLUMNS = 64
FIELD_SIZE = QSize(96, 28)
LONGEST_TOLD = 24
"""Characters of what was typed that a sentence repeats."""


class KnobFields(QWidget):
    """Some fields in sight, the rest under "More"; what cannot be taken is answered with a sentence below them."""

    edited = Signal(str)
    """The name of the setting that has another value now."""
    more_toggled = Signal(bool)

    def __init__(self, knobs: Mapping[str, Knob], first: Sequence[str], below: Mapping[str, QWidget] | None = None):
        """The settings named in `first` are always in sight; `below` has widgets that belong under a field."""
        super().__init__()
        self._knobs = knobs
        self.fields: dict[str, Field] = {}
        self._rows_under_more: list[int] = []
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in first:
            self._add_row(knobs[name])
        self._add_more()
        for knob in knobs.values():
            if knob.name not in first:
                self._rows_under_more.append(self._form.rowCount())
                self._add_row(knob)
                if below and knob.name in below:
                    self._form.addRow(below[knob.name])
        self.problem = WrappedLabel("What cannot be taken", "problem")
        """The sentence. Whoever shows the fields where they scroll may put it where it stays in sight."""
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addWidget(self.problem)
        self.setFocusProxy(self.fields[first[0]] if first else self._more)
        self.show_more(False)

    def _add_more(self) -> None:
        self._more = QToolButton()
        self._more.setObjectName("more")
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setToolTip("Show the other settings, or hide them")
        self._more.toggled.connect(self.show_more)
        self._form.addRow(self._more)

    def _add_row(self, knob: Knob) -> None:
        field = _choice(knob) if knob.number is None else _number(knob)
        field.setMinimumSize(FIELD_SIZE)
        tip = fill(f"{knob.help} {knob.allowed.capitalize()}.", TOOLTIP_COLUMNS)
        field.setToolTip(tip)
        field.setAccessibleName(knob.title)
        field.setAccessibleDescription(_description(knob))
        label = QLabel(knob.title)
        label.setToolTip(tip)
        label.setBuddy(field)
        label.setMinimumHeight(FIELD_SIZE.height())
        self._form.addRow(label, field)
        self.fields[knob.name] = field
        self._show(knob, knob.default)
        if isinstance(field, QComboBox):
            field.currentIndexChanged.connect(partial(self._edited, knob.name))
        else:
            field.valueChanged.connect(partial(self._edited, knob.name))
            field.refused.connect(partial(self._refuse, knob))

    @property
    def more_shown(self) -> bool:
        return self._more.isChecked()

    @Slot(bool)
    def show_more(self, shown: bool) -> None:
        self._more.setChecked(shown)
        self._more.setText("Less" if shown else "More")
        self._more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        for row in self._rows_under_more:
            self._form.setRowVisible(row, shown)
        self.more_toggled.emit(shown)

    def show_below(self, widget: QWidget, shown: bool) -> None:
        """Show or hide what belongs under a field."""
        self._form.setRowVisible(widget, shown)

    def values(self) -> dict[str, Value]:
        """What the fields hold, by setting; unfinished typing is read, or refused, first."""
        return {name: self.value(name) for name in self.fields}

    def value(self, name: str) -> Value:
        """What one field holds."""
        knob, field = self._knobs[name], self.fields[name]
        if isinstance(field, QComboBox):
            return str(field.currentData())
        field.interpretText()
        number = field.value()
        if knob.labels and number < knob.low:
            return next(iter(knob.labels))
        return int(number) if knob.number == "integer" else number

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Fill the fields; the values must be allowed ones."""
        for name, value in values.items():
            self._show(self._knobs[name], value)

    def show_defaults(self) -> None:
        self.show_values({name: self._knobs[name].default for name in self.fields})

    def offer(self, name: str, words: Mapping[str, str]) -> None:
        """More words for a setting that takes names: each with what a person reads for it."""
        box = self.fields[name]
        assert isinstance(box, QComboBox)
        chosen = str(box.currentData())
        box.blockSignals(True)
        box.clear()
        for word, label in {**self._knobs[name].labels, **words}.items():
            box.addItem(label, word)
        self._show(self._knobs[name], chosen)
        box.blockSignals(False)

    def _show(self, knob: Knob, value: Value) -> None:
        field = self.fields[knob.name]
        if isinstance(field, QComboBox):
            if knob.free and field.findData(value) < 0:
                field.addItem(str(value), value)
            field.setCurrentIndex(field.findData(value))
        else:
            field.setValue(field.minimum() if isinstance(value, str) else value)

    def _edited(self, name: str, _value: object = None) -> None:
        self.problem.hide()
        self.edited.emit(name)

    def _refuse(self, knob: Knob, text: str) -> None:
        told = text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]} \u2026"
        self.problem.setText(f"{knob.refusal(told or 'empty')} It stays as it was.")
        self.problem.show()


def _choice(knob: Knob) -> QComboBox:
    box = QComboBox()
    # Without this the longest label would decide how wide the whole form is.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for word, label in knob.labels.items():
        box.addItem(label, word)
    return box


def _description(knob: Knob) -> str:
    """What a screen reader says of its field, which is a line of text to it also where it holds a number."""
    steps = " Up and Down change it." if knob.number else ""
    return f"{knob.help} {knob.allowed.capitalize()}.{steps}"


def _number(knob: Knob) -> NumberBox:
    return NumberBox(knob.low, knob.high, whole=knob.number == "integer", word=next(iter(knob.labels.values()), ""))
