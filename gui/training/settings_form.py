"""The settings of a run as widgets, with remarks on them."""

from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.settings import FIELDS, NO_TEACHER, PRESETS, DataName, Preset, Value, has_digits
from engine.stack import told
from gui.training.network_row import NetworkRow
from gui.training.preset_row import PresetRow
from gui.widgets import Compound, ImageStrip, SettingFields

SHOWN_FIRST = ("model", "epochs", "learning_rate", "num_workers")
OF_DIGITS = ("outliers", "my_digits")
"""Settings that only apply to images of digits."""
OF_A_TEACHER = ("temperature", "teacher_alpha")
NO_DIGITS = "It has no effect on these images: they are no digits."
ONLY_TEACHER = "It has no effect: the labels have no weight beside the teacher."
UNTAUGHT = "It has no effect without a teacher."
LATER = "This counts from the next training on."
OF_RESUMED = "These are the settings of the run that goes on. Yours come back when it ends."
AT_ONCE = "Training goes on with this at once; the curve marks where."


class SettingsForm(Compound):
    """Shows the network, epochs, learning rate and loader workers, and all other settings in groups that fold."""

    changed = Signal()
    build_asked = Signal()
    """A person wants a network of their own."""

    def __init__(self, below: Mapping[str, QWidget] | None = None) -> None:
        """`below` has widgets to put under the field of a setting. They show and hide themselves."""
        super().__init__()
        self._examples: Mapping[str, NDArray[np.uint8]] = {}
        self._shown: NDArray[np.uint8] | None = None
        self._strip = ImageStrip()
        self._strip.setAccessibleName("Varied digits")
        self._strip.setToolTip("Sixteen training images as the network sees them with this augmentation")
        self._network = NetworkRow()
        self._network.build_asked.connect(self.build_asked)
        self._setting_fields = SettingFields(
            FIELDS, SHOWN_FIRST, {"model": self._network, "augmentation": self._strip, **(below or {})}
        )
        self._fields = self._setting_fields.fields
        self.problem = self._setting_fields.problem
        """The sentence about a refused value, for a place where it stays in sight."""
        self._setting_fields.edited.connect(self._edited)
        self._setting_fields.more_toggled.connect(self._show_strip)
        self._presets = PresetRow()
        self._presets.chosen.connect(self._take_preset)
        self._later = QLabel()
        self._later.setObjectName("muted")
        self._later.setWordWrap(True)
        self._later.hide()
        self._running = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._presets)
        layout.addWidget(self._setting_fields)
        layout.addWidget(self._later)
        layout.addStretch()
        self.enter_at(self._setting_fields)
        self._show_strip()
        self._show_preset()
        self._show_what_counts()
        self._show_network()

    @property
    def unfolded(self) -> list[str]:
        """The titles of the groups that are shown."""
        return self._setting_fields.unfolded

    def unfold(self, titles: list[str]) -> None:
        """Show these groups and no other."""
        self._setting_fields.unfold(titles)

    @property
    def more_shown(self) -> bool:
        return self._setting_fields.more_shown

    @Slot(bool)
    def show_more(self, shown: bool) -> None:
        self._setting_fields.show_more(shown)

    @Slot(object)
    def show_varied(self, images: Mapping[str, NDArray[np.uint8]]) -> None:
        """Show training images, uint8 (N, 28, 28), by the augmentation for which they are examples."""
        self._examples = images
        self._show_strip()

    @Slot()
    def _show_strip(self) -> None:
        examples = self._examples.get(str(self._setting_fields.value("augmentation")))
        shown = examples is not None and self._data == FIELDS["data"].default
        if examples is not None and examples is not self._shown:
            self._shown = examples
            self._strip.show_images(examples)
        self._setting_fields.show_below(self._strip, FIELDS["augmentation"].group in self.unfolded and shown)

    @property
    def _data(self) -> DataName:
        return cast("DataName", self._setting_fields.value("data"))

    def go_to_refused(self) -> bool:
        """Move the keyboard to the first field whose text is no valid value. Return whether there is one."""
        return self._setting_fields.go_to_refused()

    def values(self) -> dict[str, Value]:
        """The values of the fields by setting. Unfinished typing is accepted or refused first."""
        return self._setting_fields.values()

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Fill the fields with allowed values."""
        self._setting_fields.show_values(values)

    @Slot(object)
    def _take_preset(self, preset: Preset) -> None:
        self.show_values(preset.values)
        # It is checked already if nothing had to change.
        self._show_preset()

    def _show_preset(self) -> None:
        self._presets.show_values({name: self._setting_fields.shown(name) for name in PRESETS[0].values})

    def offer(self, name: str, words: dict[str, str]) -> None:
        """Offer more choices for a setting: each value with the words that a person reads for it."""
        self._setting_fields.offer(name, words)

    @Slot()
    def show_defaults(self) -> None:
        self._setting_fields.show_defaults()

    def show_running(self, running: bool, *, resumed: bool = False) -> None:
        """While a run goes on, say at a change of a setting that it counts from the next run on.

        `resumed`: the settings are those of the run, not of the person.
        """
        self._running = running
        self._later.setText(OF_RESUMED)
        self._later.setVisible(resumed)

    def _show_network(self) -> None:
        self._network.tell(told(str(self._setting_fields.value("model"))))

    @Slot(str)
    def _edited(self, name: str) -> None:
        self._later.setText(AT_ONCE if name == "learning_rate" else LATER)
        self._later.setVisible(self._running)
        self._show_strip()
        self._show_network()
        self._show_preset()
        self._show_what_counts()
        self.changed.emit()

    def _show_what_counts(self) -> None:
        taught = self._setting_fields.shown("teacher") != NO_TEACHER
        for setting in OF_DIGITS:
            self._setting_fields.enable(setting, has_digits(self._data), NO_DIGITS)
        for setting in OF_A_TEACHER:
            self._setting_fields.enable(setting, taught, UNTAUGHT)
        by_labels = not taught or self._setting_fields.shown("teacher_alpha") != 1
        self._setting_fields.enable("label_smoothing", by_labels, ONLY_TEACHER)
