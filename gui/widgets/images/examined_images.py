"""A grid of images, what there is to say about the one that is looked at, and a button that chooses it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme
from gui.widgets.buttons.button import Button
from gui.widgets.images.digit_grid import DigitGrid
from gui.widgets.keyboard import Compound


class ExaminedImages(Compound):
    """The first image is looked at as soon as there are any. Enter or a double click chooses as well."""

    looked_at = Signal(int)
    """The index, among those shown, of the image that is now looked at. Its story is to be told then."""
    chosen = Signal(int)

    def __init__(self, name: str, story: QLabel, choice: Button, before: QWidget | None = None) -> None:
        """`story` shows the sentence about an image, `choice` is the button, `before` stands in its row, if given."""
        super().__init__()
        self.digits = DigitGrid(name)
        self._story = story
        self._story.setObjectName("muted")
        self._choice = choice
        self._place: int | None = None
        self.digits.looked_at.connect(self._look_at)
        self.digits.chosen.connect(self.chosen)
        choice.clicked.connect(self._choose_present)
        self.enter_at(self.digits)
        self._lay_out(before)

    def _lay_out(self, before: QWidget | None) -> None:
        row = QHBoxLayout()
        if before:
            row.addWidget(before, 1)
            row.addStretch(1)
            row.addWidget(self._choice)
        else:
            row.addWidget(self._choice)
            row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.digits, 1)
        column.addWidget(self._story)
        column.addLayout(row)

    def set_theme(self, theme: Theme) -> None:
        self.digits.set_theme(theme)

    @property
    def story(self) -> str:
        """The sentence about the image that is looked at; "" while there is none."""
        return self._story.text()

    def show_images(
        self, images: NDArray[np.uint8], captions: Sequence[str], tips: Sequence[str], place: int = 0
    ) -> None:
        """Show images, uint8 (N, 28, 28), as `DigitGrid` does, and look at the one at `place`, or the last one."""
        had_keyboard = self.digits.hasFocus()
        self.digits.show_digits(images, captions, tips)
        self._place = None
        self._choice.setEnabled(False)
        self.tell("")
        if len(images):
            self.digits.look_at(min(place, len(images) - 1))
        if had_keyboard:
            self.digits.setFocus()

    def tell(self, story: str) -> None:
        """Show the sentence about the image that is looked at."""
        self._story.setText(story)
        self._story.setToolTip(story)

    @Slot(int)
    def _look_at(self, place: int) -> None:
        self._place = place
        self._choice.setEnabled(True)
        self.looked_at.emit(place)

    @Slot()
    def _choose_present(self) -> None:
        if self._place is not None:
            self.chosen.emit(self._place)
