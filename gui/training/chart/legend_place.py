"""Keeps a plot's legend where no curve crosses it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF

PLACES = ((1, 1), (1, 0), (1, 0.5), (0, 1), (0, 0), (0, 0.5))
"""Shares of the plot's free width and height, from lower right on; the first place that is free is taken."""
MARGIN = 8
"""Pixels between the legend and the plot's edge."""
NEAR = 3
"""Pixels between a curve and the legend."""
PIECES = 128
Place = tuple[float, float]


class LegendPlace:
    """Follows the range of the plot: that decides where its curves are."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot = plot
        self._place: Place = PLACES[0]
        plot.legend.setColumnCount(len(plot.legend.items))
        plot.legend.layout.setContentsMargins(MARGIN, 1, MARGIN, 1)
        self._put()
        plot.getViewBox().sigRangeChanged.connect(self.choose)
        plot.getViewBox().sigResized.connect(self.choose)

    def choose(self, *_: object) -> None:
        """Leave the legend where it is if that is free. Where no place is, its ground keeps it readable."""
        place = next((place for place in (self._place, *PLACES) if self._free(place)), self._place)
        if place != self._place:
            self._place = place
            self._put()

    def _put(self) -> None:
        across, down = map(_inwards, self._place)
        self._plot.legend.anchor(self._place, self._place, offset=(across, down))

    def _free(self, place: Place) -> bool:
        box, size = self._plot.getViewBox().rect(), self._plot.legend.boundingRect().size()
        left = place[0] * (box.width() - size.width()) + _inwards(place[0])
        top = place[1] * (box.height() - size.height()) + _inwards(place[1])
        words = QRectF(QPointF(left, top), size).adjusted(-NEAR, -NEAR, NEAR, NEAR)
        return not any(_crosses(curve, self._plot.getViewBox(), words) for curve in self._plot.listDataItems())


def _inwards(share: float) -> float:
    """Pixels from the edge at this share of a side."""
    return MARGIN * (1 - 2 * share)


def _crosses(curve: pg.PlotDataItem, box: pg.ViewBox, place: QRectF) -> bool:
    """Whether a curve enters a place in the box, in pieces so short that their bounds stand for them."""
    x, y = curve.getData()
    if x is None or len(x) == 0:
        return False
    (left, right), (bottom, top) = box.viewRange()
    x, y = (x - left) / (right - left) * box.width(), (top - y) / (top - bottom) * box.height()
    fine = np.union1d(np.linspace(x[0], x[-1], PIECES), x)
    high = np.interp(fine, x, y)
    first, last = (slice(None, -1), slice(1, None)) if len(fine) > 1 else (slice(None), slice(None))
    beside = (fine[last] < place.left()) | (fine[first] > place.right())
    above = np.maximum(high[first], high[last]) < place.top()
    below = np.minimum(high[first], high[last]) > place.bottom()
    return bool(np.any(~(beside | above | below)))
