"""Which page of images is shown: two arrows, and the number between them."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpinBox, QToolButton, QWidget

from gui.theme import sized

NUMBER = 84
"""Width in logical pixels: enough for "83 of 983"."""


class PageTurner(QWidget):
    """Counts pages from 0 and shows them from 1."""

    turned = Signal()
    """A person has chosen another page."""

    def __init__(self) -> None:
        super().__init__()
        self._previous = _arrow("\u2190", "Previous page", "Page up")
        self._next = _arrow("\u2192", "Next page", "Page down")
        self._number = QSpinBox()
        self._number.setRange(1, 1)
        self._number.setKeyboardTracking(False)
        # The size hint has room for numbers that do not occur, and the row must fit a narrow window.
        self._number.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        sized(self._number.setMinimumWidth, NUMBER)
        sized(self._number.setMaximumWidth, 2 * NUMBER)
        self._number.setToolTip("Which page is shown")
        self._number.setAccessibleName("Page")
        self._previous.clicked.connect(self.go_back)
        self._next.clicked.connect(self.go_on)
        self._number.valueChanged.connect(self.turned)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._previous)
        layout.addWidget(self._number, 1)
        layout.addWidget(self._next)

    @property
    def page(self) -> int:
        """From 0."""
        return self._number.value() - 1

    def show_page(self, page: int, pages: int) -> None:
        """Show which page it is, from 0, and how many there are, without a signal."""
        with QSignalBlocker(self._number):
            self._number.setRange(1, pages)
            self._number.setValue(page + 1)
            self._number.setSuffix(f" of {pages:,}")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page < pages - 1)

    def show_first(self) -> None:
        """Go to the first page, without a signal."""
        with QSignalBlocker(self._number):
            self._number.setValue(1)

    @Slot()
    def go_back(self) -> None:
        self._number.stepDown()

    @Slot()
    def go_on(self) -> None:
        self._number.stepUp()


def _arrow(sign: str, name: str, key: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({key})")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
