"""View "Map": the map, the digits that are nearest to the drawing, and what two dimensions lose."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.inside.digit_map.marks import legend
from gui.inside.digit_map.nearest import NearestImages
from gui.inside.digit_map.painted_map import Points
from gui.inside.digit_map.plot import MapPlot
from gui.inside.digit_map.sentences import NO_NETWORK, about_point, what_is_lost
from gui.inside.picture_file import picture_of
from gui.theme import LIGHT, Theme, sized
from gui.widgets import Button, Compound, SteadyLabel, WrappedLabel

NEAREST = "Nearest"


class DigitMapView(Compound):
    """Shows plain values: points with their images, and the drawing's place among them."""

    image_chosen = Signal(object, str)
    """A training image, uint8 (28, 28), and the name of its class."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self.plot = MapPlot()
        self.nearest = NearestImages()
        self._heading = QLabel(NEAREST)
        self._heading.setObjectName("muted")
        self._words = SteadyLabel("About the map", [what_is_lost(0.99, 0.99, 0.99)], "muted")
        self._legend = WrappedLabel("What the letters mean", "muted")
        self._save = Button("Save \u2026", "Save the map and what is said about it as PNG or SVG")
        self._save.clicked.connect(self.save_asked)
        self._shown: Points | None = None
        self.plot.looked_at.connect(self._describe)
        self.plot.chosen.connect(self._choose)
        self.enter_at(self.plot)
        self._lay_out()
        self.say(NO_NETWORK)

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        sized(beside.setSpacing, 4)
        beside.addWidget(self._heading)
        beside.addWidget(self.nearest, 1)
        self._pictures = QWidget()
        row = QHBoxLayout(self._pictures)
        row.setContentsMargins(0, 0, 0, 0)
        sized(row.setSpacing, 10)
        row.addWidget(self.plot, 1)
        row.addLayout(beside)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._save, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._pictures, 1)
        layout.addWidget(self._legend)
        layout.addLayout(foot)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.plot.set_theme(theme)
        self.nearest.set_theme(theme)

    def picture(self, suffix: str) -> bytes:
        """The map as the content of a file: SVG for the suffix .svg, any other PNG."""
        return picture_of(self._pictures, [self.plot], self._theme.panel, suffix, self.words)

    @property
    def words(self) -> str:
        """The sentence below the map."""
        return self._words.text()

    def say(self, sentence: str) -> None:
        """Say this below the map, and leave the map as it is."""
        self._words.setText(sentence)

    def show_old(self, sentence: str) -> None:
        """The map is no more that of the network that is looked at: fade it until `show_map`, and say this."""
        self.plot.show_faded()
        self.say(sentence)

    def clear(self, sentence: str) -> None:
        """Show no map, and say why."""
        self._shown = None
        self._save.setEnabled(False)
        self.plot.show_points(None)
        self.show_drawing(None, np.empty(0, np.int64))
        self._legend.hide()
        self.say(sentence)

    def show_map(self, shown: Points, sentence: str) -> None:
        """Show points, and say this about them."""
        self._shown = shown
        self._save.setEnabled(True)
        self.plot.show_points(shown)
        self._legend.setText(legend(shown.names))
        self._legend.setVisible(bool(self._legend.text()))
        self.say(sentence)

    def show_drawing(self, point: NDArray[np.float32] | None, nearest: NDArray[np.int64]) -> None:
        """Show where the drawing lies, (2,), and the numbers of its nearest points."""
        self.plot.show_drawing(point, nearest)
        images = self._shown.images[nearest] if self._shown else np.empty((0, 28, 28), np.uint8)
        self.nearest.show_nearest(images, [self._name(number) for number in nearest.tolist()])
        self._describe()

    def _name(self, number: int) -> str:
        assert self._shown
        return self._shown.names[int(self._shown.labels[number])]

    @Slot()
    @Slot(int)
    def _describe(self, _number: int | None = None) -> None:
        if self._shown and self.plot.current is not None:
            self.plot.setAccessibleDescription(about_point(self._name(self.plot.current), self.nearest.names))
        else:
            self.plot.setAccessibleDescription(self.nearest.accessibleDescription())

    @Slot(int)
    def _choose(self, number: int) -> None:
        assert self._shown
        self.image_chosen.emit(self._shown.images[number], self._name(number))
