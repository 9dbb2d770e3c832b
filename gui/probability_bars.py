"""How probable each digit is, as ten upright bars, for one network or for two of them."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.labels import CLASSES
from gui.theme import LIGHT, Theme

SMALL = 0.8
"""Of the usual size are the figures where two bars share a digit's place."""


class Bars(NamedTuple):
    """One network's ten probabilities, and whether the best of them will do."""

    probabilities: Sequence[float]
    sure: bool


class ProbabilityBars(QWidget):
    """Ten upright bars with the digit under each and the percentage over those that matter."""

    def __init__(self) -> None:
        super().__init__()
        self._probabilities: Sequence[float] | None = None
        self._sure = True
        self._both: tuple[Bars, Bars] | None = None
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
        self._probabilities, self._sure, self._both = probabilities, sure, None
        spoken = (f"{digit}: {percent(share)}" for digit, share in enumerate(probabilities or ()))
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def show_both(self, first: Bars, second: Bars) -> None:
        """Two thin bars for each digit, those of the second network hatched."""
        self._both = (first, second)
        pairs = zip(first.probabilities, second.probabilities, strict=True)
        spoken = (f"{digit}: {percent(one)} and {percent(other)}" for digit, (one, other) in enumerate(pairs))
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._slots())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._both:
            self._paint_both(painter, self._both)
        else:
            self._paint_one(painter)

    def _paint_one(self, painter: QPainter) -> None:
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

    def _paint_both(self, painter: QPainter, both: tuple[Bars, Bars]) -> None:
        text, width, foot = self._measures()
        font = painter.font()
        font.setPointSizeF(SMALL * font.pointSizeF())
        painter.setFont(font)
        thin = (width - 6) / 2
        for place, (probabilities, sure) in enumerate(both):
            best = max(probabilities)
            # The two numbers grow away from each other: side by side they may be wider than their bars.
            side = Qt.AlignmentFlag.AlignLeft if place else Qt.AlignmentFlag.AlignRight
            for digit, share in enumerate(probabilities):
                left, top = digit * width + 3 + place * thin, foot - share * (foot - text)
                self._choose_pens(painter, hatched=place == 1, best=sure and share == best)
                painter.drawRect(QRectF(QPointF(left + 0.5, top), QPointF(left + thin - 0.5, foot)))
                if share >= 0.01:
                    painter.setPen(QColor(self._theme.text))
                    start = left + 1 if place else left - 2 * thin - 1
                    painter.drawText(QRectF(start, top - text, 3 * thin, text), side, f"{100 * share:.0f}")

    def _choose_pens(self, painter: QPainter, *, hatched: bool, best: bool) -> None:
        """Hatched as well as of another colour: not everybody tells the two colours apart."""
        chosen = self._theme.validation if hatched else self._theme.accent
        colour = QColor(chosen if best else self._theme.muted)
        painter.setPen(QPen(colour, 1) if hatched else Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern))

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


def percent(share: float) -> str:
    """Never rounded up to a certainty that no network has."""
    if share > 0.999:
        return "over 99.9 %"
    return f"{100 * share:.1f} %" if share >= 0.001 else "under 0.1 %"
