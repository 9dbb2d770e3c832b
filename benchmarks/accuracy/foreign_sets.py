"""How well a network reads digits that others collected: `python -m benchmarks.foreign_sets FILE ... [--model RUN]`.

FILE is one of these, and nothing of it is kept:

- scikit-learn's `digits.csv.gz`, a wheel of scikit-learn that holds it, or the folder of an installed scikit-learn:
  1,797 images of 8x8 with values from 0 to 16, the test part of UCI's "Optical Recognition of Handwritten Digits"
  (E. Alpaydin and C. Kaynak). `pip download --no-deps scikit-learn` brings a wheel.
- `zip.train.gz` or `zip.test.gz` of "The Elements of Statistical Learning": USPS, images of 16x16 with values from -1
  to 1, each a line of the label and 256 values.

The images are enlarged into MNIST's 20x20 box and centred by mass. No published figure is printed: those that we know
are of networks trained on the same collection, which this one never saw.
"""

import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from benchmarks.handwriting.pens import chosen_run
from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from engine import InklingError
from engine.ink import BOX, SIZE, Image, centred

IN_PACKAGE = "sklearn/datasets/data/digits.csv.gz"
UCI, USPS = 65, 257
"""Values in a line of each file; UCI's label is the last one, that of USPS the first."""


def labelled(path: Path) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Ink from 0 to 1, (N, side, side), and labels (N,); raises InklingError when the file holds neither collection."""
    try:
        content = _content(path)
        rows = np.loadtxt(io.BytesIO(content), delimiter="," if b"," in content[:1000] else None, ndmin=2)
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise InklingError(f"{path} cannot be read as digits: {error}.") from error
    if rows.shape[1] == UCI:
        return rows[:, :-1].reshape(-1, 8, 8) / 16, rows[:, -1].astype(np.int64)
    if rows.shape[1] == USPS:
        return (rows[:, 1:].reshape(-1, 16, 16) + 1) / 2, rows[:, 0].astype(np.int64)
    raise InklingError(f"{path} has {rows.shape[1]} values in a line: digits of UCI have {UCI}, those of USPS {USPS}.")


def _content(path: Path) -> bytes:
    if path.is_dir():
        path = path / Path(IN_PACKAGE).relative_to("sklearn")
    packed = path.read_bytes()
    if path.suffix == ".whl":
        packed = zipfile.ZipFile(io.BytesIO(packed)).read(IN_PACKAGE)
    return gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed


def like_mnist(ink: NDArray[np.float64]) -> Image:
    """The ink of a small image, enlarged into the 20x20 box of (28, 28) and centred by mass."""
    rows, columns = np.nonzero(ink > 0)
    cut = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = BOX / max(cut.shape)
    size = (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale)))
    digit = Pillow.fromarray(np.uint8(np.clip(cut, 0, 1) * 255)).resize(size, Pillow.Resampling.BICUBIC)
    page = Pillow.new("L", (SIZE, SIZE))
    page.paste(digit, ((SIZE - size[0]) // 2, (SIZE - size[1]) // 2))
    return centred(np.asarray(page) / 255)


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="digits of UCI or USPS")
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    arguments = parser.parse_args()
    classifier = chosen_run(arguments.model).classifier()
    for path in arguments.files:
        images, labels = labelled(path)
        readings = [classifier.read_image(like_mnist(ink)) for ink in images]
        right = [reading.digit == label for reading, label in zip(readings, labels, strict=True)]
        figure(f"{path.name}, {len(right):,} digits, classified correctly", f"{np.mean(right):.2%}")
        for digit in range(10):
            of_digit = np.asarray(right)[labels == digit]
            print(f"digit {digit} {len(of_digit):5d}  {of_digit.mean():.2%}")


if __name__ == "__main__":
    run_command(main)
