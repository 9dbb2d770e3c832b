"""How well digits in photographs and scans are read: `python -m benchmarks.photos [--model RUN] [--strokes FILE.npz]`.

Composes pages of several kinds of paper, light and pen, with digits whose places and labels are known: pen strokes in
the layout of `benchmarks.pens`, or MNIST's test images, thinned and drawn anew. Each page is saved as a JPEG file and
read as `python -m engine predict` reads it. Prints for each kind the share of digits found, that of digits read
correctly, how many digits were invented, and the seconds for a page. The same strokes read as the canvas reads them
show what the digits themselves allow. `--pictures FOLDER` keeps the pages with what was found marked on them.
"""

import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from benchmarks.accuracy.photo_digits import Handwritten, from_mnist, from_strokes
from benchmarks.accuracy.photo_pages import KINDS, Kind, Page, composed
from benchmarks.handwriting.pens import chosen_run
from benchmarks.shared.command import count, parser_for, run_command
from benchmarks.shared.figures import figure
from engine import Classifier, InklingError
from engine.ink import Box, read_image_file

SAME = 0.5
"""A box is that of a digit when what both have in common is this share of what they cover together."""


class Score(NamedTuple):
    """What was read on one page or on several."""

    digits: int = 0
    found: int = 0
    right: int = 0
    invented: int = 0
    seconds: float = 0
    pages: int = 0
    in_order: int = 0
    """Pages whose digits were found in reading order."""

    def plus(self, other: "Score") -> "Score":
        return Score(*(mine + its for mine, its in zip(self, other, strict=True)))  # type: ignore[arg-type]


Answers = list[tuple[int, Box, Pillow.Image]]


def answers(path: Path, classifier: Classifier) -> Answers:
    """The digits read on a page with their boxes and the images that the network got; none if it is refused."""
    try:
        found = read_image_file(path)
    except InklingError:
        return []
    return [(classifier.read_image(one.image).digit, one.box, Pillow.fromarray(one.image)) for one in found]


def score(page: Page, read: Answers, seconds: float) -> Score:
    """Compare what was read with what is on the page."""
    truth = dict(enumerate(page.digits))
    order, right = [], 0
    for answer, box, _ in read:
        place = next((place for place, (_, other) in truth.items() if common(box, other) > SAME), None)
        if place is not None:
            order.append(place)
            right += truth.pop(place)[0] == answer
    in_order = order == sorted(order)
    return Score(len(page.digits), len(order), right, len(read) - len(order), seconds, 1, in_order)


def common(one: Box, other: Box) -> float:
    """The share of the area of two boxes together that lies in both."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(width, 0) * max(height, 0)
    return both / (one.width * one.height + other.width * other.height - both)


def marked(page: Page, read: Answers) -> Pillow.Image:
    """The page with the boxes that were found, the answers, and the images that the network got."""
    picture = page.picture.convert("RGB")
    zoom = max(1, picture.width // 800)
    pen = ImageDraw.Draw(picture)
    for answer, box, image in read:
        pen.rectangle(box, outline=(255, 0, 160), width=2 * zoom)
        picture.paste(image.resize((28 * zoom, 28 * zoom)), (box.left, max(0, box.top - 30 * zoom)))
        pen.text((box.left + 30 * zoom, box.top - 14 * zoom), str(answer), fill=(220, 0, 120), font_size=14 * zoom)
    return picture


def measured(kind: Kind, digits: list[Handwritten], classifier: Classifier, pages: int, keep: Path | None) -> Score:
    """The score of some pages of one kind; the digits are taken in turn."""
    total, rng = Score(), np.random.default_rng(0)
    each = kind.rows * kind.columns
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.jpg"
        for number in range(pages):
            order = np.arange(number * each, (number + 1) * each) % len(digits)
            page = composed(kind, [digits[place] for place in order], rng)
            page.picture.save(path, quality=kind.quality)
            start = perf_counter()
            read = answers(path, classifier)
            total = total.plus(score(page, read, perf_counter() - start))
            if keep:
                marked(page, read).save(f"{keep}-{number}.jpg")
    return total


def line(name: str, total: Score) -> str:
    shares = f"{total.found / total.digits:8.1%} {total.right / total.digits:8.1%} {total.invented:9d}"
    return f"{name:24s} {total.digits:6d} {shares} {total.in_order:6d}/{total.pages} {total.seconds / total.pages:8.2f}"


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    parser.add_argument("--strokes", type=Path, help="pen strokes; MNIST's test images when left out")
    parser.add_argument("--validation", action="store_true", help="MNIST's validation images, to choose a rule by them")
    parser.add_argument("--pages", type=count, default=5, help="of each kind")
    parser.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS), metavar="KIND")
    parser.add_argument("--pictures", type=Path, help="a folder for the pages with what was found marked on them")
    arguments = parser.parse_args()
    classifier = chosen_run(arguments.model).classifier()
    digits = from_strokes(arguments.strokes) if arguments.strokes else from_mnist(arguments.validation)
    if not digits:
        raise InklingError(f"{arguments.strokes} holds no digits.")
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    direct = [classifier.read(digit.strokes) for digit in digits[:500]]
    right = [
        reading is not None and reading.digit == digit.label for reading, digit in zip(direct, digits, strict=False)
    ]
    figure(f"{len(right)} of these digits read as the canvas reads them", f"{np.mean(right):.1%}")
    print(f"{'kind of page':24s} digits    found    right  invented  in order  s/page")
    total = Score()
    for name in arguments.only:
        keep = arguments.pictures and arguments.pictures / name.replace(" ", "-")
        one = measured(KINDS[name], digits, classifier, arguments.pages, keep)
        print(line(name, one), flush=True)
        total = total.plus(one)
    print(line("all", total))
    shares = f"{total.found / total.digits:.1%} found, {total.right / total.digits:.1%} read correctly"
    figure(f"{total.digits:,} digits on {total.pages} pages", f"{shares}, {total.invented} invented")


if __name__ == "__main__":
    run_command(main)
