"""The settings of compression: how much is pruned, which teacher the student imitates, and the rest under "More"."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QVBoxLayout

from engine.compression import COMPRESS_FIELDS
from engine.formats import percent
from engine.settings import FIELDS, Value
from gui.theme import sized
from gui.widgets import ChoiceBox, Compound, SettingFields, paint_focus

REMOVED = COMPRESS_FIELDS["removed"]
STEP, PAGE = 5, 10
"""By how many per cent an arrow key moves the slider, and Page Up and Page Down."""
SHARES = {10: "a tenth", 20: "a fifth", 25: "a quarter", 50: "half", 75: "three quarters", 80: "four fifths"}
"""The words for some shares, by per cent."""
SHARES[90] = "nine tenths"


class CompressionSettingsView(Compound):
    """Shows and returns the settings of a job as plain values."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._slider.setRange(round(100 * REMOVED.low) // STEP, round(100 * REMOVED.high) // STEP)
        self._slider.setPageStep(PAGE // STEP)
        self._slider.setToolTip(f"{REMOVED.help} Arrow keys move it.")
        self._slider.setAccessibleName(REMOVED.title)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setBuddy(self._slider)
        self._slider.valueChanged.connect(self._moved)
        self._teacher = ChoiceBox()
        self._teacher.setAccessibleName(FIELDS["teacher"].title)
        self._teacher.setToolTip("Distillation: the network whose probabilities the small student learns to imitate")
        self._teacher.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        sized(self._teacher.setMinimumHeight, 28)
        self._fields = SettingFields(
            {name: setting for name, setting in COMPRESS_FIELDS.items() if setting != REMOVED}, ()
        )
        self._fields.edited.connect(self.changed)
        self._lay_out()
        self.enter_at(self._slider)
        self.show_values({"removed": REMOVED.default})

    def _lay_out(self) -> None:
        teacher = QLabel(FIELDS["teacher"].title)
        teacher.setBuddy(self._teacher)
        row = QHBoxLayout()
        row.addWidget(teacher)
        row.addWidget(self._teacher, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, 6)
        layout.addWidget(self._words)
        layout.addWidget(self._slider)
        layout.addLayout(row)
        layout.addWidget(self._fields)

    @property
    def more_shown(self) -> bool:
        return self._fields.more_shown

    def show_more(self, shown: bool) -> None:
        self._fields.show_more(shown)

    @property
    def words(self) -> str:
        """The sentence about the slider."""
        return self._words.text()

    def go_to_refused(self) -> bool:
        """Move the keyboard to the first field whose text is no valid value. Return whether there is one."""
        return self._fields.go_to_refused()

    def values(self) -> dict[str, Value]:
        """The value of each setting by name."""
        return {"removed": self._slider.value() * STEP / 100, **self._fields.values()}

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show these values, which must be valid."""
        rest = dict(values)
        if "removed" in rest:
            self._slider.setValue(round(100 * float(rest.pop("removed")) / STEP))
            self._moved()
        self._fields.show_values(rest)

    @property
    def teacher(self) -> str:
        """The key of the chosen teacher."""
        return str(self._teacher.currentData() or "")

    def show_teachers(self, teachers: Mapping[str, str]) -> None:
        """Offer teachers: the label of each by its key. The chosen one stays if it is still offered."""
        chosen = self.teacher
        self._teacher.clear()
        for key, words in teachers.items():
            self._teacher.addItem(words, key)
        self._teacher.setCurrentIndex(max(0, self._teacher.findData(chosen)))

    @Slot()
    def _moved(self) -> None:
        words = removed_words(self._slider.value() * STEP)
        self._words.setText(words)
        self._slider.setAccessibleDescription(words)
        self.changed.emit()


def removed_words(per_cent: int) -> str:
    """A sentence about what pruning removes."""
    share, amount = SHARES.get(per_cent), percent(per_cent / 100, 0)
    return f"Pruning removes {f'{share} ({amount})' if share else amount} of the multiply-adds."


class _Slider(QSlider):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        paint_focus(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        # Scrolling the page must not move a slider under the pointer.
        event.ignore()
