"""The settings as widgets, all of them made from what engine/settings.py declares."""

from textwrap import fill

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from engine.knobs import KNOBS, Knob
from gui.image_strip import ImageStrip
from gui.number_box import NumberBox

Value = int | float | str
SHOWN_FIRST = ("epochs", "learning_rate", "num_workers")
TOOLTIP_COLUMNS = 64
FIELD_SIZE = QSize(96, 28)
LATER = "This counts from the next training on."
AT_ONCE = "Training goes on with this at once; the curve marks where."


class SettingsForm(QWidget):
    """Epochs, learning rate and loader workers; the rest under "More"."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._fields: dict[str, NumberBox | QComboBox] = {}
        self._rows_under_more: list[int] = []
        self._descriptions: dict[str, str] = {}
        self._strip = ImageStrip()
        self._strip.setAccessibleName("Varied digits")
        self._strip.setToolTip("Sixteen training images as the network sees them when the handwriting is varied")
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in SHOWN_FIRST:
            self._add_row(KNOBS[name])
        self._more = QToolButton()
        self._more.setObjectName("more")
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setToolTip("Show the other settings, or hide them")
        self._more.toggled.connect(self.show_more)
        self._form.addRow(self._more)
        for knob in KNOBS.values():
            if knob.name not in SHOWN_FIRST:
                self._rows_under_more.append(self._form.rowCount())
                self._add_row(knob)
                if knob.name == "variation":
                    self._form.addRow(self._strip)
        self._later = QLabel()
        self._later.setObjectName("muted")
        self._later.setWordWrap(True)
        self._later.hide()
        self._running = False
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        self._network = QLabel()
        self._network.setObjectName("muted")
        self._network.setWordWrap(True)
        self._network.setAccessibleName("About the network")
        layout.addWidget(self._problem)
        layout.addWidget(self._later)
        layout.addStretch()
        layout.addWidget(self._network)
        self.setFocusProxy(self._fields[SHOWN_FIRST[0]])
        self.show_more(False)

    def _add_row(self, knob: Knob) -> None:
        field = _choice(knob) if knob.number is None else _number(knob)
        field.setMinimumSize(FIELD_SIZE)
        tip = fill(f"{knob.help} {knob.allowed.capitalize()}.", TOOLTIP_COLUMNS)
        field.setToolTip(tip)
        field.setAccessibleName(knob.title)
        field.setAccessibleDescription(knob.help)
        label = QLabel(knob.title)
        label.setToolTip(tip)
        label.setBuddy(field)
        label.setMinimumHeight(FIELD_SIZE.height())
        self._form.addRow(label, field)
        self._fields[knob.name] = field
        self._show(knob, knob.default)
        if isinstance(field, QComboBox):
            field.currentIndexChanged.connect(self._edited)
        else:
            field.valueChanged.connect(self._edited)
            field.refused.connect(self._refuse)

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
        self._show_strip()

    @Slot(object)
    def show_varied(self, images: NDArray[np.uint8]) -> None:
        """Sixteen varied training images, uint8 (16, 28, 28), to show while varying is chosen."""
        self._strip.show_images(images)
        self._show_strip()

    def _show_strip(self) -> None:
        varied = self._value(KNOBS["variation"], self._fields["variation"]) == "varied"
        self._form.setRowVisible(self._strip, self.more_shown and varied and self._strip.count > 0)

    def values(self) -> dict[str, Value]:
        """What the fields hold, by setting; unfinished typing is read, or refused, first."""
        return {name: self._value(KNOBS[name], field) for name, field in self._fields.items()}

    def show_values(self, values: dict[str, Value]) -> None:
        """Fill the fields; the values must be allowed ones."""
        for name, value in values.items():
            self._show(KNOBS[name], value)

    def offer(self, name: str, words: dict[str, str]) -> None:
        """More words for a setting that takes names: each with what a person reads for it."""
        box = self._fields[name]
        assert isinstance(box, QComboBox)
        chosen = str(box.currentData())
        box.blockSignals(True)
        box.clear()
        for word, label in {**KNOBS[name].labels, **words}.items():
            box.addItem(label, word)
        self._show(KNOBS[name], chosen)
        box.blockSignals(False)

    def _value(self, knob: Knob, field: NumberBox | QComboBox) -> Value:
        if isinstance(field, QComboBox):
            return str(field.currentData())
        field.interpretText()
        number = field.value()
        if knob.labels and number < knob.low:
            return next(iter(knob.labels))
        return int(number) if knob.number == "integer" else number

    def _show(self, knob: Knob, value: Value) -> None:
        field = self._fields[knob.name]
        if isinstance(field, QComboBox):
            if knob.free and field.findData(value) < 0:
                field.addItem(str(value), value)
            field.setCurrentIndex(field.findData(value))
        else:
            field.setValue(field.minimum() if isinstance(value, str) else value)

    @Slot()
    def show_defaults(self) -> None:
        self.show_values({knob.name: knob.default for knob in KNOBS.values()})

    def show_running(self, running: bool) -> None:
        """While a run goes on, whoever changes a setting is told that the run does not follow."""
        self._running = running
        self._later.hide()

    def describe_networks(self, descriptions: dict[str, str]) -> None:
        """What to say about each network while it is chosen; known once torch has loaded."""
        self._descriptions = descriptions
        self._edited()

    @Slot()
    def _edited(self) -> None:
        self._problem.hide()
        self._later.setText(AT_ONCE if self.sender() is self._fields["learning_rate"] else LATER)
        self._later.setVisible(self._running)
        self._show_strip()
        self._network.setText(self._descriptions.get(str(self._value(KNOBS["model"], self._fields["model"])), ""))
        self.changed.emit()

    @Slot(str)
    def _refuse(self, text: str) -> None:
        field = self.sender()
        knob = next(KNOBS[name] for name, other in self._fields.items() if other is field)
        self._problem.setText(f"{knob.refusal(text or 'empty')} It stays as it was.")
        self._problem.show()


def _choice(knob: Knob) -> QComboBox:
    box = QComboBox()
    # Without this the longest label would decide how wide the whole form is.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for word, label in knob.labels.items():
        box.addItem(label, word)
    return box


def _number(knob: Knob) -> NumberBox:
    return NumberBox(knob.low, knob.high, whole=knob.number == "integer", word=next(iter(knob.labels.values()), ""))
