"""What is tried: one or two settings with their values as text, and how they are combined."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from engine import InklingError, TrainSettings
from engine.settings import FIELDS, SettingField
from engine.sweep import MOST_TRIALS, Sweep, Variation, varied
from gui.theme import sized
from gui.widgets import ChoiceBox, Compound, WrappedLabel, tooltip

NOTHING, GRID, RANDOM = "", "grid", "random"
HEIGHT = 28
VALUES = (
    'Its values, separated by commas, as in "0.003, 0.01, 0.03"; for random draws also from low to high, as in '
    '"0.001..0.1". Where a value has commas itself, write semicolons between values.'
)
SOME = 3
"""How many words are suggested: two settings with all of theirs would train for hours."""
DRAWS = (6, 1, MOST_TRIALS)


def some_values(setting: SettingField) -> str:
    """Values that one might try, as a person writes them; "" where none suggest themselves."""
    if setting.number is None:
        labels = [*setting.labels.values()][:SOME]
        between = "; " if any("," in label for label in labels) else ", "
        return between.join(labels) if len(labels) > 1 else ""
    tried = sorted({min(max(value, setting.low), setting.high) for value in _around(setting.default)})
    return ", ".join(f"{value:.4g}" for value in tried)


def _around(usual: int | float | str) -> list[float]:
    """Half of the usual value, the value and twice as much. Of one that is off at first nobody knows the size."""
    if isinstance(usual, str) or (isinstance(usual, float) and not usual):
        return []
    if isinstance(usual, int):
        return [usual // 2, usual, 2 * usual] if usual else [0, 1, 2]
    return [usual / 2, usual, 2 * usual]


class _Row:
    """One setting and its values."""

    def __init__(self, number: str, name: str, values: str) -> None:
        self.setting, self.values = ChoiceBox(), QLineEdit(values)
        self.setting.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setting.setAccessibleName(f"{number} setting that varies")
        self.setting.setToolTip(tooltip("A setting that is different in each training; the form has all others"))
        self.values.setAccessibleName(f"Values of the {number.lower()} setting")
        self.values.setToolTip(tooltip(VALUES))
        self.values.setPlaceholderText("Values, separated by commas")
        if number != "First":
            self.setting.addItem("Nothing else", NOTHING)
        for setting in FIELDS.values():
            self.setting.addItem(setting.title, setting.name)
        self.setting.setCurrentIndex(self.setting.findData(name))
        self.setting.activated.connect(self._suggest)
        for part in (self.setting, self.values):
            sized(part.setMinimumHeight, HEIGHT)

    @property
    def name(self) -> str:
        return str(self.setting.currentData())

    def _suggest(self) -> None:
        """Who chooses a setting sees how its values are written; those of another one would be refused."""
        self.values.setText(some_values(FIELDS[self.name]) if self.name else "")

    def variation(self) -> Variation | None:
        """Raises InklingError for values that the setting does not have."""
        return varied(self.name, self.values.text()) if self.name else None


class PlanForm(Compound):
    """Gives a Sweep, or the sentence that refuses what is typed, which stands below the fields."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = (_Row("First", "learning_rate", "0.003, 0.01, 0.03"), _Row("Second", NOTHING, ""))
        self._way = ChoiceBox()
        self._way.addItem("Combine all", GRID)
        self._way.addItem("At random", RANDOM)
        self._way.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._way.setAccessibleName("How values are combined")
        self._way.setToolTip("Every combination of the values, or so many that are drawn at random")
        self._draws = QLineEdit(str(DRAWS[0]))
        self._draws.setAccessibleName("How many trainings are drawn")
        self._draws.setToolTip(f"How many trainings are drawn at random, from 1 to {MOST_TRIALS}")
        self._drawn = QWidget()
        beside = QHBoxLayout(self._drawn)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._draws)
        beside.addWidget(QLabel("trainings"))
        self._problem = WrappedLabel("What cannot be taken", "problem")
        for part in (self._way, self._draws):
            sized(part.setMinimumHeight, HEIGHT)
        self._lay_out()
        for row in self._rows:
            row.setting.currentIndexChanged.connect(self._edited)
            row.values.textChanged.connect(self._edited)
        self._way.currentIndexChanged.connect(self._edited)
        self._draws.textChanged.connect(self._edited)
        self.enter_at(self._rows[0].setting)
        self._edited()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, row in enumerate(self._rows):
            grid.addWidget(row.setting, number, 0)
            grid.addWidget(row.values, number, 1)
        grid.addWidget(self._way, 2, 0)
        grid.addWidget(self._drawn, 2, 1)
        grid.addWidget(self._problem, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 2)

    def sweep(self, base: TrainSettings) -> Sweep:
        """The plan that is typed. Raises InklingError with the sentence that refuses it."""
        found = [one for row in self._rows if (one := row.variation())]
        sweep = Sweep(base, tuple(found), self._number(), base.seed)
        sweep.trials()
        return sweep

    def _number(self) -> int:
        if self._way.currentData() != RANDOM:
            return 0
        text = self._draws.text().strip()
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_TRIALS):
            raise InklingError(f"The number of trainings must be from 1 to {MOST_TRIALS}, not {text or 'empty'}.")
        return int(text)

    @Slot()
    def _edited(self) -> None:
        second = self._rows[1]
        second.values.setEnabled(bool(second.name))
        self._drawn.setVisible(self._way.currentData() == RANDOM)
        self.changed.emit()

    def show_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    @property
    def problem(self) -> str:
        return "" if self._problem.isHidden() else self._problem.text()

    def go_to_refused(self) -> None:
        """Move the keyboard to the first field that is refused."""
        for row in self._rows:
            try:
                row.variation()
            except InklingError:
                row.values.setFocus()
                return
        (self._draws if self._drawn.isVisible() else self._rows[0].values).setFocus()
