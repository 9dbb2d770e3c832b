"""A picture of everything that the program writes, form by form: `python -m benchmarks.forms PICTURE.png [--letters]`.

Each row is a form of a digit, or of a letter, with sixteen of its images. `--file FORMS.toml` draws forms of your own,
written as in engine/data/writing/digits.toml. Prints the number of forms and how fast they are written.
"""

import time
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from engine import InklingError
from engine.data import Form, FormError, forms, parsed_forms, written
from engine.hardware import using_threads

IMAGES = 16
ZOOM, GAP = 2, 4
WORDS_WIDTH = 260
"""Pixels."""


def picture(every: tuple[Form, ...]) -> Pillow.Image:
    """Draw each form as one row, ink white on black."""
    side = 28 * ZOOM + GAP
    page = Pillow.new("L", (WORDS_WIDTH + IMAGES * side, len(every) * side))
    pen = ImageDraw.Draw(page)
    for row, form in enumerate(every):
        pen.text((4, row * side + side // 3), f"{form.character}   {form.name}", fill=255)
        for column, image in enumerate(written(form, IMAGES, np.random.default_rng(row)).numpy()):
            large = Pillow.fromarray(image).resize((28 * ZOOM, 28 * ZOOM), Pillow.Resampling.NEAREST)
            page.paste(large, (WORDS_WIDTH + column * side, row * side))
    return page


def chosen_forms(file: Path | None, letters: bool) -> tuple[Form, ...]:
    """Return the forms to draw. Raises InklingError when the file has none that can be written."""
    if file is None:
        return forms("letters.toml" if letters else "digits.toml")
    try:
        return parsed_forms(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InklingError(f"{file} cannot be read: {error}.") from error
    except FormError as error:
        raise InklingError(f"{file}: {error}") from error


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("picture", type=Path, help="where to save the picture")
    parser.add_argument("--letters", action="store_true", help="letters and signs instead of digits")
    parser.add_argument("--file", type=Path, help="forms of your own")
    arguments = parser.parse_args()
    every = chosen_forms(arguments.file, arguments.letters)
    begin = time.perf_counter()
    with using_threads(1):
        for form in every:
            written(form, 100, np.random.default_rng(0))
    seconds = time.perf_counter() - begin
    figure("forms", str(len(every)))
    figure("time for an image", f"{seconds / len(every) * 1e4:.0f} us")
    picture(every).save(arguments.picture)


if __name__ == "__main__":
    run_command(main)
