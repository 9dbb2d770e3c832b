"""Large figures: how many of the images that it never learnt from a network gets right, and of the person's own."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.formats import count, percent
from gui.theme import ZOOM
from gui.widgets import ElidedLabel, NamedLabel

TEST, VALIDATION = "Test accuracy", "Validation accuracy"
TIPS = {
    TEST: "Share of the test images classified correctly, which the network never saw while it learnt",
    VALIDATION: "Share of the validation images classified correctly, which are held back from learning.\n"
    "The test accuracy is measured once, when training is complete.",
}
MINE_TIP = (
    "Share of the digits you drew and named that this network reads correctly. One that it has learnt counts\n"
    "as it was read by a network that had learnt only the others."
)
FIRST = "measured when the first epoch is done"
NONE = "\u2013"
NOTHING = "Nothing is trained yet"
OF_A_HUNDRED = 0.99
"""Below this accuracy, of a hundred images at least one is wrong."""


def meaning(accuracy: float, kind: str, *, digits: bool = True) -> str:
    """An accuracy, from 0 to 1, as a count of images that a person can picture; `digits` says what is on them."""
    whole = 100 if accuracy < OF_A_HUNDRED else 1000
    # Rounded, but never to all of them unless it is all.
    right = f"{min(round(accuracy * whole), whole if accuracy == 1 else whole - 1):,} of {whole:,}"
    if kind == VALIDATION:
        return f"{right} held-back images right"
    return f"reads {right} strangers' digits" if digits else f"{right} unseen images right"


class ResultCard(QWidget):
    """The accuracy beside the accuracy on one's own digits, and the network that has them."""

    def __init__(self) -> None:
        super().__init__()
        self._kind = QLabel()
        self._kind.setObjectName("heading")
        self._figure = _figure(TEST, "hero")
        self._mine_heading = QLabel("Your digits")
        self._mine_heading.setObjectName("heading")
        self._mine = _figure(self._mine_heading.text(), "figure")
        self._meaning = _line("What the accuracy means")
        self._counted = _line("How many of your digits")
        self._origin = _muted()
        self._origin.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.show_nothing()
        self.show_mine(0, 0, 0)
        self._reserve()
        ZOOM.changed.connect(self._reserve)

    @Slot()
    def _reserve(self) -> None:
        """Keep every line free: Train is above, and a second click of a person must not miss it."""
        for words, lines in ((self._meaning, 1), (self._counted, 1), (self._origin, 2)):
            words.setMinimumHeight(lines * words.fontMetrics().lineSpacing())

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.setColumnStretch(0, 1)
        for part in (self._mine_heading, self._mine):
            part.setToolTip(MINE_TIP)
        for row, words in enumerate((self._kind, self._figure, self._meaning)):
            layout.addWidget(words, row, 0, 1, 2)
        layout.addWidget(self._mine_heading, 3, 0)
        layout.addWidget(self._mine, 3, 1)
        for row, words in enumerate((self._counted, self._origin), 4):
            layout.addWidget(words, row, 0, 1, 2)
        # Where there is more room than needed, it is below.
        layout.setRowStretch(layout.rowCount(), 1)

    def enlarge(self, large: bool) -> None:
        """Show the accuracy alone, which a class can read, or as usual."""
        for part in (self._mine_heading, self._mine):
            part.setVisible(not large)

    def show_result(
        self, accuracy: float | None, origin: str, *, validation: float | None = None, digits: bool = True
    ) -> None:
        """`accuracy` is from 0 to 1, or None when not measured: then that on the validation images is shown, if any.

        `origin` says where the network is from.
        """
        kind, shown = (VALIDATION, validation) if accuracy is None and validation is not None else (TEST, accuracy)
        self._show(kind, "" if shown is None else meaning(shown, kind, digits=digits), shown)
        self._origin.setText(origin)

    def _show(self, kind: str, words: str, accuracy: float | None) -> None:
        self._kind.setText(kind)
        self._figure.setAccessibleName(kind)
        self._figure.setText(percent(accuracy))
        for part in (self._kind, self._figure):
            part.setToolTip(TIPS[kind])
        _say(self._meaning, words)

    @Slot(int, int, int)
    def show_mine(self, right: int, counted: int, every: int) -> None:
        """How many of the person's digits are classified correctly, of how many that count, and how many there are."""
        self._mine.setText(percent(right / counted if counted else None, 0))
        left = every - counted
        correct = f"{right} of {count(counted, 'digit')} of yours" if counted else ""
        learnt = f"{count(left, 'digit')} of yours learnt and not counted" if left and every else ""
        _say(self._counted, "; ".join(filter(None, [correct, learnt])) if every else "")

    @Slot(int)
    def show_counting(self, every: int) -> None:
        """Say that a network is reading the person's digits, and has no figure yet."""
        self._mine.setText(NONE)
        _say(self._counted, f"reading {count(every, 'digit')} of yours \u2026")

    def show_nothing(self) -> None:
        """Say that no network has learnt yet."""
        self.show_result(None, NOTHING)

    def show_learning(self, accuracy: float | None) -> None:
        """Show the newest validation accuracy of a network in training, from 0 to 1, or that it has none yet."""
        self._show(VALIDATION, FIRST if accuracy is None else meaning(accuracy, VALIDATION), accuracy)
        self._origin.setText("")


def _figure(name: str, kind: str) -> QLabel:
    label = NamedLabel(name, NONE)
    label.setObjectName(kind)
    return label


def _line(name: str) -> ElidedLabel:
    label = ElidedLabel(name, Qt.AlignmentFlag.AlignLeft)
    label.setObjectName("muted")
    return label


def _say(line: ElidedLabel, words: str) -> None:
    """Show words in one line; the tooltip has all of them where that is too short."""
    line.setText(words)
    line.setToolTip(words)


def _muted() -> QLabel:
    label = QLabel()
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
