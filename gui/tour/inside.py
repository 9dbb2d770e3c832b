"""A part of the tour: a drawing goes through the network, which is asked why it answers as it does."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gui.canvas import digits

if TYPE_CHECKING:
    from gui.app import MainWindow

DIGIT = 4
"""People write it with several strokes, each of which can be taken away."""
BLINK, LOOK = 400, 2500
"""Milliseconds until a picture is painted, and until an image has grown."""


def look_inside(window: "MainWindow", take_picture: Callable[[str], None]) -> Iterator[int | Callable[[], bool]]:
    """Yield what to wait for; what is on the canvas comes back at the end."""
    before = window.canvas.drawing.strokes
    window.canvas.show_strokes(tuple(next(strokes for digit, strokes in digits() if digit == DIGIT)))
    window.commands["inside"].trigger()
    inside = window.inside
    for name, view in (("layers", inside.layers), ("why", inside.reasons), ("map", inside.map)):
        inside.show_view(view)
        yield BLINK
        yield lambda: not any(one.busy for one in window.background)
        window.message.clear()
        yield BLINK
        take_picture(f"inside-{name}")
    inside.show_view(inside.wishes)
    yield LOOK
    take_picture("inside-would-like")
    inside.show_view(inside.layers)
    window.canvas.show_strokes(before)
