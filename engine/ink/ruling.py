"""Taking the printed lines and squares of ruled paper out of a picture without cutting the strokes that cross them."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.ink.paper import Grey, spread

SMALLEST = 200
"""Pixels; a smaller picture has no room for ruled lines beside a digit."""
WIDEST = 0.006
"""The widest printed line, as a share of the picture's longer side."""
COLUMNS = 512
"""Lines are looked for in a picture of this many columns."""
STEEPEST = 0.18
"""The tangent of the steepest angle by which paper is turned."""
FAN = 0.03
"""By how much the tangents of lines of one page differ, because of perspective."""
CLEAR = 0.05
"""The least contrast of a line."""
COVERED = 0.5
"""The share of the picture's width on which a line is seen; a row of digits covers less of any line."""
STRIPS = 24
"""A line is followed through so many strips of the picture, as paper is never quite flat."""


def without_ruling(contrast: Grey) -> Grey:
    """Return contrast to the paper (H, W) without printed lines, horizontal and vertical within ten degrees."""
    if min(contrast.shape) < SMALLEST:
        return contrast
    level = _ink_level(contrast)
    for turned in (False, True):
        picture = np.ascontiguousarray(contrast.T) if turned else contrast.copy()
        for path in _paths(picture):
            _take_out(picture, path, level)
        contrast = np.ascontiguousarray(picture.T) if turned else picture
    return contrast


def _ink_level(contrast: Grey) -> float:
    return float(np.percentile(contrast[contrast > CLEAR], 95)) if (contrast > CLEAR).any() else 1.0


def _widest(picture: Grey) -> int:
    return max(3, round(WIDEST * max(picture.shape)))


def _paths(picture: Grey) -> list[NDArray[np.intp]]:
    """Return the row of each printed line in every column, (W,) for each line."""
    evidence, shrink = _evidence(picture)
    sums = _sums_along_lines(evidence)
    found = []
    for row, rise in _straight_lines(sums / evidence.shape[1]):
        columns = np.arange(picture.shape[1])
        straight = (row + rise * columns / shrink / (COLUMNS - 1) + 0.5) * shrink
        path = _followed(picture, straight, 2 * shrink)
        if path is not None:
            found.append(path)
    return found


def _evidence(picture: Grey) -> tuple[Grey, int]:
    """Return where something thin and horizontal is, 0 to 1, shrunk to COLUMNS, and how many times it is shrunk."""
    thin = picture - ndimage.grey_opening(picture, (2 * _widest(picture) + 1, 1))
    clear = max(CLEAR, 2.5 * spread(picture))
    shrink = -(-picture.shape[1] // COLUMNS)
    rows = -(-picture.shape[0] // shrink)
    padded = np.zeros((rows * shrink, COLUMNS * shrink), np.float32)
    padded[: picture.shape[0], : picture.shape[1]] = thin > clear
    # A column of a cell counts if any of its pixels does, so a line may move within the cell.
    cells = padded.reshape(rows, shrink, COLUMNS, shrink).max(1).mean(2)
    width = -(-picture.shape[1] // shrink)
    cells[:, width:] = 0
    return np.pad(cells, ((COLUMNS // 4, COLUMNS // 4), (0, 0))) * (COLUMNS / width), shrink


def _sums_along_lines(cells: Grey) -> Grey:
    """Return sums along lines, (2 M + 1, rows): line (M + t, y) begins in row y of the first column and falls t rows.

    Halves of lines are summed once and shared, after M. Brady, "A fast discrete approximation algorithm for the Radon
    transform", 1998.
    """
    sums = {0: cells.T}
    width, reach = 1, 0
    while width < COLUMNS:
        width, reach = 2 * width, int(STEEPEST * 2 * width) + 1
        joined = {}
        for rise in range(-reach, reach + 1):
            half = rise // 2 if rise >= 0 else -(-rise // 2)
            if half in sums:
                left, right = sums[half][0::2], sums[half][1::2]
                joined[rise] = left + np.roll(right, -(rise - half), axis=1)
        sums = joined
    rises = sorted(sums)
    return np.stack([sums[rise][0] for rise in rises])


def _straight_lines(shares: Grey) -> list[tuple[int, int]]:
    """Return first row and rise of the lines that are seen on most of the picture, the clearest first."""
    middle = shares.shape[0] // 2
    sharp = shares - ndimage.median_filter(shares, (1, 15))
    best = int(np.argmax((np.maximum(sharp, 0) ** 2).sum(1)))
    fan = int(FAN * COLUMNS)
    first = max(0, best - fan)
    near = np.where(sharp > COVERED / 2, shares, 0)[first : best + fan + 1]
    peaks = (near >= COVERED) & (near == ndimage.maximum_filter(near, (2 * fan + 1, 5)))
    found = [
        (int(row) - COLUMNS // 4, first + int(rise) - middle) for rise, row in zip(*np.nonzero(peaks), strict=True)
    ]
    kept: list[tuple[int, int]] = []
    for line in found:
        if all(abs(line[0] + line[1] / 2 - other[0] - other[1] / 2) > 3 for other in kept):
            kept.append(line)
    return kept


def _followed(picture: Grey, straight: NDArray[np.float64], reach: int) -> NDArray[np.intp] | None:
    """Return the row of the line in every column near a straight one; None if there is no line."""
    band = _band(picture, np.rint(straight).astype(np.intp), reach + 1)
    strips = np.array_split(np.arange(picture.shape[1]), STRIPS)
    profiles = np.stack([np.median(band[:, strip], axis=1) for strip in strips])
    smooth = ndimage.uniform_filter1d(profiles, 3, axis=1)
    clear = smooth.max(1) - np.median(smooth, axis=1) > CLEAR / 2
    if clear.mean() < COVERED:
        return None
    offsets = np.where(clear, smooth.argmax(1) - reach - 1.0, np.nan)
    places = np.array([strip.mean() for strip in strips])
    offsets = ndimage.median_filter(np.interp(places, places[clear], offsets[clear]), 5, mode="nearest")
    return np.rint(straight + np.interp(np.arange(picture.shape[1]), places, offsets)).astype(np.intp)


def _band(picture: Grey, path: NDArray[np.intp], reach: int) -> Grey:
    """Return the rows around a path, (2 reach + 1, W)."""
    rows = path[None, :] + np.arange(-reach, reach + 1)[:, None]
    return picture[np.clip(rows, 0, len(picture) - 1), np.arange(picture.shape[1])[None, :]]


def _take_out(picture: Grey, path: NDArray[np.intp], level: float) -> None:
    """Subtract a light line from what it crosses; bridge a line that is as dark as ink."""
    reach = _widest(picture)
    band = _band(picture, path, reach)
    profile = np.median(band, axis=1)
    line = profile > max(0.15 * profile[reach - 1 : reach + 2].max(), CLEAR / 3)
    numbers, _ = ndimage.label(line)
    # The path may be off by a row.
    number = numbers[reach - 1 + int(profile[reach - 1 : reach + 2].argmax())]
    if not number:
        return
    (wide,) = ndimage.find_objects((numbers == number).astype(int))[0]
    span = min(max(reach - wide.start + 1, wide.stop - reach), reach)
    if profile.max() < 0.5 * level:
        strength = ndimage.maximum_filter1d(profile, 3)[:, None]
        clean = np.clip((band - strength) / (1 - np.minimum(strength, 0.9)), 0, None)
    else:
        clean = np.minimum(
            band, np.pad(_bridged(_band(picture, path, span + 2)), ((reach - span, reach - span), (0, 0)))
        )
    rows = np.arange(-span, span + 1)
    places = path[None, :] + rows[:, None]
    inside = (places >= 0) & (places < len(picture))
    columns = np.broadcast_to(np.arange(picture.shape[1]), places.shape)
    new = clean[rows + reach]
    picture[places[inside], columns[inside]] = new[inside]


def _bridged(band: Grey) -> Grey:
    """Return for a band around a line the ink that goes straight on from one side of the line to the other.

    The outer two rows on each side are what is seen of the strokes; the result has the rows between them.
    """
    half = len(band) // 2
    above, below = band[:2].max(0), band[-2:].max(0)
    rows = np.arange(2 - half, half - 1)
    bridged = np.zeros((len(rows), band.shape[1]), np.float32)
    for lean in range(-half - 1, half + 2):
        for bridge, row in zip(bridged, rows, strict=True):
            upper = np.roll(above, round(lean * (row + half) / (2 * half)))
            lower = np.roll(below, -round(lean * (half - row) / (2 * half)))
            np.maximum(bridge, np.minimum(upper, lower), out=bridge)
    return bridged
