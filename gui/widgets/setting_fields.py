"""Settings as widgets: one field for each setting, built from the engine's declaration."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from engine.settings import GROUPS, SettingField, Value
from gui.theme import sized
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.keyboard import Compound
from gui.widgets.labels import WrappedLabel
from gui.widgets.number_box import NumberBox
from gui.widgets.tooltip import tooltip
from gui.widgets.words.term_label import TermLabel

Field = NumberBox | QComboBox
FIELD_SIZE = QSize(96, 28)
LONGEST_TOLD = 24
"""How many of the typed characters a sentence repeats."""


class _Group(NamedTuple):
    """Fields that are shown and hidden together."""

    head: QToolButton
    rows: Sequence[int]
    """Of the form. Widgets below fields show and hide themselves."""


class SettingFields(Compound):
    """Some fields are always visible, the rest is in groups that fold. A sentence below says what is invalid."""

    edited = Signal(str)
    """The name of the setting that a person has changed."""
    more_toggled = Signal(bool)
    """A group is shown or hidden now."""

    def __init__(
        self, fields: Mapping[str, SettingField], first: Sequence[str], below: Mapping[str, QWidget] | None = None
    ):
        """The settings named in `first` are always visible; `below` has a widget to show under a field, by setting."""
        super().__init__()
        self._setting_fields = fields
        self.fields: dict[str, Field] = {}
        self._below = below or {}
        self._groups: dict[str, _Group] = {}
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in first:
            self._add_row(fields[name])
        rest = [setting for setting in fields.values() if setting.name not in first]
        for title in sorted({setting.group for setting in rest}, key=_place):
            self._add_group(title, [setting for setting in rest if setting.group == title])
        self.problem = WrappedLabel("What cannot be taken", "problem")
        """The sentence. Where the fields scroll, it can be moved to a place that stays visible."""
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addWidget(self.problem)
        self.enter_at(self.fields[first[0]] if first else next(iter(self._groups.values())).head)
        self.show_more(False)

    def _add_group(self, title: str, settings: Sequence[SettingField]) -> None:
        head = QToolButton()
        head.setObjectName("more")
        head.setText(title or "More")
        head.setCheckable(True)
        head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head.setToolTip(f"Show or hide {', '.join(setting.title.lower() for setting in settings)}")
        head.toggled.connect(partial(self._unfold, title))
        self._form.addRow(head)
        rows = [self._add_row(setting) for setting in settings]
        self._groups[title] = _Group(head, rows)

    def _add_row(self, setting: SettingField) -> int:
        """Return the number of the row."""
        row = self._form.rowCount()
        field = _choice(setting) if setting.number is None else _number(setting)
        sized(field.setMinimumSize, FIELD_SIZE)
        tip = _tip(setting)
        field.setToolTip(tip)
        field.setAccessibleName(setting.title)
        field.setAccessibleDescription(_description(setting))
        label = TermLabel(setting.title, _help(setting))
        label.setBuddy(field)
        sized(label.setMinimumHeight, FIELD_SIZE.height())
        self._form.addRow(label, field)
        self.fields[setting.name] = field
        if setting.name in self._below:
            self._form.addRow(self._below[setting.name])
        self._show(setting, setting.default)
        if isinstance(field, QComboBox):
            field.currentIndexChanged.connect(partial(self._edited, setting.name))
        else:
            field.valueChanged.connect(partial(self._edited, setting.name))
            field.refused.connect(self._show_problem)
            field.corrected.connect(self._show_problem)
        return row

    @property
    def unfolded(self) -> list[str]:
        """The titles of the groups that are shown."""
        return [title for title, group in self._groups.items() if group.head.isChecked()]

    @property
    def more_shown(self) -> bool:
        """Whether any group is shown."""
        return bool(self.unfolded)

    def unfold(self, titles: Sequence[str]) -> None:
        """Show these groups and no other."""
        for title in self._groups:
            self._unfold(title, title in titles)

    @Slot(bool)
    def show_more(self, shown: bool) -> None:
        """Show all groups, or none."""
        self.unfold(tuple(self._groups) if shown else ())

    def _unfold(self, title: str, shown: bool) -> None:
        head, rows = self._groups[title]
        head.setChecked(shown)
        head.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        for row in rows:
            self._form.setRowVisible(row, shown)
        self.more_toggled.emit(shown)

    def enable(self, name: str, enabled: bool, reason: str = "") -> None:
        """Whether a field has an effect, and if not the `reason`, which its tooltip says."""
        self.fields[name].setEnabled(enabled)
        setting = self._setting_fields[name]
        self.fields[name].setToolTip(_tip(setting) if enabled else f"{_tip(setting)}\n\n{tooltip(reason)}")

    def show_below(self, widget: QWidget, shown: bool) -> None:
        """Show or hide the widget under a field."""
        self._form.setRowVisible(widget, shown)

    def values(self) -> dict[str, Value]:
        """The value of each setting by name. Text that is being typed is read, or refused, first."""
        return {name: self.value(name) for name in self.fields}

    def value(self, name: str) -> Value:
        """The value of one setting."""
        field = self.fields[name]
        if isinstance(field, NumberBox):
            field.interpretText()
        return self.shown(name)

    def shown(self, name: str) -> Value:
        """The value that a field had before anything that is being typed."""
        setting, field = self._setting_fields[name], self.fields[name]
        if isinstance(field, QComboBox):
            return str(field.currentData())
        number = field.value()
        if setting.labels and number < setting.low:
            return next(iter(setting.labels))
        return int(number) if setting.number == "integer" else number

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Fill the fields; the values must be valid."""
        for name, value in values.items():
            self._show(self._setting_fields[name], value)

    def show_defaults(self) -> None:
        self.show_values({name: self._setting_fields[name].default for name in self.fields})

    def offer(self, name: str, words: Mapping[str, str]) -> None:
        """Offer more choices for one setting: `words` has the label of each value."""
        box = self.fields[name]
        assert isinstance(box, QComboBox)
        chosen = str(box.currentData())
        box.blockSignals(True)
        box.clear()
        for word, label in {**self._setting_fields[name].labels, **words}.items():
            box.addItem(label, word)
        self._show(self._setting_fields[name], chosen)
        box.blockSignals(False)

    def _show(self, setting: SettingField, value: Value) -> None:
        field = self.fields[setting.name]
        if isinstance(field, QComboBox):
            if setting.otherwise and field.findData(value) < 0:
                field.addItem(setting.label(value), value)
            field.setCurrentIndex(field.findData(value))
        else:
            field.setValue(field.minimum() if isinstance(value, str) else value)

    def _edited(self, name: str, _value: object = None) -> None:
        self.edited.emit(name)

    # Text that is no valid value.

    def go_to_refused(self) -> bool:
        """Move the keyboard to the first field whose text is no valid value. Return whether there is one."""
        self.values()
        name = self._first_refused()
        if name is None:
            return False
        field = self.fields[name]
        if not field.isVisibleTo(self):
            self.unfold([*self.unfolded, self._setting_fields[name].group])
        field.setFocus()
        QTimer.singleShot(0, self._bring_refused_into_sight)
        return True

    def _first_refused(self) -> str | None:
        fields = self.fields.items()
        return next((name for name, field in fields if isinstance(field, NumberBox) and field.is_refused), None)

    @Slot()
    def _show_problem(self) -> None:
        name = self._first_refused()
        if name is not None:
            self.problem.setText(self._setting_fields[name].refusal(_told(self.fields[name])))
        self.problem.setVisible(name is not None)

    @Slot()
    def _bring_refused_into_sight(self) -> None:
        """Scroll what is around the fields, once fields that were hidden have their places."""
        name, around = self._first_refused(), self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if name is not None and around is not None:
            around.ensureWidgetVisible(self.fields[name])


def _told(field: Field) -> str:
    """What a sentence repeats of the text in a field."""
    text = field.text() if isinstance(field, NumberBox) else field.currentText()
    return (text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]} \u2026") or "empty"


def _place(title: str) -> int:
    return GROUPS.index(title) if title in GROUPS else len(GROUPS)


def _tip(setting: SettingField) -> str:
    return tooltip(_help(setting))


def _choice(setting: SettingField) -> ChoiceBox:
    box = ChoiceBox()
    # Without this the longest label would set the width of the whole form.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for word, label in setting.labels.items():
        box.addItem(label, word)
    return box


def _description(setting: SettingField) -> str:
    """What a screen reader says about the field. To a screen reader a number field is a line of text."""
    steps = " Up and Down change it." if setting.number else ""
    return f"{_help(setting)}{steps}"


def _help(setting: SettingField) -> str:
    # `capitalize` would make "CNN" lower case.
    return f"{setting.help} {setting.offered[:1].upper()}{setting.offered[1:]}."


def _number(setting: SettingField) -> NumberBox:
    return NumberBox(
        setting.low, setting.high, whole=setting.number == "integer", word=next(iter(setting.labels.values()), "")
    )
