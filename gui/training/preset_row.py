"""The presets as two buttons over the settings."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engine.settings import PRESETS, Preset, preset_of
from gui.widgets import tooltip


class PresetRow(QWidget):
    """One button for each preset. The one whose values the form has is checked; with other values none is."""

    chosen = Signal(object)
    """The Preset that a person wants."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for preset in PRESETS:
            self._buttons[preset.name] = button = _button(preset)
            button.clicked.connect(partial(self._choose, preset))
            layout.addWidget(button)

    def _choose(self, preset: Preset, _checked: bool = False) -> None:
        self.chosen.emit(preset)
        # A click on the one that is on already would take its mark away.
        self._buttons[preset.name].setChecked(True)

    def show_values(self, values: Mapping[str, object]) -> None:
        """Check the button of the preset that has these values, or none."""
        found = preset_of(values)
        # Not a group in which one must be checked: Tab would stop at none of them.
        for name, button in self._buttons.items():
            button.setChecked(found is not None and name == found.name)


def _button(preset: Preset) -> QPushButton:
    button = QPushButton(preset.title)
    button.setCheckable(True)
    button.setObjectName("preset")
    button.setToolTip(tooltip(preset.help))
    button.setAccessibleDescription(preset.help)
    return button
