"""The time slider: a mark for each snapshot of a training, and at its right end the network of now."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout

from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import Button, Compound, WrappedLabel, paint_focus

STEP_MILLISECONDS = 700
"""How long a playing slider stays at each mark: enough to see what changed."""
PLAY, PAUSE = "Play", "Pause"
TIP = "Go through the training from its start to now"


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


class TimelineView(Compound):
    """The slider, a button that plays through it, and a line about the place that is chosen."""

    place_chosen = Signal(int)
    """The number of the place; the last one is now."""

    def __init__(self) -> None:
        super().__init__()
        self.slider = TimeSlider()
        self.play = Button(PLAY, TIP)
        self.play.setObjectName("player")
        self._words = WrappedLabel("Where the slider is", "muted")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self.play.clicked.connect(self._toggle)
        self.slider.valueChanged.connect(self.place_chosen)
        self.slider.sliderPressed.connect(self._stop)
        self.enter_at(self.slider)
        self._lay_out()
        self.show_none("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        sized(row.setSpacing, 8)
        sized(self.play.setMinimumWidth, 64)
        row.addWidget(self.play, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        sized(layout.setSpacing, 2)
        layout.addLayout(row)
        layout.addWidget(self._words)

    def set_theme(self, theme: Theme) -> None:
        self.slider.set_theme(theme)

    @property
    def words(self) -> str:
        """The line about the place."""
        return self._words.text()

    def show_none(self, why: str) -> None:
        """There is nothing to go through: say why."""
        self._stop()
        self._show_slider(False)
        self._words.setText(why)

    def show_places(self, names: Sequence[str], place: int) -> None:
        """Show places by their names, the last of which is now, with the slider at `place`; emits nothing."""
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(names) - 1)
        self.slider.setValue(place)
        self.slider.blockSignals(False)
        self.slider.show_names(names)
        self._show_slider(True)

    def say(self, sentence: str) -> None:
        """Say this about the place."""
        self._words.setText(sentence)
        self.slider.setAccessibleDescription(sentence)

    def _show_slider(self, there: bool) -> None:
        self.slider.setVisible(there)
        self.play.setVisible(there)

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    @Slot()
    def _toggle(self) -> None:
        if self.playing:
            self._stop()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start(STEP_MILLISECONDS)
        self._show_button()

    @Slot()
    def _go_on(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self._stop()

    @Slot()
    def _stop(self) -> None:
        self._timer.stop()
        self._show_button()

    def _show_button(self) -> None:
        self.play.setText(PAUSE if self.playing else PLAY)
        self.play.setToolTip("Stay here" if self.playing else TIP)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._stop()
