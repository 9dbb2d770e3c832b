"""The two panels of a run's learning curve: what is drawn into axes of matplotlib."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.export.colours import LIGHT, Colour
from engine.export.curve.curve_axes import ROUND, linear, logarithmic
from engine.runs import LEAST, CurvePoints, smoothed, thinned

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL = 13.0
"""Size of the letters of everything but the title, in points."""
MARKER, RING = 7.2, 15.0
"""Diameters, in points."""
DASHES = (0.0, (3.0, 2.4))
BEST_LEFT = 0.85
"""From this share of the width on a label stands to the left of its point, to stay within the picture."""
ABOVE = 10.0
"""From the upper end of an axis to the base line of its name and of its legend, in points."""
NO_ENTRY = "_"
"""matplotlib leaves a curve of this name out of the legend."""
HIGH_LOSSES = 99.8
"""The percentile of the batches' losses that the loss axis still holds: single spikes may go beyond it."""
LETTER = 8.0
"""The width of a digit of a label, at most, in points."""


class _Panel:
    """One axis over the steps of the run, `name` above its left end and the legend above its right end."""

    name = ""

    def __init__(self, axes: "Axes", points: CurvePoints) -> None:
        self.axes = axes
        self._points = points

    def draw(self) -> None:
        self._set_up()
        self._draw_curves()
        self._mark_changes()
        self._draw_legend()

    def _set_up(self) -> None:
        from matplotlib.ticker import MaxNLocator, StrMethodFormatter

        axes = self.axes
        axes.set_xlim(0, self._points.last_step)
        axes.xaxis.set_major_locator(MaxNLocator(8, steps=ROUND, integer=True))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.tick_params(length=0, labelsize=LABEL, labelcolor=LIGHT["muted"], pad=8, labelbottom=False)
        axes.grid(color=LIGHT["grid"], linewidth=1)
        axes.set_axisbelow(True)
        axes.set_facecolor(LIGHT["paper"])
        axes.spines[:].set_visible(False)
        axes.annotate(
            self.name, (0, 1), (-44, ABOVE), xycoords="axes fraction", textcoords="offset points", size=LABEL,
            color=LIGHT["text"],
        )  # fmt: skip

    def _mark_changes(self) -> None:
        for change in self._points.changes:
            self.axes.axvline(
                change.step, color=LIGHT["change"], linewidth=1.5, linestyle=DASHES, zorder=1, label=NO_ENTRY,
            )  # fmt: skip

    def _draw_curves(self) -> None:
        raise NotImplementedError

    def _draw_epochs(self, values: Sequence[float], name: str, colour: Colour, marker: str, style: str = "-") -> None:
        """A line through one value for each epoch."""
        steps = [epoch.step for epoch in self._points.epochs]
        # Many epochs stand close together.
        size = min(MARKER, self._width / max(1, len(values)) / 1.5)
        self.axes.plot(
            steps, self._shown(values), color=LIGHT[colour], linestyle=style, linewidth=2, marker=marker,
            markersize=size, markeredgewidth=0, label=name, clip_on=False,
        )  # fmt: skip

    def _draw_ring(self, value: float, name: str = NO_ENTRY) -> None:
        """Around the best epoch's value."""
        best = self._points.best
        assert best
        self.axes.plot(
            [best.step], self._shown([value]), marker="o", markersize=RING, markeredgewidth=2, markerfacecolor="none",
            markeredgecolor=LIGHT["text"], linestyle="", label=name, clip_on=False, zorder=4,
        )  # fmt: skip

    def _shown(self, values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
        """A value beyond the axis stands at its end."""
        return np.clip(np.array(values, float), *self.axes.get_ylim())

    @property
    def _width(self) -> float:
        """In points."""
        return self.axes.get_window_extent().width

    def _draw_legend(self) -> None:
        curves, names = self.axes.get_legend_handles_labels()
        above = 1 + (ABOVE - 2) / self.axes.get_window_extent().height
        self.axes.legend(
            curves, names, loc="lower right", bbox_to_anchor=(1, above), ncols=max(1, len(names)), frameon=False,
            borderaxespad=0, borderpad=0, handlelength=2.1, handletextpad=0.5, columnspacing=1.4, fontsize=LABEL,
            labelcolor=LIGHT["muted"],
        )  # fmt: skip


class LossPanel(_Panel):
    """The loss of each batch, the same smoothed, and the validation loss after each epoch."""

    name = "loss"

    def __init__(self, axes: "Axes", points: CurvePoints, log_scale: bool) -> None:
        super().__init__(axes, points)
        self._log_scale = log_scale
        self._smooth = smoothed(points.losses)

    def _set_up(self) -> None:
        from matplotlib.ticker import NullLocator

        super()._set_up()
        low, high = self._limits()
        if self._log_scale:
            self.axes.set_yscale("log")
        locator, formatter = logarithmic(low, high) if self._log_scale else linear(high, 6)
        self.axes.set_ylim(low, high)
        self.axes.yaxis.set_major_locator(locator)
        self.axes.yaxis.set_major_formatter(formatter)
        self.axes.yaxis.set_minor_locator(NullLocator())

    def _limits(self) -> tuple[float, float]:
        points = self._points
        every = np.concatenate([self._smooth, [max(epoch.validation_loss, LEAST) for epoch in points.epochs]])
        usual = np.percentile(points.losses, [100 - HIGH_LOSSES, HIGH_LOSSES]) if points.batches else every
        high = max(every.max(), usual.max())
        return (min(every.min(), usual.min()) / 1.1, high * 1.1) if self._log_scale else (0, high * 1.05)

    def _draw_curves(self) -> None:
        if self._points.batches:
            curves = (
                (self._points.losses, 1.0, 0.32, "train, each batch"),
                (self._smooth, 2.2, 1.0, "train, smoothed"),
            )
            for losses, width, opacity, name in curves:
                # Two points for each unit of its width.
                steps, values = thinned(self._points.steps, losses, round(2 * self._width))
                self.axes.plot(
                    steps, self._shown(values), color=LIGHT["train"], linewidth=width, alpha=opacity, label=name
                )
        if best := self._points.best:
            self._draw_epochs([epoch.validation_loss for epoch in self._points.epochs], "validation", "validation", "o")
            self._draw_ring(best.validation_loss, "best validation")
            self._write(
                best.step,
                max(best.validation_loss, LEAST),
                f"best: epoch {best.epoch}, loss {best.validation_loss:.4f}",
            )

    def _write(self, step: int, loss: float, text: str) -> None:
        """Above a point, and legible on top of the curves."""
        share = step / self._points.last_step
        side = "right" if share > BEST_LEFT else "left" if share < 1 - BEST_LEFT else "center"
        self.axes.annotate(
            text, (step, loss), (0, 13), textcoords="offset points", ha=side, size=LABEL,
            color=LIGHT["text"], zorder=5, annotation_clip=False,
            bbox={"facecolor": LIGHT["paper"], "alpha": 0.8, "edgecolor": "none", "pad": 1.5},
        )  # fmt: skip

    def _mark_changes(self) -> None:
        super()._mark_changes()
        changes = self._points.changes
        if changes:
            self.axes.lines[-1].set_label("learning rate changed")
        ends = [*(change.step for change in changes[1:]), self._points.last_step]
        for change, end in zip(changes, ends, strict=False):
            rate = f"{change.learning_rate:g}"
            room = (end - change.step) * self._width / self._points.last_step
            # Of several at almost the same place the last one held.
            if change is changes[-1] or room > LETTER * len(rate):
                self.axes.annotate(
                    rate, (change.step, 1), (5, -13), xycoords=("data", "axes fraction"), textcoords="offset points",
                    size=LABEL, color=LIGHT["change"],
                )  # fmt: skip


class AccuracyPanel(_Panel):
    """The accuracies after each epoch, in percent."""

    name = "accuracy, %"

    def _set_up(self) -> None:
        super()._set_up()
        values = [*self._train, *self._validation]
        lowest, highest = min(values, default=0.0), max(values, default=100.0)
        room = max(0.12 * (highest - lowest), 0.05)
        self.axes.set_ylim(max(lowest - room, -1), min(highest + room, 100.2))
        locator, formatter = linear(100, 5)
        self.axes.yaxis.set_major_locator(locator)
        self.axes.yaxis.set_major_formatter(formatter)

    @property
    def _train(self) -> list[float]:
        return [100 * epoch.train_accuracy for epoch in self._points.epochs]

    @property
    def _validation(self) -> list[float]:
        return [100 * epoch.validation_accuracy for epoch in self._points.epochs]

    def _draw_curves(self) -> None:
        if best := self._points.best:
            self._draw_epochs(self._train, "train", "train", "^", "--")
            self._draw_epochs(self._validation, "validation", "accuracy", "s")
            self._draw_ring(100 * best.validation_accuracy)


def show_steps(axes: "Axes", points: CurvePoints) -> None:
    """The numbers below the lower panel."""
    axes.tick_params(axis="x", labelbottom=True)
    first = points.epochs[0] if points.epochs else None
    epoch = f" (an epoch has {first.step // first.epoch:,})" if first else ""
    axes.set_xlabel(f"step{epoch}", size=LABEL, color=LIGHT["text"], labelpad=10)
