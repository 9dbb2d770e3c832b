"""The slider itself: a mark for each moment, some of them with their names."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from gui.theme import LIGHT, Theme, scaled
from gui.widgets import paint_focus


class TimeSlider(QSlider):
    """A slider whose places have names, some of which are written below their marks."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = LIGHT
        self.names: Sequence[str] = ()
        """Of all places."""
        self.setAccessibleName("Moment of the training")
        self.setPageStep(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_names(self, names: Sequence[str]) -> None:
        """Set the names of all places."""
        self.names = names
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(240), self._groove + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(120), self.sizeHint().height())

    @property
    def _groove(self) -> int:
        """The height of the part with the handle."""
        return scaled(24)

    def x_of(self, place: int) -> int:
        """The middle of the handle at this place, in pixels."""
        margin = scaled(14)
        last = max(1, self.maximum())
        return margin + round(place * (self.width() - 2 * margin) / last)

    def _place_at(self, x: float) -> int:
        margin = scaled(14)
        share = (x - margin) / max(1, self.width() - 2 * margin)
        return round(min(max(share, 0.0), 1.0) * self.maximum())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        theme, middle = self._theme, self._groove // 2
        colour = QColor(theme.accent if self.isEnabled() else theme.muted)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.line), scaled(3), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(self.x_of(0), middle, self.x_of(self.maximum()), middle)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.muted))
            for place in range(self.maximum() + 1):
                painter.drawEllipse(QPoint(self.x_of(place), middle), scaled(3), scaled(3))
            painter.setBrush(colour)
            painter.drawEllipse(QPoint(self.x_of(self.value()), middle), scaled(7), scaled(7))
            self._paint_names(painter)
        paint_focus(self)

    def _paint_names(self, painter: QPainter) -> None:
        """As many names as fit: the chosen one first, then the ends, then those between them."""
        painter.setPen(QColor(self._theme.muted))
        taken: list[tuple[int, int]] = []
        last = len(self.names) - 1
        order = dict.fromkeys([self.value(), last, 0, *range(1, last)]) if self.names else ()
        for place in order:
            name = self.names[place]
            wide = painter.fontMetrics().horizontalAdvance(name)
            left = min(max(0, self.x_of(place) - wide // 2), self.width() - wide)
            if all(left > end + scaled(8) or left + wide < begin - scaled(8) for begin, end in taken):
                taken.append((left, left + wide))
                chosen = place == self.value()
                painter.setPen(QColor(self._theme.text if chosen else self._theme.muted))
                painter.drawText(left, self._groove + painter.fontMetrics().ascent(), name)

    # A click goes to the place that was clicked; Qt's own sliders only go one step towards it.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._place_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self.isSliderDown():
            self.setSliderPosition(self._place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
