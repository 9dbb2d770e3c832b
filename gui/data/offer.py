"""The offer to get the images of a data set that is not on this computer, from the internet or from local files."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gui.widgets import Button, NamedLabel, tooltip

STEPS = 1000
"""The steps of the progress bar, whose range is too small for a number of bytes."""
LOCAL_TIP = "Import the images from a folder with the downloaded files, for example on a USB stick"


class DataOffer(QWidget):
    """Hidden while the images of the chosen data set are on this computer."""

    download_asked = Signal()
    cancelled = Signal()
    local_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Images to download")
        self._words = NamedLabel("About the images to download")
        self._words.setWordWrap(True)
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
        """The images are on this computer: hide the offer."""
        self.hide()

    def show_offer(self, title: str, size: str, about: str) -> None:
        """Offer the data set `title`; `size` is that of its download, `about` describes it and its licence."""
        self._say(f"{title}: not on this computer yet. A download takes {size}.", about)
        self._show_parts(going_on=False)
        self.download.setText("Download")

    def show_problem(self, sentence: str, *, offline: bool = False) -> None:
        """Say what went wrong. Offline only local files can help."""
        self._say(sentence, self._words.toolTip())
        self._show_parts(going_on=False)
        self.download.setText("Try again")
        self.download.setEnabled(not offline)
        (self.local if offline else self.download).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, doing: str, done: int, in_all: int, unit: str) -> None:
        """Show how much is done; `done` and `in_all` are bytes if `unit` is "MB"."""
        scale = 1e6 if unit == "MB" else 1
        counted = f": {done / scale:,.1f} of {in_all / scale:,.1f} MB" if unit == "MB" and done else ""
        self._say(f"{doing}{counted}", self._words.toolTip())
        self._bar.setValue(round(STEPS * done / max(in_all, 1)))
        self._show_parts(going_on=True)

    def _say(self, words: str, tip: str) -> None:
        # A line breaks only at spaces, which a path does not have.
        self._words.setText(words.replace("/", "/\u200b"))
        self._words.setToolTip(tooltip(tip))

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
