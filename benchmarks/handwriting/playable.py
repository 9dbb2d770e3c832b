"""Whether the page to play with answers as Inkling does: `python -m benchmarks.playable STROKES.npz ...`.

Trains some networks, or takes the runs that `--model` names, exports each as a page, and opens it in this computer's
Chromium from its file. Real drawings (STROKES.npz as for `benchmarks.pens`) are given to the page, and some of them are
drawn on its canvas with the mouse. Prints, for each network, the size of the page, how many answers ("not sure" is one)
are those of Inkling, the largest difference of a probability, the milliseconds of an answer from strokes to
probabilities, with the pauses in which a pen may move, and what the browser complained of. `--pictures FOLDER` saves
how the page looks.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from playwright.sync_api import Browser

from benchmarks.handwriting.pen_files import read_pen_files
from benchmarks.handwriting.pens import chosen_run
from benchmarks.shared.browser import DESK, PHONE, Opened, browser, opened
from benchmarks.shared.command import add_settings, count, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.training import train_network
from engine import Classifier
from engine.export import write_playable
from engine.models import Reading
from engine.runs import SavedRun
from engine.settings import checked
from engine.stack import folder_word
from gui.canvas import digits

OWN = (
    "conv 16 5x5 stride 2, batch norm, gelu, conv 16 3x3 padding 1, batch norm, gelu, conv 16 3x3 padding 1, "
    "batch norm, add 5, relu, average pool 2, flatten, dropout 0.2, linear 48, leaky relu 0.1, output",
    "conv 8 3x3 padding 1, sigmoid, max pool 2, conv 16 3x3 stride 2, tanh, flatten, batch norm, linear 64, "
    "batch norm, relu, output",
    "flatten, linear 96, batch norm, leaky relu 0.2, linear 96, gelu, add 2, linear 96, tanh, add 5, output",
)
"""Together they have all kinds of layer; in the last one an addition lies within another."""
NETWORKS = ("simple", "cnn", *OWN, "deep-mlp")
"""The last one is so large that its page has int8 weights."""
READ = """async drawings => {
  const found = [];
  for (const strokes of drawings) {
    const begin = performance.now();
    const { probabilities, best, sure } = await patiently(reading(strokes));
    found.push({ probabilities: [...probabilities], best, sure, milliseconds: performance.now() - begin });
  }
  return found;
}"""
SHOWN = "() => ({ strokes: drawing.strokes, answer: element('answer').textContent })"
WARM = 20
"""Answers before those that are timed: the browser compiles what is called often."""
SHOWN_DIGIT = 2
FILLED = 0.65
"""The share of the canvas that a digit takes up."""


class Found(NamedTuple):
    """How a page's answers differ from the program's."""

    drawings: int
    equal: int
    difference: float
    """The largest of any probability."""
    milliseconds: list[float]


def compared(page: Opened, classifier: Classifier, drawings: Sequence[Any]) -> Found:
    """Give the drawings to the page and to the program."""
    page.run(READ, drawings[:WARM])
    theirs, ours = page.run(READ, drawings), classifier.read_drawings(drawings)
    pairs = list(zip(theirs, ours, strict=True))
    equal = sum((one["best"], one["sure"]) == (other.digit, other.sure) for one, other in pairs)
    difference = max(np.abs(np.subtract(one["probabilities"], other.probabilities)).max() for one, other in pairs)
    return Found(len(pairs), equal, float(difference), [one["milliseconds"] for one in theirs])


def drawn_alike(page: Opened, classifier: Classifier, drawings: Sequence[Any]) -> int:
    """Draw each with the mouse; returns how often the page shows what the program answers to the same strokes."""
    alike = 0
    for strokes in drawings:
        page.run("() => canvas.do('clear')")
        draw(page, strokes)
        page.settle()
        shown = page.run(SHOWN)
        reading = classifier.read(shown["strokes"])
        alike += reading is not None and shown["answer"] == answer_of(reading)
    return alike


def draw(page: Opened, strokes: Sequence[Any]) -> None:
    """Draw with the mouse, in the middle of the canvas."""
    box = page.page.locator("#canvas").bounding_box()
    assert box
    lines = [np.asarray(stroke, float) for stroke in strokes if len(stroke)]
    everything = np.concatenate(lines)
    low, high = everything.min(0), everything.max(0)
    scale = FILLED * box["width"] / max(float((high - low).max()), 1e-9)
    middle = np.array([box["x"], box["y"]]) + box["width"] / 2
    for line in lines:
        first, *others = ((line - (low + high) / 2) * scale + middle).round().tolist()
        page.page.mouse.move(*first)
        page.page.mouse.down()
        for point in others:
            page.page.mouse.move(*point)
        page.page.mouse.up()


def answer_of(reading: Reading) -> str:
    """In large type."""
    return reading.name if reading.sure else "?"


def measure(run: SavedRun, found: Browser, drawings: Sequence[Any], by_mouse: int, pictures: Path | None) -> None:
    """Print the figures of one network."""
    name, classifier = run.kind, run.classifier()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"playable-{folder_word(run.settings.model)}.play.html")
        figure(f"{name}, its page", write_playable(run, file))
        with opened(found, file) as page:
            same = compared(page, classifier, drawings)
            alike = drawn_alike(page, classifier, drawings[:by_mouse])
            problems = page.problems
        if pictures:
            take_pictures(found, file, pictures)
    share = f"{same.equal:,} of {same.drawings:,} ({same.equal / same.drawings:.2%})"
    figure(f"{name}, answers equal", f"{share}, probabilities differ by {same.difference:.1e} at most")
    figure(f"{name}, drawn with the mouse, the same answer is shown", f"{alike:,} of {min(by_mouse, len(drawings)):,}")
    middle, most = np.percentile(same.milliseconds, [50, 95])
    figure(f"{name}, an answer in the browser", f"{middle:.1f} ms, p95 {most:.1f} ms")
    figure(f"{name}, complaints of the browser", "; ".join(problems) or "none")


def take_pictures(found: Browser, file: Path, folder: Path) -> None:
    """Of a phone and of a desk, light and dark, with a digit that comes with the program."""
    strokes = dict(digits())[SHOWN_DIGIT]
    for size in (PHONE, DESK):
        for scheme in ("light", "dark"):
            phone = size is PHONE
            with opened(
                found, file, size, color_scheme=scheme, device_scale_factor=2, is_mobile=phone, has_touch=phone
            ) as page:
                draw(page, strokes)
                page.settle()
                page.page.wait_for_function("() => document.getAnimations().length === 0")
                name = f"{file.name.removesuffix('.play.html')}-{size['width']}-{scheme}.png"
                page.page.screenshot(path=folder / name)


def runs(models: Sequence[Path], networks: Sequence[str], settings: Sequence[str]) -> Iterator[SavedRun]:
    """Those in the files, or else one of each network, trained now."""
    if models:
        yield from map(chosen_run, models)
        return
    for network in networks:
        print(network, *settings, flush=True)
        yield train_network(checked({**named_values(settings), "model": network}))


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("strokes", type=Path, nargs="+", metavar="STROKES.npz", help="digits as pen strokes")
    parser.add_argument("--model", type=Path, nargs="+", default=[], help="saved networks, instead of training")
    parser.add_argument("--networks", nargs="+", default=NETWORKS, help="what to train, by name or by layers")
    add_settings(parser, ["epochs=2"])
    parser.add_argument("--drawings", type=count, default=1_000, help="given to each page, spread over the files")
    parser.add_argument("--by-mouse", type=count, default=100, help="of them drawn with the mouse")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where to save how the page looks")
    chosen = parser.parse_args()
    every = [strokes for file in read_pen_files(chosen.strokes) for strokes in file.strokes]
    few = np.linspace(0, len(every) - 1, min(chosen.drawings, len(every))).astype(int)
    drawings = [[np.asarray(stroke).tolist() for stroke in every[place]] for place in few]
    with browser() as found:
        for run in runs(chosen.model, chosen.networks, chosen.set):
            measure(run, found, drawings, chosen.by_mouse, chosen.pictures)


if __name__ == "__main__":
    run_command(main)
