"""Page Mistakes: the test images that the network misclassifies, as what, and with which confidence."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.formats import count
from gui.mistakes.confusion_matrix import ConfusionMatrix
from gui.mistakes.sentences import caption, story, summary
from gui.theme import Theme, scaled
from gui.widgets import Button, ChoiceBox, Compound, ExaminedImages, NamedLabel, UprightScroll

if TYPE_CHECKING:
    from engine.inspection import Mistakes

MOST = 60
"""How many of the most confident mistakes to show: a good network makes fewer, a bad one makes thousands."""
MOST_OF_CELL = 200
"""How many images of a cell to show: a thousand correct ones would block the window for half a second."""
BESIDE = 480
"""From this width in logical pixels, the images stand beside the matrix; in a narrower window, below it."""
EXPLANATION = (
    "Reads the test images with the present network and shows which of them it takes for what. The network "
    "never learns from these images."
)


class MistakesPanel(Compound):
    """Shows mistakes; until it has some, a button asks for them."""

    asked = Signal()
    chosen = Signal(object, str)
    """An image to put on the canvas, uint8 (28, 28), and the name of its class."""

    def __init__(self) -> None:
        super().__init__()
        self._mistakes: Mistakes | None = None
        self._images: NDArray[np.uint8] = np.empty((0, 28, 28), np.uint8)
        self._shown: NDArray[np.int64] = np.empty(0, np.int64)
        self._look = Button("Look at the mistakes", "Read all test images with the present network: some seconds")
        self._look.clicked.connect(self.asked)
        self._surest = Button("Most confidently wrong", "The misclassified images, the most confident answers first")
        self._surest.clicked.connect(self._show_surest)
        self._figures = ChoiceBox()
        self._figures.addItems(["Counts", "Shares in %"])
        self._figures.setToolTip("Show how many images there are, or their percentage of each row")
        self._figures.setAccessibleName("Numbers in the confusion matrix")
        self._figures.currentIndexChanged.connect(self._show_figures)
        self._words = _label("About the mistakes")
        self.matrix = ConfusionMatrix()
        self.matrix.chosen.connect(self._show_cell)
        self.matrix.selectionModel().currentChanged.connect(self._keep_cell_in_sight)
        self._heading = _label("Which images are shown", "heading")
        self.images = ExaminedImages(
            "Test images",
            _label("What the network made of the image"),
            Button("Put on canvas", "Show this image on the canvas, where the network classifies it again"),
        )
        self.images.looked_at.connect(self._look_at)
        self.images.chosen.connect(self._put)
        self._lay_out()
        self.forget()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for widget in (self._look, self._surest, self._figures):
            head.addWidget(widget)
        head.addStretch()
        images = QWidget()
        column = QVBoxLayout(images)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._heading)
        column.addWidget(self.images, 1)
        self._splitter = QSplitter()
        self._splitter.addWidget(self.matrix)
        self._splitter.addWidget(images)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(8)
        self._scroll = UprightScroll(self._splitter, self.matrix, images)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addWidget(self._scroll, 1)
        # Keeps the rest at the top while the scroll area is hidden.
        layout.addStretch()

    def set_theme(self, theme: Theme) -> None:
        self.matrix.set_theme(theme)
        self.images.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def forget(self) -> None:
        """Drop the mistakes of an earlier network and show the button that asks for new ones."""
        self._mistakes = None
        self._words.setText(EXPLANATION)
        self._show_parts(asking=True)

    def show_waiting(self, sentence: str) -> None:
        """Say that the test images are being classified, or why they cannot be."""
        self._mistakes = None
        self._words.setText(sentence)
        self._show_parts(asking=False)

    def show_mistakes(self, mistakes: "Mistakes", images: NDArray[np.uint8], whose: str = "") -> None:
        """Show the answers to test images, uint8 (N, 28, 28), 255 for ink; `whose` is the name of the run."""
        self._mistakes, self._images = mistakes, images
        self.matrix.show_confusion(mistakes.confusion, mistakes.precision, mistakes.recall, mistakes.names)
        self._words.setText(f"{whose}: {summary(mistakes)}" if whose else summary(mistakes))
        self._show_parts(asking=False)
        self._show_surest()

    def _show_parts(self, *, asking: bool) -> None:
        self._look.setVisible(asking)
        for part in (self._surest, self._figures, self._scroll):
            part.setVisible(self._mistakes is not None)
        self.enter_at(self._look if asking else self.matrix)

    @Slot(int)
    def _show_figures(self, kind: int) -> None:
        self.matrix.show_shares(kind == 1)

    @Slot()
    def _show_surest(self) -> None:
        if self._mistakes:
            surest = self._mistakes.most_confidently_wrong(MOST)
            few = f"{count(len(surest), 'mistake')}, the most confident first"
            self._show_images(surest, few if len(surest) < MOST else f"The {MOST} most confident mistakes")

    @Slot(int, int)
    def _show_cell(self, true: int, answer: int) -> None:
        if not self._mistakes:
            return
        every = self._mistakes.cell(true, answer)
        first = f"; the {MOST_OF_CELL} most confident" if len(every) > MOST_OF_CELL else ""
        self._show_images(every[:MOST_OF_CELL], self.matrix.words((true, answer)) + first)

    def _show_images(self, numbers: NDArray[np.int64], heading: str) -> None:
        assert self._mistakes
        self._shown = numbers
        self._heading.setText(heading)
        captions = [caption(self._mistakes, number) for number in numbers]
        tips = [f"Test image {number:,}" for number in numbers]
        self.images.show_images(self._images[numbers], captions, tips)

    @Slot(int)
    def _look_at(self, place: int) -> None:
        assert self._mistakes
        number = int(self._shown[place])
        self.images.tell(story(self._mistakes, number))
        self.matrix.show_cell(int(self._mistakes.labels[number]), int(self._mistakes.answers[number]))

    @Slot(int)
    def _put(self, place: int) -> None:
        assert self._mistakes
        number = int(self._shown[place])
        self.chosen.emit(self._images[number], self._mistakes.names[self._mistakes.labels[number]])

    @Slot()
    def _keep_cell_in_sight(self) -> None:
        """Scroll the page of a low window after the arrow keys, as the matrix itself does not scroll."""
        if self.matrix.hasFocus():
            cell = self.matrix.visualRect(self.matrix.currentIndex())
            place = self.matrix.viewport().mapTo(self._splitter, cell.center())
            self._scroll.ensureVisible(place.x(), place.y(), 0, 2 * cell.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = event.size().width() >= scaled(BESIDE)
        self._splitter.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        # Above the images the matrix is as high as it is wide, and the page scrolls.
        self.matrix.setMinimumHeight(0 if beside else min(event.size().width() - scaled(20), scaled(BESIDE - 150)))


def _label(name: str, kind: str = "") -> QLabel:
    label = NamedLabel(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setObjectName(kind)
    return label
