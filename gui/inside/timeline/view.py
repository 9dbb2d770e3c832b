"""The time slider: a mark for each snapshot of a training, and at its right end the network of now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from gui.inside.timeline.slider import TimeSlider
from gui.theme import Theme, sized
from gui.widgets import Button, Compound, WrappedLabel

STEP_MILLISECONDS = 700
"""How long a playing slider stays at each mark: enough to see what changed."""
PLAY, PAUSE = "Play", "Pause"
TIP = "Go through the training from its start to now"


class TimelineView(Compound):
    """The slider, a button that plays through it, and a line about the place that is chosen."""

    place_chosen = Signal(int)
    """The number of the place; the last one is now."""

    def __init__(self) -> None:
        super().__init__()
        self.slider = TimeSlider()
        self.play = Button(PLAY, TIP)
        self.play.setObjectName("player")
        self._words = WrappedLabel("Where the slider is", "muted")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self.play.clicked.connect(self._toggle)
        self.slider.valueChanged.connect(self.place_chosen)
        self.slider.sliderPressed.connect(self._stop)
        self.enter_at(self.slider)
        self._lay_out()
        self.show_none("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        sized(row.setSpacing, 8)
        sized(self.play.setMinimumWidth, 64)
        row.addWidget(self.play, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        sized(layout.setSpacing, 2)
        layout.addLayout(row)
        layout.addWidget(self._words)

    def set_theme(self, theme: Theme) -> None:
        self.slider.set_theme(theme)

    @property
    def words(self) -> str:
        """The line about the place."""
        return self._words.text()

    def show_none(self, why: str) -> None:
        """There is nothing to go through: say why."""
        self._stop()
        self._show_slider(False)
        self._words.setText(why)

    def show_places(self, names: Sequence[str], place: int) -> None:
        """Show places by their names, the last of which is now, with the slider at `place`; emits nothing."""
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(names) - 1)
        self.slider.setValue(place)
        self.slider.blockSignals(False)
        self.slider.show_names(names)
        self._show_slider(True)

    def say(self, sentence: str) -> None:
        """Say this about the place."""
        self._words.setText(sentence)
        self.slider.setAccessibleDescription(sentence)

    def _show_slider(self, there: bool) -> None:
        self.slider.setVisible(there)
        self.play.setVisible(there)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @Slot()
    def _toggle(self) -> None:
        if self.playing:
            self._stop()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start(STEP_MILLISECONDS)
        self._show_button()

    @Slot()
    def _go_on(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self._stop()

    @Slot()
    def _stop(self) -> None:
        self._timer.stop()
        self._show_button()

    def _show_button(self) -> None:
        self.play.setText(PAUSE if self.playing else PLAY)
        self.play.setToolTip("Stay here" if self.playing else TIP)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._stop()
