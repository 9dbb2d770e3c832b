"""What the colours of the heat map mean: a bar from "against" to "for", with how much ink at its ends does."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.inside.reasons.heat_colours import neither_colour
from gui.theme import LIGHT, Theme, scaled

BAR = 8
"""Its height in logical pixels."""
LARGE = 1e6
"""Times: beyond that a number says no more."""


class HeatScale(QWidget):
    """Its ends stand for the scale of the map that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._theme, self._times = LIGHT, ""
        self.setAccessibleName("What the colours mean")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "The network answers again and again, each time without another spot of the ink.\n"
            "Blue: without this ink the answer is less probable. Orange: without it, more probable.\n"
            "The numbers: how many times the odds, p / (1 \u2212 p), change at the full colours."
        )
        self.show_scale(0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(200), scaled(BAR) + self.fontMetrics().height() + scaled(4))

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_scale(self, scale: float) -> None:
        """Say how much the full colours mean, in natural logarithms of the odds; 0 means nothing yet."""
        times = math.exp(min(scale, math.log(LARGE)))
        # Without any heat the colours stand for nothing.
        self._times = f"\u00d7{times:,.{1 if times < 10 else 0}f}" if scale > 0 else ""
        said = f"; at the full colours the odds change {self._times}" if self._times else ""
        self.setAccessibleDescription(f"Blue ink speaks for it, orange ink against it{said}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        bar = QRectF(0, 0, self.width(), scaled(BAR))
        colours = QLinearGradient(QPointF(0, 0), QPointF(self.width(), 0))
        for place, colour in (
            (0.0, QColor(self._theme.validation)),
            (0.5, neither_colour(self._theme)),
            (1.0, QColor(self._theme.train)),
        ):
            colours.setColorAt(place, colour)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(QColor(self._theme.muted))
            words = QRectF(self.rect()).adjusted(0, bar.height(), 0, 0)
            for text, side in zip(self._ends(), (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
                painter.drawText(words, side | Qt.AlignmentFlag.AlignBottom, text)

    def _ends(self) -> tuple[str, str]:
        """What stands at both ends, shorter where there is little room."""
        times = f" ({self._times})" if self._times else ""
        whole = f"speaks against it{times}", f"speaks for it{times}"
        room = self.width() - scaled(BAR)
        fits = sum(map(self.fontMetrics().horizontalAdvance, whole)) <= room
        return whole if fits else (f"against{times}", f"for{times}")
