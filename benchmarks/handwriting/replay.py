"""Whether the mouse gets the same answers as the pen: `python -m benchmarks.replay STROKES.npz`.

The strokes (in the layout of `benchmarks.pens`) are sent to the real canvas as mouse events, rounded to whole pixels as
a mouse's are, on canvases of several sizes; the answers are compared with those to the strokes themselves.
"""

import os
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPointF

from benchmarks.handwriting.pen_files import Digit, digits
from benchmarks.handwriting.pens import chosen_run
from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.window.driven_window import start_program
from gui.canvas import DrawCanvas
from gui.tour import send_mouse

SIZES = (200, 400, 800)
FILLED = 0.65
"""The share of the canvas that a digit takes up."""


def send(canvas: DrawCanvas, strokes: Digit, side: int) -> None:
    lines = [np.asarray(stroke, float) for stroke in strokes[2]]
    everything = np.concatenate(lines)
    low, high = everything.min(0), everything.max(0)
    scale = FILLED * side / max(float((high - low).max()), 1e-9)
    canvas.clear()
    for line in lines:
        places = np.rint((line - (low + high) / 2) * scale + side / 2)
        points = [QPointF(float(x), float(y)) for x, y in places]
        send_mouse(canvas, QEvent.Type.MouseButtonPress, points[0])
        for point in points[1:]:
            send_mouse(canvas, QEvent.Type.MouseMove, point)
        send_mouse(canvas, QEvent.Type.MouseButtonRelease, points[-1])


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("strokes", type=Path)
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th digit")
    arguments = parser.parse_args()
    classifier = chosen_run(arguments.model).classifier()
    chosen = digits(arguments.strokes)[:: arguments.every]
    direct = [classifier.read(strokes) for _, _, strokes in chosen]
    app = start_program()
    for side in SIZES:
        canvas = DrawCanvas()
        canvas.resize(side, side)
        canvas.show()
        same = correct = 0
        for digit, expected in zip(chosen, direct, strict=True):
            send(canvas, digit, side)
            reading = classifier.read(canvas.drawing.strokes)
            same += reading is not None and expected is not None and reading.digit == expected.digit
            correct += reading is not None and reading.digit == digit[0]
        shares = f"{same / len(chosen):.2%} answered alike, {correct / len(chosen):.2%} correctly"
        figure(f"{len(chosen):,} digits on {side} pixels", shares)
        canvas.close()
    app.quit()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    run_command(main)
