"""The network's answer in large type, the 28x28 image that it sees, and a bar for each probability."""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.formats import count, probability
from engine.models import doubt_of
from engine.settings import DIGITS
from gui.canvas.probability_bars import Bars, ProbabilityBars
from gui.theme import LIGHT, ZOOM, Theme, scaled, sized
from gui.widgets import NamedLabel, grey_image

UNSURE = "?"
MARKS = ("\u25a0", "\u25a8")
"""A full and a hatched square, like the bars of the first and of the second network."""
GAP = 10
"""The least number of pixels between words and image, whatever the style."""
Named = tuple[str, Sequence[float], bool]
"""A network's name, its probabilities, and whether it is sure."""
ROOMY = 450
"""From this width in logical pixels, the answer is larger: a class looks at it from far away."""
SIZES = {1: "letter", 3: "syllable"}
"""The size of an answer of at most so many letters; style.qss gives it in pixels."""


class PredictionView(QWidget):
    """Shows the reading of one drawing, or a hint when there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._answer = NamedLabel("Answer")
        self._answer.setObjectName("answer")
        sized(self._answer.setMinimumWidth, 64)
        self._answer.setWordWrap(True)
        self._names: Sequence[str] = DIGITS
        self._sure = NamedLabel("How sure the network is")
        self._sure.setWordWrap(True)
        self._second = QLabel()
        self._second.setObjectName("muted")
        self._second.setWordWrap(True)
        self._seen = SeenImage()
        self._bars = ProbabilityBars()
        self._named: Sequence[Named] = ()
        self._enlarged = False
        self._theme = LIGHT
        self._colours: Callable[[Theme], tuple[str, str]] = _usual_colours
        """Those of two networks in a theme."""
        self._lay_out()
        self.show_hint("")
        ZOOM.changed.connect(self._use_room)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.addStretch()
        words.addWidget(self._sure)
        words.addWidget(self._second)
        words.addStretch()
        row = QHBoxLayout()
        row.addWidget(self._answer)
        row.addLayout(words, 1)
        seen = QVBoxLayout()
        seen.setSpacing(2)
        caption = QLabel("what it sees")
        caption.setObjectName("muted")
        caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        seen.addWidget(self._seen)
        seen.addWidget(caption)
        row.addLayout(seen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._bars, 1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._seen.set_theme(theme)
        self._bars.set_theme(theme)
        self._bars.colour_both(self._colours(theme))
        if self._named:
            self._tell_both()

    @Slot(object)
    def colour_both(self, colours: Callable[[Theme], tuple[str, str]] | None) -> None:
        """Give two networks that read side by side these colours, or with None the usual ones."""
        self._colours = colours or _usual_colours
        self.set_theme(self._theme)

    def show_names(self, names: Sequence[str]) -> None:
        """Set the names of the answers."""
        self._names = names
        self._bars.show_names(names)
        longest = max(map(len, names))
        self._answer.setProperty("length", next((kind for most, kind in SIZES.items() if longest <= most), "word"))
        self._answer.style().polish(self._answer)

    def show_hint(self, hint: str, image: NDArray[np.uint8] | None = None) -> None:
        """Show no answer, because the canvas is empty or there is no network yet. `image` is shown nevertheless."""
        self._answer.setText("")
        self._answer.hide()
        self._sure.setText(hint)
        self._second.setText("")
        self._forget_both()
        self._seen.show_image(image)
        self._bars.show_probabilities(None)

    def show_reading(self, image: NDArray[np.uint8], probabilities: Sequence[float], *, sure: bool) -> None:
        """`image` is uint8 (28, 28), 255 for ink; the probabilities sum to 1; `sure` if the best suffices."""
        places = sorted(range(len(probabilities)), key=probabilities.__getitem__, reverse=True)[:2]
        share, other = (probability(probabilities[place]) for place in places)
        best, second = (self._names[place] for place in places)
        self._answer.setText(best if sure else UNSURE)
        self._answer.show()
        self._sure.setText(f"{share} sure" if sure else self._doubt(probabilities, places))
        self._second.setText(f"or {second}: {other}" if sure else f"{best}: {share}\n{second}: {other}")
        self._seen.show_image(image)
        self._forget_both()
        self._bars.show_probabilities(probabilities, sure=sure)

    def _doubt(self, probabilities: Sequence[float], best: Sequence[int]) -> str:
        """Why a network is not sure, by the places of its `best` two answers."""
        match doubt_of(*(probabilities[place] for place in best)):
            case "between":
                return f"Not sure: between {' and '.join(sorted(self._names[place] for place in best))}"
            case "nothing":
                return "Not sure: like nothing it knows"
            case "unsure":
                return "Not sure"

    def show_several(self, image: NDArray[np.uint8], names: Sequence[str], least: float) -> None:
        """Show what the digits of a row were read as, each by itself, and the `least` of their probabilities."""
        self.show_hint("", image)
        self._answer.setText("".join(names))
        self._answer.setProperty("length", "syllable")
        self._answer.style().polish(self._answer)
        self._answer.show()
        self._sure.setText(f"{len(names)} digits")
        self._second.setText(f"each {probability(least)} sure or more")

    def show_guess(self, image: NDArray[np.uint8], probabilities: Sequence[float]) -> None:
        """Show what a network answers that has learnt nothing."""
        self.show_reading(image, probabilities, sure=False)
        self._sure.setText("It guesses")
        self._second.setText("it has not learnt yet")

    def show_readings(self, image: NDArray[np.uint8], readings: Sequence[Named]) -> None:
        """Show how two networks read the same drawing; `answer` is that of the first."""
        self._named = readings
        _, probabilities, sure = readings[0]
        self._answer.setText(self._best(probabilities) if sure else UNSURE)
        # Two answers in large type would leave no room for the networks' names.
        self._answer.hide()
        self._seen.show_image(image)
        self._bars.show_both(Bars(*readings[0][1:]), Bars(*readings[1][1:]))
        self._tell_both()

    def _tell_both(self) -> None:
        """Name each network below its answer, in a line of its own, so that all of the name has room."""
        space = self.width() - self._seen.width() - 2 * scaled(GAP)
        parts = zip((self._sure, self._second), MARKS, self._colours(self._theme), self._named, strict=True)
        for label, mark, colour, (name, shares, sure) in parts:
            answer = f"{self._best(shares)}, {probability(max(shares))}" if sure else "not sure"
            short = label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, space)
            said = f"<span style='color: {self._theme.text}'>{answer}</span>"
            called = f"<span style='color: {self._theme.muted}'>{escape(short)}</span>"
            label.setText(f"<span style='color: {colour}'>{mark}</span> {said}<br>{called}")
            label.setToolTip(f"{answer}: {name}")

    def _best(self, probabilities: Sequence[float]) -> str:
        return self._names[max(range(len(probabilities)), key=probabilities.__getitem__)]

    def _forget_both(self) -> None:
        if self._named:
            self._named = ()
            for label in (self._sure, self._second):
                label.setToolTip("")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._use_room()

    @Slot(bool)
    def enlarge(self, large: bool) -> None:
        """Show the answer so large that a class can read it, or as suits the room."""
        self._enlarged = large
        self._use_room()

    @Slot()
    def _use_room(self) -> None:
        self._seen.grow_with(self.width())
        roomy = self._enlarged or self.width() >= scaled(ROOMY)
        if roomy != self._answer.property("roomy"):
            self._answer.setProperty("roomy", roomy)
            self._answer.style().polish(self._answer)
        if self._named:
            self._tell_both()

    @property
    def answer(self) -> str:
        """The answer in large type, "?" when the network is not sure, or "" while there is none."""
        return self._answer.text()


def _usual_colours(theme: Theme) -> tuple[str, str]:
    return theme.accent, theme.validation


class SeenImage(QWidget):
    """The 28x28 image, enlarged without smoothing so that each of its pixels can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._image: NDArray[np.uint8] | None = None
        self._theme = LIGHT
        self.grow_with(0)
        self.setAccessibleName("What the network sees")
        self.setToolTip(
            "The 28x28 image that the network sees: your drawing scaled to a 20x20 box and centred,\n"
            "as the digits were that it learnt from."
        )

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def grow_with(self, width: int) -> None:
        """Be as large as suits a view of this width: three to six logical pixels for each of the image's."""
        side = 28 * min(max(scaled(3), width // 100), scaled(6))
        self.setFixedSize(side, side)

    def show_image(self, image: NDArray[np.uint8] | None) -> None:
        self._image = image
        ink = 0 if image is None else int(np.count_nonzero(image))
        self.setAccessibleDescription(f"{count(ink, 'pixel')} of 784 with ink" if ink else "nothing yet")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            if self._image is not None:
                painter.drawImage(self.rect(), grey_image(self._image))
            # A pen is no whole number of pixels wide on a scaled screen, and would leave a seam outside the frame.
            thin = 1 / painter.device().devicePixelRatio()
            width, height = self.width(), self.height()
            for side in (
                QRectF(0, 0, width, thin),
                QRectF(0, height - thin, width, thin),
                QRectF(0, 0, thin, height),
                QRectF(width - thin, 0, thin, height),
            ):
                painter.fillRect(side, QColor(self._theme.line))
