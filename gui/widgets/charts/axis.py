"""The axis of all charts: it writes its numbers as they are."""

import pyqtgraph as pg

UNUSED = ("top", "right")


class Axis(pg.AxisItem):  # type: ignore[misc]
    """Shows 0.5 as 0.5: by itself pyqtgraph would show 500, and "(x0.001)" in the label.

    It would also lay out the label anew at every change of the range, which took a quarter of the time to make a chart.
    """

    def updateAutoSIPrefix(self) -> None:  # noqa: N802 - pyqtgraph's name
        self.picture = None
        self.update()


def release_unused_axes(plot: pg.PlotItem) -> None:
    """Those that nobody sees need not follow the range."""
    for side in UNUSED:
        plot.getAxis(side).unlinkFromView()
