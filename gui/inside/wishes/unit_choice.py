"""Which unit of which layer is asked, and what the image begins with."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from gui.widgets import ChoiceBox, Compound

NOISE, DRAWING = "from noise", "from my drawing"


class UnitChoice(Compound):
    """Three choices in a row."""

    chosen = Signal()
    """A person has chosen something else."""
    layer_chosen = Signal(int)
    """A person has chosen another layer, by its place in the list; its units are to be shown then."""

    def __init__(self) -> None:
        super().__init__()
        self._layers, self._units, self._start = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self._start.addItems([NOISE, DRAWING])
        for box, name, tip in (
            (self._layers, "Layer", "Whose units to look at"),
            (self._units, "Unit", ""),
            (self._start, "What it begins with", "The image is changed step by step, beginning with this one"),
        ):
            box.setAccessibleName(name)
            box.setToolTip(tip)
            box.setMaxVisibleItems(16)
        self._layers.currentIndexChanged.connect(self._choose_layer)
        self._units.currentIndexChanged.connect(self.chosen)
        self._start.currentIndexChanged.connect(self.chosen)
        self.enter_at(self._layers)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for box in (self._layers, self._units, self._start):
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(box)
        row.addStretch()

    def show_layers(self, names: Sequence[str], place: int) -> None:
        """Show the names of all layers, one of them chosen."""
        with QSignalBlocker(self._layers):
            self._layers.clear()
            self._layers.addItems(list(names))
            self._layers.setCurrentIndex(place)

    def show_units(self, names: Sequence[str], place: int, tip: str) -> None:
        """Show the names of the chosen layer's units, one of them chosen; `tip` says how many there are."""
        self._units.setToolTip(tip)
        with QSignalBlocker(self._units):
            self._units.clear()
            self._units.addItems(list(names))
            self._units.setCurrentIndex(place)

    @property
    def name(self) -> str:
        """What the chosen unit is called, with its layer unless it is a class."""
        layer, unit = self._layers.currentText(), self._units.currentText()
        return unit if self.layer == 0 else f"{layer}, {unit}"

    @property
    def layer(self) -> int:
        """The place of the chosen layer in the list."""
        return self._layers.currentIndex()

    @property
    def unit(self) -> int:
        """The number of the chosen unit, from 0."""
        return self._units.currentIndex()

    @property
    def from_drawing(self) -> bool:
        """Whether the image begins with the drawing."""
        return self._start.currentText() == DRAWING

    @Slot(int)
    def _choose_layer(self, place: int) -> None:
        self.layer_chosen.emit(place)
        self.chosen.emit()
