"""The learning curve of a run as a picture for a page or a report: SVG or PNG, drawn without a window."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.events import Event
from engine.export.axis import Axis
from engine.export.legend import LABEL, Entry, legend
from engine.export.picture import Anchor, Colour, Line, Mark, Marker, Picture, Shape, Words, words_width
from engine.export.png import png
from engine.export.svg import svg
from engine.runs import LEAST, CurvePoints, smoothed, thinned
from engine.system import encodable, write_atomically

WIDTH, HEIGHT = 960, 620
LEFT, RIGHT = 62.0, 936.0
LOSS, ACCURACY = (92.0, 370.0), (428.0, 560.0)
"""Top and bottom of the two panels, in pixels."""
TITLE, HEADING = 20.0, 52
"""Size of the title's letters, and the height of the room for it."""
LONGEST_TITLE = 400
"""Letters."""
RADIUS = 3.6
BEST_LEFT = 0.85
"""From this share of the width on a label stands to the left of its place, to stay within the picture."""
HIGH_LOSSES = 99.8
"""The percentile of the batches' losses that the loss axis still holds: single spikes may go beyond it."""


def write_curve_svg(events: Sequence[Event], title: str, path: Path, log_scale: bool = False) -> None:
    """Raises InklingError when the file cannot be written."""
    content = curve_svg(events, title, log_scale).encode()
    write_atomically(path, lambda file: file.write(content))


def write_curve_png(events: Sequence[Event], title: str, path: Path, log_scale: bool = False) -> None:
    """1,920 x 1,240 pixels. Raises InklingError when the file cannot be written."""
    content = png(curve_picture(events, title, log_scale))
    write_atomically(path, lambda file: file.write(content))


def curve_svg(events: Sequence[Event], title: str, log_scale: bool = False) -> str:
    """One <svg> element; `log_scale` is for the loss."""
    return svg(curve_picture(events, title, log_scale))


def curve_picture(events: Sequence[Event], title: str, log_scale: bool = False) -> Picture:
    """Loss above, accuracy below, over the steps of the run; the axis ends where the run has ended.

    Without a title the room for it is left out, too.
    """
    points = CurvePoints.of(events)
    title = _on_one_line(title)
    top = 0 if title else HEADING
    name = f"{title}: learning curve" if title else "Learning curve"
    heading = Words((LEFT - 44, 36), _cut(title, WIDTH - 40), "text", TITLE)
    if not points.last_step:
        told = "There is no curve: the run has no finished step."
        return Picture(WIDTH, HEIGHT, name, [heading, Words((WIDTH / 2, HEIGHT / 2), told, "muted", 16, "middle")], top)
    steps = Axis(0, points.last_step, LEFT, RIGHT)
    panels = [*_loss_panel(points, steps, log_scale), *_accuracy_panel(points, steps), *_step_labels(points, steps)]
    return Picture(WIDTH, HEIGHT, name, [heading, *panels], top)


def _on_one_line(text: str) -> str:
    """What a picture can show of a title: control characters have no shape, and nobody reads a thousand letters."""
    seen = "".join(letter if letter.isprintable() else " " for letter in encodable(text[:LONGEST_TITLE]))
    return " ".join(seen.split())


def _cut(text: str, most: float) -> str:
    """So that it is no wider than that."""
    line = text
    if words_width(line, TITLE) <= most:
        return line
    while line and words_width(f"{line}\u2026", TITLE) > most:
        line = line[:-1]
    return f"{line.rstrip()}\u2026"


def _loss_panel(points: CurvePoints, steps: Axis, log_scale: bool) -> Iterator[Mark]:
    smooth = smoothed(points.losses)
    axis = _loss_axis(points, smooth, log_scale)
    yield from _grid(steps, axis, "loss", 8 if log_scale else 6)
    yield from _changes(points, steps)
    if points.batches:
        for values, width, opacity in ((points.losses, 1.0, 0.32), (smooth, 2.2, 1.0)):
            yield Line(_path(steps, axis, points.steps, values), "train", width, opacity)
    yield from _by_epoch(
        points, steps, axis, [epoch.validation_loss for epoch in points.epochs], "validation", "circle"
    )
    if best := points.best:
        place = (steps.place(best.step), axis.place(best.validation_loss))
        yield Marker(place, "ring", "text", 2.1 * RADIUS)
        yield _label(steps, place, f"best: epoch {best.epoch}, loss {best.validation_loss:.4f}")
    entries = [
        Entry("train, each batch", "train", width=1.0, opacity=0.5),
        Entry("train, smoothed", "train", width=2.2),
        Entry("validation", "validation", "circle"),
        Entry("best validation", "text", "ring", width=0),
    ]
    changed = [Entry("learning rate changed", "change", width=1.5, dash=3)] * bool(points.changes)
    yield from legend([*entries, *changed], RIGHT, LOSS[0] - 16)


def _accuracy_panel(points: CurvePoints, steps: Axis) -> Iterator[Mark]:
    train = [100 * epoch.train_accuracy for epoch in points.epochs]
    validation = [100 * epoch.validation_accuracy for epoch in points.epochs]
    lowest, highest = min(train + validation, default=0.0), max(train + validation, default=100.0)
    room = max(0.12 * (highest - lowest), 0.05)
    axis = Axis(max(lowest - room, -1), min(highest + room, 100.2), ACCURACY[1], ACCURACY[0])
    yield from _grid(steps, axis, "accuracy, %", 5)
    for change in points.changes:
        yield _ruler(steps.place(change.step), ACCURACY)
    yield from _by_epoch(points, steps, axis, train, "train", "triangle", dash=5)
    yield from _by_epoch(points, steps, axis, validation, "accuracy", "square")
    if best := points.best:
        yield Marker((steps.place(best.step), axis.place(100 * best.validation_accuracy)), "ring", "text", 2.1 * RADIUS)
    entries = [Entry("train", "train", "triangle", dash=5), Entry("validation", "accuracy", "square")]
    yield from legend(entries, RIGHT, ACCURACY[0] - 16)


def _loss_axis(points: CurvePoints, smooth: NDArray[np.float64], log_scale: bool) -> Axis:
    every = np.concatenate([smooth, [max(epoch.validation_loss, LEAST) for epoch in points.epochs]])
    usual = np.percentile(points.losses, [100 - HIGH_LOSSES, HIGH_LOSSES]) if points.batches else every
    high = max(every.max(), usual.max())
    if log_scale:
        return Axis(min(every.min(), usual.min()) / 1.1, high * 1.1, LOSS[1], LOSS[0], logarithmic=True)
    return Axis(0, high * 1.05, LOSS[1], LOSS[0])


def _grid(steps: Axis, axis: Axis, name: str, most: int) -> Iterator[Mark]:
    """Lines at the ticks of both axes, and the numbers and the name of the one on the left."""
    for step in steps.ticks(8):
        yield Line([(steps.place(step), axis.start), (steps.place(step), axis.end)], "grid")
    for value, written in axis.ticks(most).items():
        y = axis.place(value)
        yield Line([(LEFT, y), (RIGHT, y)], "grid")
        yield Words((LEFT - 8, y + 4.5), written, "muted", LABEL, "end")
    yield Words((LEFT - 44, axis.end - 16), name, "text", LABEL)


def _step_labels(points: CurvePoints, steps: Axis) -> Iterator[Mark]:
    for step, written in steps.ticks(8).items():
        yield Words((steps.place(step), ACCURACY[1] + 20), written, "muted", LABEL, "middle")
    first = points.epochs[0] if points.epochs else None
    epoch = f" (an epoch has {first.step // first.epoch:,})" if first else ""
    yield Words(((LEFT + RIGHT) / 2, ACCURACY[1] + 44), f"step{epoch}", "text", LABEL, "middle")


def _path(steps: Axis, axis: Axis, at: NDArray[np.float64], values: NDArray[np.float64]) -> list[tuple[float, float]]:
    columns, rows = thinned(steps.places(at), axis.places(values))
    return list(zip(columns.tolist(), rows.tolist(), strict=True))


def _by_epoch(
    points: CurvePoints, steps: Axis, axis: Axis, values: list[float], colour: Colour, shape: Shape, dash: float = 0
) -> Iterator[Mark]:
    if not values:
        return
    columns = steps.places(np.array([epoch.step for epoch in points.epochs], float))
    path = list(zip(columns.tolist(), axis.places(np.maximum(values, LEAST)).tolist(), strict=True))
    yield Line(path, colour, 2.0, dash=dash)
    # Many epochs stand close together.
    radius = min(RADIUS, (RIGHT - LEFT) / len(path) / 3)
    yield from (Marker(place, shape, colour, radius) for place in path)


def _changes(points: CurvePoints, steps: Axis) -> Iterator[Mark]:
    columns = [steps.place(change.step) for change in points.changes]
    yield from (_ruler(x, LOSS) for x in columns)
    for change, x, after in zip(points.changes, columns, [*columns, WIDTH][1:], strict=True):
        told = f"{change.learning_rate:g}"
        # Of several at almost the same place the last one held.
        if x + 8 + words_width(told, LABEL) < after:
            yield Words((x + 5, LOSS[0] + 13), told, "change", LABEL)


def _ruler(x: float, panel: tuple[float, float]) -> Line:
    return Line([(x, panel[0]), (x, panel[1])], "change", 1.5, dash=3)


def _label(steps: Axis, place: tuple[float, float], text: str) -> Words:
    """Above a marked place."""
    share = (place[0] - steps.start) / (steps.end - steps.start)
    anchor: Anchor = "end" if share > BEST_LEFT else "start" if share < 1 - BEST_LEFT else "middle"
    return Words((place[0], place[1] - 3.5 * RADIUS), text, "text", LABEL, anchor)
