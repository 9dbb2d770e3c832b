"""Markers, one for each of several things, that a person compares by two numbers."""

from collections.abc import Hashable, Sequence
from html import escape

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics

from gui.theme import LIGHT, Theme, type_size
from gui.widgets.charts.axis import release_unused_axes
from gui.widgets.charts.ruled_chart import paint_axes

PADDING = 0.15
"""Room around the markers, as a share of the visible range."""


class ScatterPlot(pg.PlotWidget):  # type: ignore[misc]
    """A click at a marker chooses it. Above stand the values of the one under the pointer, or else of the chosen one.

    Each marker has a key, which is true. A subclass draws, and has the words for a key.
    """

    picked = Signal(object)
    """The key of the marker that was clicked."""

    def __init__(self, left: pg.AxisItem, bottom: pg.AxisItem, name: str, markers: str) -> None:
        """`name` is for screen readers, `markers` what they are. A subclass calls `set_theme` once it can draw."""
        super().__init__(axisItems={"left": left, "bottom": bottom}, enableMenu=False)
        self._chosen: Hashable = None
        self._hovered: Hashable = None
        self._theme = LIGHT
        self.setAccessibleName(name)
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        release_unused_axes(item)
        item.setMouseEnabled(x=False, y=False)
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=0.15)
        self._ring = item.plot(name="chosen", pen=None, symbol="o", symbolBrush=None)
        """Around the chosen marker."""
        self._markers = item.plot(name=markers, pen=None)
        self._markers.scatter.setData(hoverable=True, tip=None)
        self._markers.sigPointsClicked.connect(self._click)
        self._markers.sigPointsHovered.connect(self._hover)
        item.getViewBox().sigResized.connect(self._fit_read_out)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setBackground(theme.panel)
        paint_axes(self.getPlotItem(), theme)
        self._draw()

    def mark(self, key: Hashable) -> None:
        """Put the ring around the marker with this key."""
        if key != self._chosen:
            self._chosen = key
            self._draw()

    @property
    def read_out(self) -> str:
        """The values of the marker under the pointer, or else of the chosen one; "" if there is none."""
        return self._words_of(self._hovered) or self._words_of(self._chosen)

    def _words_of(self, _key: Hashable) -> str:
        """The values of the marker with this key, or "" if there is none."""
        raise NotImplementedError

    def _draw(self) -> None:
        """Draw all markers and the ring; then call `_show_all`."""
        raise NotImplementedError

    def _show_all(self, texts: Sequence[str]) -> None:
        """Make room for all markers, and tell of them: `texts` are the words of each."""
        self._ring.setSymbolPen(pg.mkPen(self._theme.accent, width=2))
        self.getPlotItem().getViewBox().autoRange(padding=PADDING)
        self._show_read_out()
        self.setAccessibleDescription("; ".join(texts))

    def _show_read_out(self) -> None:
        item, size = self.getPlotItem(), type_size("body")
        font = QFont(self.font())
        font.setPixelSize(size)
        room = round(item.getViewBox().width())
        words = QFontMetrics(font).elidedText(self.read_out, Qt.TextElideMode.ElideRight, room)
        item.setTitle(escape(words) or "&nbsp;", color=self._theme.text, size=f"{size}px")
        # By itself pyqtgraph would make the picture as wide as the words, past the edge of its widget.
        item.titleLabel.setMinimumWidth(0)

    @Slot(object)
    def _fit_read_out(self, _box: object) -> None:
        self._show_read_out()

    @Slot(object, object, object)
    def _click(self, _item: object, spots: Sequence[pg.SpotItem], _event: object) -> None:
        if len(spots):
            self.picked.emit(spots[-1].data())

    @Slot(object, object, object)
    def _hover(self, _item: object, spots: Sequence[pg.SpotItem], _event: object) -> None:
        hovered = spots[-1].data() if len(spots) else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._show_read_out()
