"""Which of two networks that read the drawing side by side a view looks into."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox

from gui.theme import sized
from gui.widgets import ChoiceBox

LEAST, WIDEST = 8, 240
"""Characters that have room at least, and logical pixels. The names of runs may be as long as a person likes."""


class NetworkChoice(ChoiceBox):
    """Hidden while there is nothing to choose."""

    chosen = Signal()
    """A person has chosen the other one."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Network to look into")
        # The window must not get wider because a run has a long name.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LEAST)
        sized(self.setMaximumWidth, WIDEST)
        self._names: tuple[str, ...] = ()
        self.currentIndexChanged.connect(self.chosen)
        self.hide()

    def show_networks(self, names: Sequence[str], *, wanted: bool) -> None:
        """Offer these; the place that is chosen stays. It is in sight if it is `wanted` and there are several."""
        if tuple(names) != self._names:
            self._show_names(tuple(names))
        self.setVisible(wanted and len(names) > 1)

    def _show_names(self, names: tuple[str, ...]) -> None:
        place = min(max(0, self.currentIndex()), len(names) - 1)
        with QSignalBlocker(self):
            if len(names) == self.count():
                # One that is open stays open while the time slider plays.
                for number, name in enumerate(names):
                    self.setItemText(number, name)
            else:
                self.clear()
                self.addItems(list(names))
            self.setCurrentIndex(place)
        for number, name in enumerate(names):
            self.setItemData(number, name, Qt.ItemDataRole.ToolTipRole)
        self._names = names
        self.setToolTip("Two networks read the drawing: which of them is shown here\n" + "\n".join(names))

    def choose_first(self) -> None:
        """Back to the network whose training the time slider goes through."""
        self.setCurrentIndex(0)

    @property
    def second(self) -> bool:
        """Whether the other one is chosen."""
        return self.currentIndex() == 1
