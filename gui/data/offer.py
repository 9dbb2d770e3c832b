"""The offer to get the images that were chosen and are not there yet: downloaded, or from files that a person has."""

from textwrap import fill

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from gui.widgets import Button

COLUMNS = 64
STEPS = 1000
"""Of the bar: bytes are too many for it."""
LOCAL_TIP = "Take the images from a folder that holds the files as they are downloaded, on a stick for example"


class DataOffer(QWidget):
    """Hidden while the chosen images are there."""

    download_asked = Signal()
    cancelled = Signal()
    local_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Images to download")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setAccessibleName("About the images to download")
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Download")
        self.download = Button("Download", "Fetch the images from the internet and check that they are whole")
        self.local = Button("Local files \u2026", LOCAL_TIP)
        self.cancel = Button(
            "Cancel", "Stop the download; what came so far is kept, and the next one goes on from there"
        )
        for button, asked in (
            (self.download, self.download_asked),
            (self.local, self.local_asked),
            (self.cancel, self.cancelled),
        ):
            button.setObjectName("player")
            button.clicked.connect(asked)
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.download, self.local, self.cancel):
            row.addWidget(button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 6)
        layout.setSpacing(5)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addLayout(row)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    @Slot()
    def show_nothing(self) -> None:
        """What is chosen is there."""
        self.hide()

    def show_offer(self, title: str, size: str, about: str) -> None:
        """`title` is not there; `size` is what a download takes, `about` says what it is and who may use it."""
        self._say(f"{title}: not on this computer yet. A download takes {size}.", about)
        self._show_parts(going_on=False)
        self.download.setText("Download")

    def show_problem(self, sentence: str, *, offline: bool = False) -> None:
        """What went wrong; without a network there is nothing to try again, and local files are left."""
        self._say(sentence, self._words.toolTip())
        self._show_parts(going_on=False)
        self.download.setText("Try again")
        self.download.setEnabled(not offline)
        (self.local if offline else self.download).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, doing: str, done: int, in_all: int, unit: str) -> None:
        """How far it has come: so many of so many units, which are bytes when `unit` is "MB"."""
        scale = 1e6 if unit == "MB" else 1
        counted = f": {done / scale:,.1f} of {in_all / scale:,.1f} MB" if unit == "MB" and done else ""
        self._say(f"{doing}{counted}", self._words.toolTip())
        self._bar.setValue(round(STEPS * done / max(in_all, 1)))
        self._show_parts(going_on=True)

    def _say(self, words: str, tip: str) -> None:
        # A line may only break at spaces, and paths have none.
        self._words.setText(words.replace("/", "/\u200b"))
        self._words.setToolTip(fill(tip, COLUMNS))

    def _show_parts(self, *, going_on: bool) -> None:
        had_focus = any(button.hasFocus() for button in (self.download, self.local, self.cancel))
        self._bar.setVisible(going_on)
        self.cancel.setVisible(going_on)
        for button in (self.download, self.local):
            button.setVisible(not going_on)
        self.download.setEnabled(True)
        self.show()
        if had_focus and going_on:
            self.cancel.setFocus()
