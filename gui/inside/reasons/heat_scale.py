"""What the colours of the heat map mean: a bar from "against" to "for", with how much ink at its ends does."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.inside.reasons.heat_colours import neither_colour
from gui.theme import LIGHT, Theme, scaled
from gui.widgets import explanation

BAR = 8
"""Its height in logical pixels."""
LARGE = 1e6
"""Times: beyond that a number says no more."""
ABOUT = (
    "The network answers again and again, each time without another spot of the ink. Blue: without this ink the answer "
    "is less probable. Orange: without it, more probable. The number says how many times the odds change at the full "
    "colours."
)


class HeatScale(QWidget):
    """Its ends stand for the scale of the map that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._theme, self._times = LIGHT, ""
        self.setAccessibleName("What the colours mean")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_scale(0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(200), scaled(BAR) + 2 * self.fontMetrics().height() + scaled(4))

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_scale(self, scale: float) -> None:
        """Say how much the full colours mean, in natural logarithms of the odds; 0 means nothing yet."""
        times = math.exp(min(scale, math.log(LARGE)))
        # Without any heat the colours stand for nothing.
        self._times = f"{times:,.{1 if times < 10 else 0}f}" if scale > 0 else ""
        said = f"; at the full colours the odds change {self._times} times" if self._times else ""
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
            words = QRectF(self.rect()).adjusted(0, bar.height() + scaled(2), 0, 0)
            ends = self._fitting(("speaks against it", "speaks for it"), ("against", "for"))
            for text, side in zip(ends, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
                painter.drawText(words, side | Qt.AlignmentFlag.AlignTop, text)
            if self._times:
                (times,) = self._fitting(
                    (f"full colour: {self._times} times the odds",), (f"{self._times} times the odds",)
                )
                painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, times)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), explanation("Odds", ABOUT, self.devicePixelRatioF()), self)
            return True
        return super().event(event)

    def _fitting(self, *wordings: tuple[str, ...]) -> tuple[str, ...]:
        """The first wording that has room in a line."""
        width, room = self.fontMetrics().horizontalAdvance, self.width() - scaled(BAR)
        return next((words for words in wordings if sum(map(width, words)) <= room), wordings[-1])
