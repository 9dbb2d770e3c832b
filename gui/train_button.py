"""The button that starts training and, while it runs, stops it."""

from typing import Literal

from PySide6.QtWidgets import QPushButton

State = Literal["ready", "running", "stopping"]
TEXTS = {"ready": "Train", "running": "Stop", "stopping": "Stopping \u2026"}
TIPS = {
    "ready": "Train a new network with these settings (F5)",
    "running": "Stop training and keep what was learnt (F5)",
    "stopping": "Training ends after the present step",
}


class TrainButton(QPushButton):
    """Says what a click will do."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("train")
        self.show_state("ready")

    def show_state(self, state: State) -> None:
        self.setText(TEXTS[state])
        self.setAccessibleName(TEXTS[state])
        self.setToolTip(TIPS[state])
        self.setEnabled(state != "stopping")
        self.setProperty("running", state != "ready")
        self.style().polish(self)
