"""The digits that come with the program, as a person drew them."""

import json
from pathlib import Path

from gui.canvas.drawing import Stroke

DIGITS = Path(__file__).parent.parent.parent / "resources" / "digits.json"
HUNDREDTHS = 0.0065
"""The digits' points are given in 0..100; a digit on the canvas is 0.65 of it high."""


def digits() -> list[tuple[int, list[Stroke]]]:
    """Twenty digits in canvas units, each with its label."""
    records = json.loads(DIGITS.read_text(encoding="utf-8"))
    return [(record["digit"], [_on_canvas(stroke) for stroke in record["strokes"]]) for record in records]


def _on_canvas(stroke: list[list[float]]) -> Stroke:
    return tuple(((x - 50) * HUNDREDTHS, (y - 50) * HUNDREDTHS) for x, y in stroke)
