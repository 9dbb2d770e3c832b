"""Two large figures: the kept network's accuracy on test images, and on the person's own digits."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engine.formats import count, percent
from gui.widgets import NamedLabel

LEARNING = "measured once, when training is complete"
NONE = "\u2013"


class ResultCard(QWidget):
    """The test accuracy beside the accuracy on one's own digits, and the network that has them."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = _figure("Test accuracy")
        self._mine = _figure("Your digits")
        self._counted = _muted()
        self._origin = _muted()
        # The figures above must not move when the words need a second line.
        self._origin.setMinimumHeight(2 * self._origin.fontMetrics().lineSpacing())
        self._origin.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        tips = (
            "Share of the test images classified correctly, which the network never saw while it learnt",
            "Share of the digits you drew and named that this network reads correctly. One that it has learnt counts\n"
            "as it was read by a network that had learnt only the others.",
        )
        for column, (figure, tip) in enumerate(zip((self._figure, self._mine), tips, strict=True)):
            heading = QLabel(figure.accessibleName())
            heading.setObjectName("heading")
            heading.setToolTip(tip)
            figure.setToolTip(tip)
            layout.addWidget(heading, 0, column)
            layout.addWidget(figure, 1, column)
        layout.addWidget(self._counted, 2, 0, 1, 2)
        layout.addWidget(self._origin, 3, 0, 1, 2)
        self.show_nothing()
        self.show_mine(0, 0, 0)

    def show_result(self, accuracy: float | None, origin: str) -> None:
        """`accuracy` is from 0 to 1, or None when not measured; `origin` says where the network is from."""
        self._figure.setText(percent(accuracy))
        self._origin.setText(origin)

    @Slot(int, int, int)
    def show_mine(self, right: int, counted: int, every: int) -> None:
        """How many of the person's digits are classified correctly, of how many that count, and how many there are."""
        self._mine.setText(percent(right / counted if counted else None, 0))
        left = every - counted
        correct = f"{right} of {count(counted, 'digit')} of yours" if counted else ""
        learnt = f"{count(left, 'digit')} of yours learnt and not counted" if left and every else ""
        self._counted.setText("; ".join(filter(None, [correct, learnt])))
        self._counted.setVisible(bool(every))

    @Slot(int)
    def show_counting(self, every: int) -> None:
        """Say that a network is reading the person's digits, and has no figure yet."""
        self._mine.setText(NONE)
        self._counted.setText(f"reading {count(every, 'digit')} of yours \u2026")
        self._counted.show()

    def show_nothing(self) -> None:
        """Say that there is no network yet."""
        self.show_result(None, "No network yet")

    def show_learning(self) -> None:
        """Say that a network is being trained, whose accuracy is not measured yet."""
        self.show_result(None, LEARNING)


def _figure(name: str) -> QLabel:
    label = NamedLabel(name, NONE)
    label.setObjectName("figure")
    return label


def _muted() -> QLabel:
    label = QLabel()
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label
