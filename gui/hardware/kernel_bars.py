"""The kernels that ran in some steps of training, and the time of each kind as a bar."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import count, milliseconds
from engine.speed import Kernel
from gui.theme import LIGHT, Theme, scaled

BAR = 6
GAP = 8


class KernelBars(QWidget):
    """Two lines for each kernel: its name and how often it ran, and a bar as long as its time."""

    def __init__(self) -> None:
        super().__init__()
        self._kernels: Sequence[Kernel] = ()
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Kernels that ran")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_kernels(self, kernels: Sequence[Kernel]) -> None:
        self._kernels = kernels
        every = [f"{_what(kernel)}, {_figures(kernel)}" for kernel in kernels]
        self.setAccessibleDescription("; ".join(every))
        # The tooltip is complete even where a line ends in three dots.
        self.setToolTip("\n".join(every))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(300), len(self._kernels) * self._row_height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(200), self.sizeHint().height())

    @property
    def _row_height(self) -> int:
        return self.fontMetrics().height() + scaled(BAR + GAP)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            longest = max((kernel.milliseconds for kernel in self._kernels), default=1.0) or 1.0
            for row, kernel in enumerate(self._kernels):
                self._paint_row(painter, kernel, row * self._row_height, kernel.milliseconds / longest)

    def _paint_row(self, painter: QPainter, kernel: Kernel, top: int, length: float) -> None:
        metrics = self.fontMetrics()
        line = QRectF(0, top, self.width(), metrics.height())
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, _figures(kernel))
        room = self.width() - metrics.horizontalAdvance(_figures(kernel)) - scaled(GAP)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(line, metrics.elidedText(_what(kernel), Qt.TextElideMode.ElideRight, room))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accuracy if kernel.library == "oneDNN" else self._theme.train))
        painter.drawRoundedRect(QRectF(0, line.bottom() + 1, max(2.0, self.width() * length), scaled(BAR)), 3, 3)


def _what(kernel: Kernel) -> str:
    return f"{kernel.library} {kernel.implementation} \u00b7 {kernel.work}"


def _figures(kernel: Kernel) -> str:
    return f"{count(kernel.calls, 'call')}, {milliseconds(kernel.milliseconds / 1000)}"
