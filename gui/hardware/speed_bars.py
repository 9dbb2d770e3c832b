"""The images per second of each configuration, as bars."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme, scaled

BAR = 14
GAP = 5
LABEL_WIDTH = 170
FIGURE_WIDTH = 96
LEAST = 60
"""The longest bar in the narrowest window: its page need not scroll sideways."""
BEST = " \u00b7 best"
"""Text beside the figure, as not everybody can tell the two colours apart."""


Kind = Literal["batch", "image", "tutorial"]
"""Inkling's loop with whole batches or with one image at a time, or the loop of the tutorials."""


@dataclass(frozen=True)
class Speed:
    """The speed of one configuration; `waiting` is the share of time spent waiting for data, 0 to 1."""

    name: str
    images_per_second: float
    waiting: float
    kind: Kind
    best: bool = False
    gain: str = ""
    """The gain by workers, shown beside the figure: the bars of the slow pipeline are too short to compare."""


class SpeedBars(QWidget):
    """One row for each configuration: its name, a bar, and the figure. The pale end of a bar is waiting for data."""

    def __init__(self) -> None:
        super().__init__()
        self._speeds: list[Speed] = []
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("Speed of each configuration")
        self.setAccessibleDescription("nothing measured yet")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_speeds(self, speeds: list[Speed]) -> None:
        self._speeds = speeds
        spoken = [
            f"{speed.name}: {speed.images_per_second:,.0f} images/s{', best' * speed.best}{speed.gain}"
            for speed in speeds
        ]
        self.setAccessibleDescription(", ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._size(120)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._size(LEAST)

    def _size(self, longest: int) -> QSize:
        """With this many logical pixels for the longest bar."""
        width = scaled(LABEL_WIDTH + FIGURE_WIDTH + longest)
        return QSize(width, len(self._speeds) * scaled(BAR + GAP) + scaled(GAP))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            longest = max((speed.images_per_second for speed in self._speeds), default=1.0)
            bar, label_width, figure_width = scaled(BAR), scaled(LABEL_WIDTH), scaled(FIGURE_WIDTH)
            space = self.width() - label_width - figure_width
            for row, speed in enumerate(self._speeds):
                top = scaled(GAP) + row * scaled(BAR + GAP)
                length = max(2.0, space * speed.images_per_second / longest)
                busy = length * (1 - speed.waiting)
                middle = Qt.AlignmentFlag.AlignVCenter
                painter.setPen(QColor(self._theme.text if speed.best else self._theme.muted))
                painter.drawText(QRectF(0, top, label_width, bar), middle | Qt.AlignmentFlag.AlignLeft, speed.name)
                figure = f"{speed.images_per_second:,.0f}" + BEST * speed.best + speed.gain
                painter.drawText(QRectF(label_width + length + scaled(6), top, figure_width, bar), middle, figure)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._colour(speed)))
                painter.drawRoundedRect(QRectF(label_width, top, busy, bar), 3, 3)
                painter.setOpacity(0.35)
                painter.drawRoundedRect(QRectF(label_width + busy, top, length - busy, bar), 3, 3)
                painter.setOpacity(1)

    def _colour(self, speed: Speed) -> str:
        theme = self._theme
        batch = theme.accuracy if speed.best else theme.train
        return {"batch": batch, "image": theme.validation, "tutorial": theme.muted}[speed.kind]
