"""What the network thinks: the answer in large type, the 28x28 image it sees, and ten probability bars."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.grey_image import grey_image
from gui.theme import LIGHT, Theme

DIGITS = 10


class PredictionView(QWidget):
    """Shows the reading of one drawing, or a hint when there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._answer = QLabel("")
        self._answer.setObjectName("answer")
        self._answer.setAccessibleName("Answer")
        self._answer.setMinimumWidth(64)
        self._sure = QLabel()
        self._sure.setWordWrap(True)
        self._sure.setAccessibleName("How sure the network is")
        self._second = QLabel()
        self._second.setObjectName("muted")
        self._second.setWordWrap(True)
        self._seen = SeenImage()
        self._bars = ProbabilityBars()
        self._lay_out()
        self.show_hint("")

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
        self._seen.set_theme(theme)
        self._bars.set_theme(theme)

    def show_hint(self, hint: str, image: NDArray[np.uint8] | None = None) -> None:
        """No answer: the paper is empty, or there is no network yet; `image` is then shown all the same."""
        self._answer.setText("")
        self._answer.hide()
        self._sure.setText(hint)
        self._second.setText("")
        self._seen.show_image(image)
        self._bars.show_probabilities(None)

    def show_reading(self, image: NDArray[np.uint8], probabilities: Sequence[float]) -> None:
        """`image` uint8 (28, 28), 255 for ink; ten probabilities that sum to 1."""
        best, second = sorted(range(DIGITS), key=probabilities.__getitem__, reverse=True)[:2]
        self._answer.setText(str(best))
        self._answer.show()
        self._sure.setText(f"{_percent(probabilities[best])} sure")
        self._second.setText(f"or {second}: {_percent(probabilities[second])}")
        self._seen.show_image(image)
        self._bars.show_probabilities(probabilities)

    @property
    def answer(self) -> str:
        """The digit shown, or "" while there is none."""
        return self._answer.text()


class SeenImage(QWidget):
    """The 28x28 image, enlarged without smoothing so that each of its pixels can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._image: NDArray[np.uint8] | None = None
        self._theme = LIGHT
        self.setFixedSize(84, 84)
        self.setAccessibleName("What the network sees")
        self.setToolTip(
            "The 28x28 image that the network sees: your drawing scaled to a 20x20 box and centred,\n"
            "as the digits were that it learnt from."
        )

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_image(self, image: NDArray[np.uint8] | None) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if self._image is not None:
            painter.drawImage(self.rect(), grey_image(self._image))
        painter.setPen(QColor(self._theme.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class ProbabilityBars(QWidget):
    """Ten upright bars with the digit under each and the percentage over those that matter."""

    def __init__(self) -> None:
        super().__init__()
        self._probabilities: Sequence[float] | None = None
        self._theme = LIGHT
        self.setMinimumHeight(84)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Probability of each digit")
        self.setToolTip("How probable the network holds each digit to be. All ten bars together make 100 %.")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_probabilities(self, probabilities: Sequence[float] | None) -> None:
        self._probabilities = probabilities
        spoken = (f"{digit}: {_percent(share)}" for digit, share in enumerate(probabilities or ()))
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = painter.fontMetrics().height()
        width = self.width() / DIGITS
        foot = self.height() - text - 2.0
        best = max(self._probabilities) if self._probabilities else 0.0
        for digit in range(DIGITS):
            share = self._probabilities[digit] if self._probabilities else 0.0
            left = digit * width
            top = foot - share * (foot - text)
            slot = QRectF(left + 3, text, width - 6, foot - text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.line))
            painter.setOpacity(0.45)
            painter.drawRoundedRect(slot, 3, 3)
            painter.setOpacity(1)
            painter.setBrush(QColor(self._theme.accent if share == best else self._theme.muted))
            painter.drawRoundedRect(QRectF(QPointF(slot.left(), top), QPointF(slot.right(), foot)), 3, 3)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QRectF(left, foot + 1, width, text), Qt.AlignmentFlag.AlignCenter, str(digit))
            if share >= 0.01:
                above = QRectF(left - 4, top - text, width + 8, text)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{100 * share:.0f}")


def _percent(share: float) -> str:
    """Never rounded up to a certainty that no network has."""
    if share > 0.999:
        return "over 99.9 %"
    return f"{100 * share:.1f} %" if share >= 0.001 else "under 0.1 %"
