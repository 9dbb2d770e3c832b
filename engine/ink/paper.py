"""How much darker than the paper each pixel of a picture is, or lighter than a blackboard, whatever the light on it.

The paper is what a closing leaves of the picture: it fills all that is dark and narrower than a square, and keeps
shadows and tables, which are wider (J. Serra, "Image Analysis and Mathematical Morphology", 1982). The square must be
wider than the pen, so the smallest one is taken that fills about as much as the next larger one.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from scipy import ndimage

Grey = NDArray[np.float32]

SMALL = 192
"""Pixels of the longer side, at which the square and the colour of the paper are looked for."""
SQUARES = (0.04, 0.08, 0.16, 0.25, 0.35)
"""Sides of the square, as shares of the picture's longer side; no pen is wider than the last."""
MORE = 1.03
"""A square is too small if the next one fills this many times as much: the pen is wider then."""
WRITING = 5
"""Pixels of the shrunk picture; the pen of small writing is thinner."""
FAINT = 10.0
"""Grey values, of 255, of the shrunk picture; less is noise."""
SPARE = 1.2
"""Crossings of strokes are wider than the pen."""
CORE = 0.3
"""A surface, like paper or a table, holds a square of this share of the picture's shorter side; no pen draws one."""
DARKEST, BOARD = 12.0, 64.0
"""Grey values, of 255, that are added to those of paper and of a blackboard so that noise in shadows is no ink."""
NOISY = 0.025
"""Noise of this share of the paper's brightness is smoothed away."""


def contrast_to_paper(grey: Grey) -> Grey:
    """Return how much each pixel differs from the paper, as a share of the paper's brightness, about 0 for paper.

    `grey` (H, W) has values from 0 to 255. Dark ink on paper gives up to 1, chalk on a blackboard more.
    """
    small = _small(grey)
    dark_ink = _is_ink_dark(small)
    # Noise would raise the closing; a picture of a few pixels has none to lose.
    smooth = ndimage.gaussian_filter(grey, 1.0) if max(grey.shape) > SMALL else grey
    side, _ = _square(small if dark_ink else 255 - small)
    paper = _closed(smooth if dark_ink else 255 - smooth, side)
    contrast = (paper - grey) / (paper + DARKEST) if dark_ink else (grey - 255 + paper) / (255 - paper + BOARD)
    contrast -= np.median(contrast)
    if spread(contrast) > NOISY and max(grey.shape) > SMALL:
        contrast = ndimage.gaussian_filter(contrast, 1.0)
    return contrast


def spread(contrast: Grey) -> float:
    """Return the standard deviation of the paper's noise, from the median of its size, which ink hardly moves."""
    return 1.4826 * float(np.median(np.abs(contrast[:: 1 + contrast.shape[0] // 400])))


def _small(grey: Grey) -> Grey:
    """Return the picture with SMALL pixels on its longer side; a smaller one is enlarged, to have room for squares."""
    scale = SMALL / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    way = Pillow.Resampling.BOX if scale < 1 else Pillow.Resampling.BILINEAR
    return np.asarray(Pillow.fromarray(grey).resize(size, way))


def _closed(grey: Grey, share: float) -> Grey:
    side = 2 * max(1, round(share * max(grey.shape) / 2)) + 1
    return ndimage.grey_closing(grey, (side, side), mode="nearest")


def _is_ink_dark(small: Grey) -> bool:
    """Return whether ink is darker than what it is on, from a shrunk picture."""
    bright = small > _middle(small)
    paper, board = _has_core(bright), _has_core(~bright)
    if paper != board:
        return paper
    # Paper on a table, a shadow, or a digit that fills the picture: what is thinner is ink.
    (dark, darkness), (light, lightness) = _square(small), _square(255 - small)
    if darkness > 0 and lightness > 0 and dark != light:
        return dark < light
    return darkness >= lightness


def _middle(small: Grey) -> float:
    """Return the grey value between the picture's darkest and brightest large parts."""
    return float(small.min() + small.max()) / 2


def _has_core(mask: NDArray[np.bool_]) -> bool:
    side = max(3, round(CORE * min(mask.shape)))
    # What touches the picture's edge goes on beyond it.
    padded = np.pad(mask, side, mode="edge").astype(np.uint8)
    # Small writing makes no holes in a surface.
    padded = ndimage.grey_closing(padded, (WRITING, WRITING))
    return bool(ndimage.grey_opening(padded, (side, side))[side:-side, side:-side].any())


def _square(small: Grey) -> tuple[float, float]:
    """Return the side of the smallest square that is wider than the pen, and how much it fills; 0 if none is."""
    filled = [_filled(small, share) for share in SQUARES]
    sums = [float(one.sum()) for one in filled]
    for share, one, this, wider in zip(SQUARES, filled, sums, sums[1:], strict=False):
        # What covers more than half of the picture is paper.
        if this > 0 and wider < MORE * this and (one > 0).mean() < 0.5:
            return SPARE * share, this
    return SQUARES[-1], 0.0


def _filled(small: Grey, share: float) -> Grey:
    """Return how much a closing adds to each pixel; a quarter of the most is noise."""
    added = _closed(small, share) - small
    return np.where(added > max(added.max() / 4, FAINT), added, 0)
