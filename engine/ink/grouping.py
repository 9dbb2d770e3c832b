"""Strokes of several digits in a row, told apart by the gaps between them."""

from collections.abc import Sequence

from engine.ink.rendering import Stroke

APART = 0.15
"""The least gap between two digits, as a share of the row's height: about the width of a pen."""
SHORTEST = 0.4
"""Of the row's height: what is lower is no digit of its own but a dot, a comma or part of one."""


def groups(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Return the strokes of each digit of a row, from left to right; one group if nothing is clearly apart.

    Strokes above one another belong together, such as the bar of a 5 or the slash of a 0.
    """
    inked = sorted((stroke for stroke in strokes if len(stroke)), key=lambda stroke: min(x for x, _ in stroke))
    if not inked:
        return []
    gap = APART * _height(inked)
    found = [[inked[0]]]
    right = max(x for x, _ in inked[0])
    for stroke in inked[1:]:
        if min(x for x, _ in stroke) - right > gap:
            found.append([])
        found[-1].append(stroke)
        right = max(right, *(x for x, _ in stroke))
    low = min(map(_height, found)) < SHORTEST * _height(inked)
    return [inked] if low else found


def _height(strokes: Sequence[Stroke]) -> float:
    every = [y for stroke in strokes for _, y in stroke]
    return max(every) - min(every)
