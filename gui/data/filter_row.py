"""The row above the images: of which class, from where, and whether varied."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from engine.data import Origin
from engine.settings import DIGITS, NAMES, NOTHING, DataName
from gui.data.origin_words import Choice, choices
from gui.theme import scaled, sized
from gui.widgets import Button, ChoiceBox

if TYPE_CHECKING:
    from engine.inspection import Tally

LEAST_LETTERS, MOST_WIDTH = 12, 400
"""Room for the origin: at least some letters, and not all of a wide window, in logical pixels."""
MARGIN = 6
"""Beside an entry of an open list, in logical pixels."""
ROWS = 20
"""The most entries that an open list shows at once."""


class FilterRow(QWidget):
    """A narrow window shows it as two rows."""

    filtered = Signal()
    """A person has chosen other images."""
    varied_toggled = Signal(bool)
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tallies: Sequence[Tally] = ()
        self._data: DataName = "mnist"
        self._names: tuple[str, ...] = ()
        self._sections: list[list[Choice]] = []
        self._label = _list("Which images", "Which images are shown", 4)
        tip = "Show only the images of one source, or of one form of the chosen digit"
        self._origin = _list("Where the images come from", tip, LEAST_LETTERS)
        self._varied = QCheckBox("Vary handwriting")
        self._varied.setToolTip(
            "Show the images as other people might have written them. A run with augmentation learns from\n"
            "such images, and never twice from the same one"
        )
        self._again = Button("Again", "Show the same images in another variation, as in another epoch")
        self._again.hide()
        self._label.currentIndexChanged.connect(self._choose_label)
        self._origin.currentIndexChanged.connect(self.filtered)
        self._varied.toggled.connect(self._again.setVisible)
        self._varied.toggled.connect(self.varied_toggled)
        self._again.clicked.connect(self.again_asked)
        self._lay_out()
        self._show_names(DIGITS)
        self._show_origins(None)

    def _lay_out(self) -> None:
        sized(self._origin.setMaximumWidth, MOST_WIDTH)
        self._origin.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._which, self._how = QHBoxLayout(), QHBoxLayout()
        self._which.addWidget(self._label)
        self._which.addWidget(self._origin, 1)
        self._how.addWidget(self._varied)
        self._how.addWidget(self._again)
        self._how.addStretch()
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addLayout(self._which, 1)
        self._rows.addLayout(self._how, 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        width = max(self._which.minimumSize().width(), self._width_of_how)
        return QSize(width, self._rows.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        one_row = self.width() >= self._which.minimumSize().width() + self._rows.spacing() + self._width_of_how
        self._rows.setDirection(QBoxLayout.Direction.LeftToRight if one_row else QBoxLayout.Direction.TopToBottom)

    @property
    def _width_of_how(self) -> int:
        """With the button Again, whether it is visible or not."""
        return self._varied.sizeHint().width() + self._how.spacing() + self._again.sizeHint().width()

    # What is chosen.

    @property
    def label(self) -> int | None:
        """The class; None for all."""
        label: int | None = self._label.currentData()
        return label

    @property
    def origin(self) -> Origin | None:
        """Where the images come from; None for all."""
        origin: Origin | None = self._origin.currentData()
        return origin

    @property
    def varied(self) -> bool:
        return self._varied.isChecked()

    def choose_all(self) -> None:
        """Choose all images, without a signal."""
        with QSignalBlocker(self._label):
            self._label.setCurrentIndex(0)
        self._show_origins(None)

    # What can be chosen.

    def show_tallies(self, tallies: "Sequence[Tally]", data: DataName) -> None:
        """Offer what there is, without a signal. What was chosen stays chosen if it is still there."""
        self._tallies, self._data = tallies, data
        self._show_names(NAMES[data])
        self._show_origins(self.origin)

    def _show_names(self, names: tuple[str, ...]) -> None:
        """Offer the classes of the data set. Digits come with outliers."""
        if names == self._names:
            return
        self._names = names
        with QSignalBlocker(self._label):
            chosen = self._label.currentData()
            self._label.clear()
            for words, label in [("All", None), *((name, place) for place, name in enumerate(names))]:
                self._label.addItem(words, label)
            if names is DIGITS:
                self._label.addItem("No digit", NOTHING)
            self._label.setCurrentIndex(max(0, self._label.findData(chosen)))

    @Slot()
    def _choose_label(self) -> None:
        self._show_origins(self.origin)
        self.filtered.emit()

    def _show_origins(self, chosen: Origin | None) -> None:
        """Offer the sources and forms of the class. Where it lacks the chosen form, its source is chosen."""
        sections = choices(self._tallies, self._data, self.label)
        if sections != self._sections:
            # A list that is open stays as it is if it says the same.
            self._sections = sections
            self._fill(sections)
        origins = [self._origin.itemData(place) for place in range(self._origin.count())]
        if chosen not in origins and chosen:
            chosen = Origin(chosen.source)
        with QSignalBlocker(self._origin):
            self._origin.setCurrentIndex(origins.index(chosen) if chosen in origins else 0)
        self._origin.setVisible(len({tally.origin.source for tally in self._tallies}) > 1)
        self._arrange()

    def _fill(self, sections: list[list[Choice]]) -> None:
        box = self._origin
        with QSignalBlocker(box):
            box.clear()
            for number, section in enumerate(sections):
                if number:
                    box.insertSeparator(box.count())
                for choice in section:
                    box.addItem(choice.words, choice.origin)
        every = [choice for section in sections for choice in section]
        # EVERY_SOURCE and one other entry are the same images.
        box.setEnabled(len(every) > 2)
        widest = max(box.fontMetrics().horizontalAdvance(choice.words) for choice in every)
        box.view().setMinimumWidth(widest + 2 * scaled(MARGIN) + box.view().verticalScrollBar().sizeHint().width())


def _list(name: str, tip: str, letters: int) -> QComboBox:
    """A list that is no wider than some letters: the longest name would be too wide for a narrow window."""
    box = ChoiceBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
    box.setMaxVisibleItems(ROWS)
    box.setToolTip(tip)
    box.setAccessibleName(name)
    return box
