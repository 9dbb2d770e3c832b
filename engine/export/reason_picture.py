"""A picture of the ink that speaks for an answer (blue) and against it (orange)."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from engine.ink import SIZE
from engine.inspection import Occlusion
from engine.system import write_atomically

FOR, AGAINST, NEITHER = (0, 114, 178), (213, 94, 0), (225, 225, 225)
"""Blue and vermillion of M. Okabe and K. Ito, "Color universal design", 2008: colour-blind people tell them apart."""
PAPER, TEXT = (255, 255, 255), (27, 34, 48)
PIXEL = 10
"""The width of one of the network's pixels in the picture."""
STRIP = 26
"""The height of the line of words under each map."""


def write_reasons(found: Occlusion, names: tuple[str, ...], file: Path) -> None:
    """Write a PNG with two maps side by side: of the answer and of the second answer, on one scale.

    Raises InklingError when it cannot be written.
    """
    heats = [found.heat(digit) for digit in found.best_two]
    scale = max(float(np.abs(heat).max()) for heat in heats) or 1.0
    side = SIZE * PIXEL
    page = Pillow.new("RGB", (2 * side + PIXEL, side + STRIP), PAPER)
    pen = ImageDraw.Draw(page)
    for place, (digit, heat) in enumerate(zip(found.best_two, heats, strict=True)):
        left = place * (side + PIXEL)
        page.paste(Pillow.fromarray(coloured(heat / scale, found.image)).resize((side, side), 0), (left, 0))
        pen.text((left + 4, side + 6), f"{names[digit]}: blue speaks for it, orange against it", fill=TEXT)
    write_atomically(file, lambda stream: page.save(stream, format="PNG"))


def coloured(heat: NDArray[np.float32], image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours (28, 28, 3) for a heat from -1 to 1: the ink's own darkness says how much of each colour shows."""
    strength = np.clip(np.abs(heat), 0, 1)[..., None]
    full = np.where(heat[..., None] >= 0, np.array(FOR, np.float32), np.array(AGAINST, np.float32))
    ink = strength * full + (1 - strength) * np.array(NEITHER, np.float32)
    covered = np.minimum(image[..., None] / 128, 1)
    return np.rint(covered * ink + (1 - covered) * np.array(PAPER, np.float32)).astype(np.uint8)
