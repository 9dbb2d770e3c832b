"""A picture of the drawings of a file that a network reads worst."""

from collections.abc import Sequence

from PIL import Image as Pillow
from PIL import ImageDraw

from benchmarks.handwriting.pen_files import PenFile
from engine.formats import exact_percent
from engine.models import Reading

WORST, COLUMNS = 40, 10
ZOOM = 3


def worst(file: PenFile, readings: Sequence[Reading]) -> Pillow.Image:
    """The digits with the least probability of their label, or the letters with the most confident answers.

    Each has a line below it: the label or letter, the answer, and its source or its confidence.
    """
    order = sorted(range(len(readings)), key=lambda place: _rank(file, readings, place))[:WORST]
    side = 28 * ZOOM
    page = Pillow.new("L", (COLUMNS * (side + 6), -(-len(order) // COLUMNS) * (side + 20)))
    pen = ImageDraw.Draw(page)
    for number, place in enumerate(order):
        left, top = number % COLUMNS * (side + 6), number // COLUMNS * (side + 20)
        image = Pillow.fromarray(readings[place].image).resize((side, side), Pillow.Resampling.NEAREST)
        page.paste(image, (left, top))
        pen.text((left + 2, top + side + 3), _words(file, readings, place), fill=255)
    return page


def _rank(file: PenFile, readings: Sequence[Reading], place: int) -> float:
    reading = readings[place]
    return -reading.confidence if file.has_letters else reading.probabilities[file.drawings[place][0]]


def _words(file: PenFile, readings: Sequence[Reading], place: int) -> str:
    (label, source, _), reading = file.drawings[place], readings[place]
    if file.has_letters:
        return f"{source} read {reading.digit} {exact_percent(reading.confidence)}%"
    return f"{label} read {reading.digit} {source}"
