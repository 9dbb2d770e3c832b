"""A picture of the ink that speaks for an answer (blue) and against it (orange)."""

from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from engine.errors import InklingError
from engine.ink import SIZE
from engine.inspection import Occlusion
from engine.system import write_atomically

FOR, AGAINST, NEITHER = (0, 114, 178), (213, 94, 0), (225, 225, 225)
"""Blue and vermillion of M. Okabe and K. Ito, "Color universal design", 2008: colour-blind people tell them apart."""
PAPER, TEXT = (255, 255, 255), (27, 34, 48)
PIXEL = 40
"""The width of one of the network's pixels in the picture, so that it can be printed: a map is 1,120 wide."""
SIDE = SIZE * PIXEL
STRIP = 104
"""The height of the line of words under each map."""
TYPE = 44
"""The height of the words."""
PICTURES = (".png", ".svg")
Colours = NDArray[np.uint8]
"""(28, 28, 3), red, green and blue."""


def write_reasons(found: Occlusion, names: tuple[str, ...], file: Path, digits: Sequence[int] | None = None) -> None:
    """Write two maps side by side on one scale: of `digits`, by default the answer and the second answer.

    It is a PNG or an SVG, by the suffix. Raises InklingError for another suffix, and when it cannot be written.
    """
    if file.suffix.lower() not in PICTURES:
        raise InklingError(f"{file.name} must end in {' or '.join(PICTURES)}.")
    digits = found.best_two if digits is None else digits
    heats = [found.heat(digit) for digit in digits]
    scale = max(float(np.abs(heat).max()) for heat in heats) or 1.0
    maps = [coloured(heat / scale, found.image) for heat in heats]
    words = [f"{names[digit]}: blue speaks for it, orange against it" for digit in digits]
    content = _svg(maps, words) if file.suffix.lower() == ".svg" else _png(maps, words)
    write_atomically(file, lambda stream: stream.write(content))


def _png(maps: Sequence[Colours], words: Sequence[str]) -> bytes:
    page = Pillow.new("RGB", _page(len(maps)), PAPER)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(TYPE)
    for place, (colours, said) in enumerate(zip(maps, words, strict=True)):
        left = place * (SIDE + PIXEL)
        page.paste(Pillow.fromarray(colours).resize((SIDE, SIDE), 0), (left, 0))
        pen.text((left + 16, SIDE + 24), said, fill=TEXT, font=font)
    stream = BytesIO()
    page.save(stream, format="PNG")
    return stream.getvalue()


def _svg(maps: Sequence[Colours], words: Sequence[str]) -> bytes:
    """Every pixel that is not paper is a square."""
    width, height = _page(len(maps))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<title>{escape('; '.join(words))}</title>",
        f'<rect width="{width}" height="{height}" fill="{_hex(PAPER)}"/>',
    ]
    for place, (colours, said) in enumerate(zip(maps, words, strict=True)):
        left = place * (SIDE + PIXEL)
        for row, column in np.argwhere((colours != PAPER).any(2)).tolist():
            corner = f'x="{left + column * PIXEL}" y="{row * PIXEL}"'
            lines.append(f'<rect {corner} width="{PIXEL}" height="{PIXEL}" fill="{_hex(colours[row, column])}"/>')
        looks = f'x="{left + 16}" y="{SIDE + STRIP - 36}" font-family="sans-serif" font-size="{TYPE}"'
        lines.append(f'<text {looks} fill="{_hex(TEXT)}">{escape(said)}</text>')
    return "\n".join([*lines, "</svg>\n"]).encode()


def _page(maps: int) -> tuple[int, int]:
    """Width and height of so many maps side by side."""
    return maps * (SIDE + PIXEL) - PIXEL, SIDE + STRIP


def _hex(colour: Iterable[int]) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in colour)


def coloured(heat: NDArray[np.float32], image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours (28, 28, 3) for a heat from -1 to 1: the ink's own darkness says how much of each colour shows."""
    strength = np.clip(np.abs(heat), 0, 1)[..., None]
    full = np.where(heat[..., None] >= 0, np.array(FOR, np.float32), np.array(AGAINST, np.float32))
    ink = strength * full + (1 - strength) * np.array(NEITHER, np.float32)
    covered = np.minimum(image[..., None] / 128, 1)
    return np.rint(covered * ink + (1 - covered) * np.array(PAPER, np.float32)).astype(np.uint8)
