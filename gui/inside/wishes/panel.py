"""The view Would like: the image that a unit answers to most, and the training images that excite it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from gui.inside.beside_or_below import BesideOrBelow
from gui.inside.picture_file import picture_of
from gui.inside.square_above import SquareAbove
from gui.inside.wishes.unit_choice import UnitChoice
from gui.inside.wishes.wish_picture import WishPicture
from gui.theme import Theme
from gui.widgets import Button, Compound, DigitGrid, SteadyLabel, WrappedLabel, tab_through

LONGEST = ("It answers with \u221210.25 \u2192 100.25; probability under 0.1% \u2192 over 99.9%.",)
GROW, STOP = "Grow", "Stop"


class WishesPanel(Compound):
    """Says what is chosen; shows an image that grows, how strongly the unit answers, and the training images."""

    climb_asked = Signal()
    stopped = Signal()
    image_chosen = Signal(int)
    """The place of a training image among those shown: it is wanted on the canvas."""
    save_asked = Signal()
    hidden = Signal()
    """Nobody sees it any more."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = UnitChoice()
        self.picture = WishPicture()
        self._button = Button(
            GROW, "Change the image step by step so that the unit answers more strongly (gradient ascent)"
        )
        self._button.clicked.connect(self._press)
        self._save = Button("Save picture \u2026", "Save the image and how strongly the unit answers as PNG or SVG")
        self._save.clicked.connect(self.save_asked)
        self._save.setEnabled(False)
        self._running = False
        self._strength = SteadyLabel("How strongly it answers", LONGEST)
        self._strength.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._about = WrappedLabel("Which training images these are", "heading")
        self._note = WrappedLabel("About the weights", "muted")
        self._hint = WrappedLabel("What is missing", "muted")
        self.images = DigitGrid("The training images that excite it most")
        self.images.setToolTip("Click one to put it on the canvas")
        self.images.itemClicked.connect(self._click)
        self.images.chosen.connect(self.image_chosen)
        self._lay_out()
        self.enter_at(self.choice)
        self.show_hint("")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.choice, 1)
        head.addWidget(self._button)
        right = QWidget()
        others = QVBoxLayout(right)
        others.setContentsMargins(0, 0, 0, 0)
        others.addWidget(self._about)
        others.addWidget(self.images, 1)
        others.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        self._left = SquareAbove(self.picture, self._strength)
        self._body = BesideOrBelow(self._left, right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        for part in (self._hint, self._note):
            layout.addWidget(part)
        layout.addWidget(self._body, 1)
        layout.addStretch()
        tab_through(self)

    def set_theme(self, theme: Theme) -> None:
        self.picture.set_theme(theme)
        self.images.set_theme(theme)

    def wish(self, suffix: str) -> bytes:
        """The image and what is said about it as the content of a file: SVG for the suffix .svg, any other PNG."""
        title = f"What {self.choice.name} would like to see. {self._strength.text()}"
        return picture_of(self._left, [self.picture], self.picture.theme.panel, suffix, title)

    @property
    def words(self) -> str:
        """How strongly the unit answers, or why nothing can be climbed."""
        return self._strength.text() if self._hint.isHidden() else self._hint.text()

    @property
    def note(self) -> str:
        """The sentence about the weights; "" when there is nothing to say."""
        return self._note.text()

    @property
    def running(self) -> bool:
        """Whether an image is shown as growing."""
        return self._running

    def show_hint(self, sentence: str) -> None:
        """Say why there is nothing to climb; "" shows the parts again."""
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))
        for part in (self.choice, self._button, self._body):
            part.setVisible(not sentence)
        if sentence:
            self.show_note("")

    def show_note(self, sentence: str) -> None:
        """Say whose weights these are, or "" for nothing."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def show_running(self, running: bool) -> None:
        """The image grows, or does not any more."""
        self._running = running
        self._button.setText(STOP if running else GROW)

    def show_image(self, image: NDArray[np.uint8] | None, words: str) -> None:
        """Show how far the image is, uint8 (28, 28), and how strongly the unit answers."""
        self._strength.setText(words)
        self._save.setEnabled(image is not None)
        self.picture.show_image(image, words or "nothing yet")

    def show_exciting(self, images: NDArray[np.uint8], captions: Sequence[str], about: str) -> None:
        """Show training images, uint8 (N, 28, 28), each with its class and strength, and say which they are."""
        self._about.setText(about)
        tips = [
            f"{caption.splitlines()[0]}, strength {caption.splitlines()[1]}. Click: on the canvas"
            for caption in captions
        ]
        self.images.show_digits(images, captions, tips)

    @Slot()
    def _press(self) -> None:
        (self.stopped if self._running else self.climb_asked).emit()

    @Slot(QListWidgetItem)
    def _click(self, item: QListWidgetItem) -> None:
        self.image_chosen.emit(self.images.row(item))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.hidden.emit()
