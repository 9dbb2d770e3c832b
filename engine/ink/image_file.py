"""Reading the digits in a picture, dark on light or light on dark, as images like MNIST's."""

import io
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageFilter, ImageOps

from engine.errors import InklingError
from engine.ink.paper import Grey, contrast_to_paper, spread
from engine.ink.rendering import BOX, SIZE, Image, centred
from engine.ink.ruling import without_ruling
from engine.ink.segmentation import Box, segments
from engine.system import read_bytes

LARGEST = 1600
"""Pixels; a larger photograph is shrunk to this first, without harm to any digit."""
LARGEST_FILE, MOST_PIXELS = 1 << 28, 80_000_000
"""Bytes and pixels; reading a pixel takes ten bytes of memory."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM")
"""Other formats are refused: Pillow starts another program for one of them. MPO, of some phones, is a kind of JPEG; its
own name here would make Pillow refuse all that follow."""
warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
# The sentence of `_opened` says it.
LEAST_CONTRAST = 0.12
"""Of the paper's brightness; a page with less contrast between ink and paper is empty."""
FINE = 8
"""Pixels for each pixel of the 28x28 image at which the digit is measured and its pen widened."""
THINNEST = 1.6
"""Pixels of the 28x28 image; thinner pens are widened. One in twenty of MNIST's digits has a thinner pen."""


class FoundDigit(NamedTuple):
    """An image like MNIST's, uint8 (28, 28), and its box in the file, in the file's pixels."""

    image: Image
    box: Box


def read_image_file(path: Path) -> list[FoundDigit]:
    """Return the digits in a picture file of any size, line by line and from left to right; at least one.

    Raises InklingError when the file cannot be read as a picture, is empty or shows something else.
    """
    return read_picture(read_bytes(path, LARGEST_FILE), str(path))


def read_picture(content: bytes, path: str) -> list[FoundDigit]:
    """The same for the bytes of a picture; `path` is what its sentences call it."""
    picture, size = _opened(content, path)
    ink = _ink(np.asarray(picture, dtype=np.float32))
    if ink is None:
        raise InklingError(f"{path} is empty: nothing stands out from its background.")
    parts = segments(ink.astype(np.float64))
    if not parts:
        raise InklingError(f"{path} shows no digits but many small marks: choose a picture of digits on plain paper.")
    scale = max(size) / max(picture.size)
    return [FoundDigit(centred(_boxed(part.ink)), _scaled_box(part.box, scale)) for part in parts]


def _opened(content: bytes, path: str) -> tuple[Pillow.Image, tuple[int, int]]:
    """Return the picture made by `_flat`, and its size in the file."""
    try:
        with Pillow.open(io.BytesIO(content), formats=FORMATS) as file:
            if file.width * file.height > MOST_PIXELS:
                raise Pillow.DecompressionBombError
            # A JPEG file of many megapixels is decoded at half or a quarter of its size, in a fraction of the time.
            full = file.size
            file.draft(None, (LARGEST, LARGEST))
            upright = ImageOps.exif_transpose(file)
            turned = upright.size != file.size
            return _flat(upright), full[::-1] if turned else full
    except Pillow.DecompressionBombError as error:
        cause = f"it has more than {MOST_PIXELS / 1e6:.0f} million pixels: make it smaller"
        raise InklingError(f"{path} cannot be read: {cause}.") from error
    except Exception as error:
        # Broken pictures make Pillow's readers raise errors of all kinds.
        raise InklingError(f"{path} cannot be read: it is not a PNG or JPEG picture.") from error


def _scaled_box(box: Box, scale: float) -> Box:
    return Box(*(round(edge * scale) for edge in box))


def _flat(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture in grey, shrunk to LARGEST; transparent parts become white paper."""
    coloured = _bytes(picture).convert("RGBA")
    coloured.thumbnail((LARGEST, LARGEST))
    paper = Pillow.new("RGBA", coloured.size, "white")
    return Pillow.alpha_composite(paper, coloured).convert("L")


def _bytes(picture: Pillow.Image) -> Pillow.Image:
    """Return the picture with 8 bits a channel; Pillow would cut 16 bits off at 255."""
    if not picture.mode.startswith(("I", "F")):
        # Pillow knows no way from inks to transparent colours.
        return picture.convert("RGB") if picture.mode == "CMYK" else picture
    values = np.asarray(picture, np.float32)
    most = max(float(values.max()), 1.0)
    full = 1.0 if picture.mode == "F" and most <= 1 else 255.0 if most <= 255 else 65535.0
    return Pillow.fromarray(np.uint8(np.clip(values * (255 / full), 0, 255)))


def _ink(grey: Grey) -> Grey | None:
    """Return how much ink each pixel has, 0 to about 1; None when the picture is empty."""
    contrast = without_ruling(contrast_to_paper(grey))
    clear = contrast[contrast > max(LEAST_CONTRAST, min(6 * spread(contrast), 0.3))]
    if clear.size == 0:
        return None
    return contrast / float(np.percentile(clear, 90))


def _boxed(ink: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit a digit into the 20x20 box in the middle of (28, 28) and widen a pen that is too thin."""
    digit = _scaled(Pillow.fromarray(np.uint8(ink * 255)), BOX * FINE)
    missing = round(THINNEST * FINE - _pen_width(np.asarray(digit) / 255))
    if missing > 0:
        digit = ImageOps.expand(digit, missing // 2 + 1).filter(ImageFilter.MaxFilter(2 * (missing // 2) + 1))
    digit = _scaled(digit, BOX)
    page = Pillow.new("L", (SIZE, SIZE))
    page.paste(digit, ((SIZE - digit.width) // 2, (SIZE - digit.height) // 2))
    return np.asarray(page) / 255


def _scaled(picture: Pillow.Image, longest: float) -> Pillow.Image:
    scale = longest / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Pillow.Resampling.BOX if scale < 1 else Pillow.Resampling.BILINEAR)


def _pen_width(ink: NDArray[np.float64]) -> float:
    """Return the pen's width in pixels: a line's area is length times width, its outline twice the length."""
    padded = np.pad(ink, 1)
    outline = np.hypot(np.diff(padded, axis=1)[:-1], np.diff(padded, axis=0)[:, :-1]).sum()
    return 2 * float(ink.sum()) / max(float(outline), 1e-9)
