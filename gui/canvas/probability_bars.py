"""The probability of each class as upright bars, for one network or for two."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import probability
from engine.settings import DIGITS
from gui.theme import LIGHT, Theme, scaled, sized

LEAST, LEAST_WITH_NAMES = 96, 140
"""Least heights in logical pixels; names that are wider than a bar stand upright under it."""
NARROW = 20
"""Pixels: narrower bars have a figure only from LARGE on, or neighbouring figures would overlap."""
LARGE = 0.1
PALE = 0.5
"""The opacity of a bar that is not a network's best one, where two networks have a colour each."""


class Bars(NamedTuple):
    """One network's probabilities, and whether the best one suffices for an answer."""

    probabilities: Sequence[float]
    sure: bool


class ProbabilityBars(QWidget):
    """Bars with the name of the class under each, and the percentage over those that matter."""

    def __init__(self) -> None:
        super().__init__()
        self._probabilities: Sequence[float] | None = None
        self._sure = True
        self._both: tuple[Bars, Bars] | None = None
        self._theme = LIGHT
        self._colours: tuple[str, str] | None = None
        """Of the two networks; None for those of the theme."""
        self._names: Sequence[str] = DIGITS
        self._picture = QPixmap()
        self._painted_for: tuple[QSize, float, Theme, Sequence[str], QFont] | None = None
        sized(self.setMinimumHeight, LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Probability of each answer")
        self.setToolTip("How probable the network holds each answer to be. All bars together make 100%.")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_names(self, names: Sequence[str]) -> None:
        """Set the names of the bars, and clear them until probabilities are shown."""
        if names == self._names:
            return
        self._names, self._probabilities, self._both = names, None, None
        widest = max(map(self.fontMetrics().horizontalAdvance, names))
        sized(self.setMinimumHeight, LEAST_WITH_NAMES if self._upright() else LEAST)
        self.setToolTip(f"{self.toolTip().splitlines()[0]}" + (f"\n{', '.join(names)}" if widest > LEAST else ""))
        self.update()

    def _upright(self) -> bool:
        """Whether the names are too wide to stand side by side."""
        return max(map(self.fontMetrics().horizontalAdvance, self._names)) > max(
            scaled(NARROW), self.width() / len(self._names)
        )

    def show_probabilities(self, probabilities: Sequence[float] | None, *, sure: bool = True) -> None:
        """Show one network's probabilities. The best bar stands out only when the network is `sure`."""
        self._probabilities, self._sure, self._both = probabilities, sure, None
        spoken = (
            f"{name}: {probability(share)}" for name, share in zip(self._names, probabilities or (), strict=False)
        )
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def show_both(self, first: Bars, second: Bars) -> None:
        """Show two thin bars for each class; those of the second network are hatched."""
        self._both = (first, second)
        every = zip(self._names, first.probabilities, second.probabilities, strict=True)
        spoken = (f"{name}: {probability(one)} and {probability(other)}" for name, one, other in every)
        self.setAccessibleDescription(", ".join(spoken))
        self.update()

    def colour_both(self, colours: tuple[str, str]) -> None:
        """Give the bars of each of the two networks a colour."""
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
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
            gap = self._gap(width)
            painter.drawRoundedRect(QRectF(QPointF(left + gap, top), QPointF(left + width - gap, foot)), gap, gap)
            if share >= self._least_told(width):
                painter.setPen(QColor(self._theme.text))
                figure = f"{100 * share:.0f}"
                place = self._over(painter, left + width / 2, top, figure)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, figure)

    def _paint_both(self, painter: QPainter, both: tuple[Bars, Bars]) -> None:
        text, width, foot = self._measures()
        gap = self._gap(width)
        thin = width / 2 - gap
        for place, (probabilities, sure) in enumerate(both):
            best = max(probabilities)
            for digit, share in enumerate(probabilities):
                left, top = digit * width + gap + place * thin, foot - share * (foot - text)
                self._choose_pens(painter, place)
                painter.setOpacity(1.0 if sure and share == best else PALE)
                painter.drawRect(QRectF(QPointF(left + 0.5, top), QPointF(left + thin - 0.5, foot)))
                painter.setOpacity(1.0)
                figure = f"{100 * share:.0f}"
                if share >= self._least_told(width):
                    painter.setPen(QColor(self._theme.text))
                    # The two numbers grow away from each other: side by side they may be wider than their bars.
                    beside = max(thin, self.fontMetrics().horizontalAdvance(figure)) / 2
                    middle = digit * width + width / 2 + (beside + 1 if place else -beside - 1)
                    painter.drawText(self._over(painter, middle, top, figure), Qt.AlignmentFlag.AlignCenter, figure)

    def _over(self, painter: QPainter, middle: float, foot: float, figure: str) -> QRectF:
        """The place of a figure that stands on `foot`, moved so that it is not cut at the side."""
        metrics = painter.fontMetrics()
        wide, high = metrics.horizontalAdvance(figure) + 2, metrics.height()
        return QRectF(min(max(0.0, middle - wide / 2), self.width() - wide), foot - high, wide, high)

    @staticmethod
    def _least_told(width: float) -> float:
        """The smallest probability with a figure over its bar."""
        return 0.01 if width > scaled(NARROW) else LARGE

    def _choose_pens(self, painter: QPainter, place: int) -> None:
        """Choose another colour and hatching for the second network: not everybody tells the two colours apart."""
        colour = QColor((self._colours or (self._theme.accent, self._theme.validation))[place])
        hatched = place == 1
        painter.setPen(QPen(colour, 1) if hatched else Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern))

    def _measures(self) -> tuple[int, float, float]:
        """The height of a line of text, the width of a bar with its gap, and the y on which the bars stand."""
        text = self.fontMetrics().height()
        below = text
        if self._upright():
            below = max(map(self.fontMetrics().horizontalAdvance, self._names)) + 4
        return text, self.width() / len(self._names), self.height() - below - 2.0

    @staticmethod
    def _gap(width: float) -> float:
        """Pixels beside a bar, and the radius of its corners."""
        return scaled(3.0 if width > scaled(NARROW) else 1.5)

    def _slots(self) -> QPixmap:
        """The background and the names, painted once: they take longer than the bars and do not depend on them."""
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self._theme, self._names, self.font())
        if self._painted_for == key:
            return self._picture
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        with QPainter(self._picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            text, width, foot = self._measures()
            gap, upright = self._gap(width), self._upright()
            for digit, name in enumerate(self._names):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.line))
                painter.setOpacity(0.45)
                painter.drawRoundedRect(QRectF(digit * width + gap, text, width - 2 * gap, foot - text), gap, gap)
                painter.setOpacity(1)
                painter.setPen(QColor(self._theme.text))
                if upright:
                    self._write_upright(painter, QRectF(digit * width, foot + 1, width, self.height() - foot - 1), name)
                else:
                    painter.drawText(QRectF(digit * width, foot + 1, width, text), Qt.AlignmentFlag.AlignCenter, name)
        self._painted_for = key
        return self._picture

    @staticmethod
    def _write_upright(painter: QPainter, place: QRectF, name: str) -> None:
        """Write from bottom to top, so that the name ends at the bar's foot."""
        painter.save()
        painter.translate(place.bottomLeft())
        painter.rotate(-90)
        where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, place.height() - 2, place.width()), where, name)
        painter.restore()
