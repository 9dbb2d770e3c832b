"""What the network thinks: the answer in large type, the 28x28 image it sees, and ten probability bars."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.labels import CLASSES
from gui.grey_image import grey_image
from gui.theme import LIGHT, Theme

UNSURE = "?"


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

    def show_reading(self, image: NDArray[np.uint8], probabilities: Sequence[float], *, sure: bool) -> None:
        """`image` uint8 (28, 28), 255 for ink; ten probabilities that sum to 1; whether the best of them will do."""
        best, second = sorted(range(CLASSES), key=probabilities.__getitem__, reverse=True)[:2]
        self._answer.setText(str(best) if sure else UNSURE)
        self._answer.show()
        share, other = _percent(probabilities[best]), _percent(probabilities[second])
        self._sure.setText(f"{share} sure" if sure else "Not sure")
        self._second.setText(f"or {second}: {other}" if sure else f"{best}: {share}\n{second}: {other}")
        self._seen.show_image(image)
        self._bars.show_probabilities(probabilities, sure=sure)

    @property
    def answer(self) -> str:
        """The digit shown, "?" when the network is not sure, or "" while there is none."""
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
        self._sure = True
        self._theme = LIGHT
        self._picture = QPixmap()
        self._painted_for: tuple[QSize, float, Theme] | None = None
        self.setMinimumHeight(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Probability of each digit")
        self.setToolTip("How probable the network holds each digit to be. All ten bars together make 100 %.")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_probabilities(self, probabilities: Sequence[float] | None, *, sure: bool = True) -> None:
        """Without one bar standing out when the network is not sure."""
        self._probabilities, self._sure = probabilities, sure
        spoken = (f"{digit}: {_percent(share)}" for digit, share in enumerate(probabilities or ()))
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._slots())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text, width, foot = self._measures()
        best = max(self._probabilities or (0.0,))
        for digit, share in enumerate(self._probabilities or ()):
            left, top = digit * width, foot - share * (foot - text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent if self._sure and share == best else self._theme.muted))
            painter.drawRoundedRect(QRectF(QPointF(left + 3, top), QPointF(left + width - 3, foot)), 3, 3)
            if share >= 0.01:
                painter.setPen(QColor(self._theme.text))
                above = QRectF(left - 4, top - text, width + 8, text)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, f"{100 * share:.0f}")

    def _measures(self) -> tuple[int, float, float]:
        """The height of a line of text, the width of a bar and its gap, and where the bars stand."""
        text = self.fontMetrics().height()
        return text, self.width() / CLASSES, self.height() - text - 2.0

    def _slots(self) -> QPixmap:
        """What is the same for all probabilities, painted once: it takes longer than the bars do."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self._theme)
        if self._painted_for == key:
            return self._picture
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        text, width, foot = self._measures()
        for digit in range(CLASSES):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.line))
            painter.setOpacity(0.45)
            painter.drawRoundedRect(QRectF(digit * width + 3, text, width - 6, foot - text), 3, 3)
            painter.setOpacity(1)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QRectF(digit * width, foot + 1, width, text), Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.end()
        self._painted_for = key
        return self._picture


def _percent(share: float) -> str:
    """Never rounded up to a certainty that no network has."""
    if share > 0.999:
        return "over 99.9 %"
    return f"{100 * share:.1f} %" if share >= 0.001 else "under 0.1 %"
