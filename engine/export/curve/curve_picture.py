"""The learning curve of a run as a picture for a page or a report: SVG or PNG, drawn by matplotlib without a window."""

import io
import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import Event
from engine.export.colours import LIGHT
from engine.export.curve.curve_panels import AccuracyPanel, LossPanel, show_steps
from engine.export.curve.plotting import plotting
from engine.runs import CurvePoints
from engine.system import encodable, write_atomically

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 960, 620
"""Of an SVG file, in its units; a PNG file has twice as many pixels."""
HEADING = 52
"""The height of the room for the title."""
LEFT, RIGHT = 62, 930
LOSS, ACCURACY = (92, 370), (428, 560)
"""Top and bottom of the two panels."""
POINTS_PER_INCH, PIXELS_PER_INCH = 72, 144
"""An SVG file has 72 units an inch, so that a point of matplotlib's is one of them."""
TITLE = 20.0
"""Size of its letters."""
LONGEST_TITLE = 400
"""Letters."""


def write_curve_svg(events: Sequence[Event], title: str, path: Path, log_scale: bool = False) -> None:
    """Raises InklingError when the file cannot be written."""
    content = curve_svg(events, title, log_scale).encode()
    write_atomically(path, lambda file: file.write(content))


def write_curve_png(events: Sequence[Event], title: str, path: Path, log_scale: bool = False) -> None:
    """1,920 x 1,240 pixels. Raises InklingError when the file cannot be written."""
    content = io.BytesIO()
    with plotting():
        figure = curve_figure(events, title, log_scale)
        figure.savefig(content, format="png", dpi=PIXELS_PER_INCH, metadata={"Software": None})
    write_atomically(path, lambda file: file.write(content.getvalue()))


def curve_svg(events: Sequence[Event], title: str, log_scale: bool = False) -> str:
    """One <svg> element, the same one for the same arguments; `log_scale` is for the loss."""
    content = io.StringIO()
    with plotting():
        figure = curve_figure(events, title, log_scale)
        # Without a date, so that the same curve is the same file.
        about = dict.fromkeys(("Creator", "Date", "Format", "Type")) | {"Title": figure.get_label()}
        figure.savefig(content, format="svg", metadata=about)
    text = content.getvalue()
    # In UTF-8 it needs no declaration, and can stand in a page as it is. In points it would be a third larger.
    return re.sub(r'(width|height)="([0-9]+)pt"', r'\1="\2"', text[text.index("<svg") :], count=2)


def curve_figure(events: Sequence[Event], title: str, log_scale: bool = False) -> "Figure":
    """Loss above, accuracy below, over the steps of the run; the axis ends where the run has ended.

    Without a title the picture is lower by its height. Call it within `plotting()`.
    """
    from matplotlib.figure import Figure

    points = CurvePoints.of(events)
    title = _on_one_line(title)
    top = 0 if title else HEADING
    height = HEIGHT - top
    size = (WIDTH / POINTS_PER_INCH, height / POINTS_PER_INCH)
    figure = Figure(size, POINTS_PER_INCH, facecolor=LIGHT["paper"])
    figure.set_label(f"{title}: learning curve" if title else "Learning curve")
    if title:
        figure.text((LEFT - 44) / WIDTH, 1 - 36 / height, _cut(title, figure), size=TITLE, color=LIGHT["text"])
    if not points.last_step:
        message = "There is no curve: the run has no finished step."
        figure.text(0.5, 0.5, message, size=16, color=LIGHT["muted"], ha="center")
        return figure

    def place(panel: tuple[int, int]) -> tuple[float, float, float, float]:
        upper, lower = (edge - top for edge in panel)
        return LEFT / WIDTH, 1 - lower / height, (RIGHT - LEFT) / WIDTH, (lower - upper) / height

    LossPanel(figure.add_axes(place(LOSS)), points, log_scale).draw()
    accuracy = AccuracyPanel(figure.add_axes(place(ACCURACY)), points)
    accuracy.draw()
    show_steps(accuracy.axes, points)
    return figure


def _on_one_line(text: str) -> str:
    """What a picture can show of a title: control characters have no shape, and nobody reads a thousand letters."""
    seen = "".join(letter if letter.isprintable() else " " for letter in encodable(text[:LONGEST_TITLE]))
    return " ".join(seen.split())


def _cut(title: str, figure: "Figure") -> str:
    """The title, or as much of its beginning as there is room for."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.font_manager import FontProperties

    renderer = FigureCanvasAgg(figure).get_renderer()
    font = FontProperties(size=TITLE)

    def cut(length: int) -> str:
        return title if length == len(title) else f"{title[:length].rstrip()}\u2026"

    def width(length: int) -> int:
        return math.ceil(renderer.get_text_width_height_descent(cut(length), font, False)[0])

    longest = bisect_right(range(len(title)), WIDTH - 40, key=width) - 1
    return title if width(len(title)) <= WIDTH - 40 else cut(longest)
