"""The buttons of a run, like those of a player: train, pause, go on, step, stop, restart and discard."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.theme import sized
from gui.widgets import Compound

State = Literal["ready", "running", "pausing", "stepping", "paused", "measuring", "stopping"]

STEERABLE: tuple[State, ...] = ("running", "pausing", "stepping", "paused")
"""The states with a next step, before which a run can pause or go on."""


class Face(NamedTuple):
    """The large button in one state, and what a click on it asks for."""

    text: str
    tip: str
    asks: str


FACES: dict[State, Face] = {
    "ready": Face("Train", "Train a new network with these settings (F5)", "train"),
    "running": Face("Pause", "Hold training after the present step; nothing is lost (Space or F5)", "pause"),
    "pausing": Face(
        "Pausing \u2026",
        "Training waits after the present step; click to let it go on (Space or F5)",
        "continue",
    ),
    "stepping": Face(
        "Stepping \u2026", "Training waits again after this step or epoch; click to let it go on", "continue"
    ),
    "paused": Face("Continue", "Let training go on (Space or F5)", "continue"),
    "measuring": Face(
        "Measuring \u2026", "Training is done: the final figures come next; Stop ends the run without them", ""
    ),
    "stopping": Face("Stopping \u2026", "The run ends at once, and what was learnt is kept unless it is discarded", ""),
}
SMALL = {
    "step": ("Step", "Learn from one batch and wait (Right); with Shift go to the end of the epoch (Shift+Right)"),
    "stop": ("Stop", "End training and keep what was learnt; it can be resumed later (Esc)"),
    "restart": ("Restart", "Begin again from the same first weights, with the settings as they are now"),
    "discard": ("Discard", "End training and throw the run away; this can be undone"),
}


class Player(Compound):
    """Emits what a click asks for. The controller answers with `show_state`."""

    asked = Signal(str)
    """train, pause, continue, step, epoch, stop, restart or discard."""

    def __init__(self) -> None:
        super().__init__()
        self._state: State = "ready"
        self._trained = False
        self._allowed = True
        self._needed = ""
        self._lent_to: QWidget | None = None
        """Which part got the keyboard focus when the button that had it became impossible to press."""
        self.main = QPushButton()
        self.main.setObjectName("train")
        self.main.clicked.connect(lambda: self.asked.emit(FACES[self._state].asks))
        self.small = {name: self._button(name) for name in SMALL}
        row = QHBoxLayout()
        sized(row.setSpacing, 4)
        for button in self.small.values():
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, 5)
        layout.addWidget(self.main)
        layout.addLayout(row)
        for button in (self.main, *self.small.values()):
            button.installEventFilter(self)
        self.enter_at(self.main)
        self.show_state("ready")

    def _button(self, name: str) -> QPushButton:
        text, tip = SMALL[name]
        button = QPushButton(text)
        button.setObjectName("player")
        button.setToolTip(tip)
        button.clicked.connect(lambda: self.asked.emit(self._meant(name)))
        return button

    def _meant(self, name: str) -> str:
        shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        return "epoch" if name == "step" and shift else name

    @Slot()
    def press(self) -> None:
        """Do what a click on the large button does."""
        if self.main.isEnabled():
            self.main.click()

    @property
    def state(self) -> State:
        return self._state

    def show_state(self, state: State) -> None:
        """Show a state. After the first run there is something to restart."""
        self._state = state
        self._trained = self._trained or state == "running"
        face = FACES[state]
        self.main.setText(face.text)
        self.main.setAccessibleName(face.text)
        self.main.setToolTip(self._needed if self._needed and state == "ready" else face.tip)
        self.main.setProperty("running", state in ("running", "pausing", "stepping", "measuring", "stopping"))
        self.main.style().polish(self.main)
        self._show_possible()

    def need(self, what: str) -> None:
        """Set the sentence about what is missing to train; "" when nothing is."""
        self._needed = what
        self.show_state(self._state)

    def allow(self, possible: bool) -> None:
        """Whether training can begin: something else may need the network."""
        self._allowed = possible
        self._show_possible()

    def _show_possible(self) -> None:
        possible = self._allowed and not self._needed
        training, ready = self._state in STEERABLE, possible and self._state == "ready"
        going_on = training or self._state == "measuring"
        focus = QApplication.focusWidget()
        self.main.setEnabled(training or ready)
        self.small["step"].setEnabled(training or ready)
        self.small["restart"].setEnabled(going_on or (ready and self._trained))
        for name in ("stop", "discard"):
            self.small[name].setEnabled(going_on)
        self._keep_focus(focus)

    def _keep_focus(self, before: QWidget | None) -> None:
        """Bring the focus back that Qt gives to the next part when the button that has it is disabled."""
        now = QApplication.focusWidget()
        if before is not now and before in (self.main, *self.small.values(), self._lent_to):
            self._lent_to = now
        elif now is not self._lent_to:
            # A person has gone elsewhere.
            self._lent_to = None
        if self._lent_to is not None and self.main.isEnabled():
            self._lent_to = None
            self.main.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leave the key Right to the window, where it takes a step: a button would move the focus with it.

        The second click of a double click would press what the first one has turned the large button into.
        """
        if watched is self.main and event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Right:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
