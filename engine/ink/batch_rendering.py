"""Rendering many drawings at once: the images that `render` makes one by one, up to a few grey values."""

import torch
from torch import Tensor

from engine.ink.rendering import BOX, CENTRE, SIZE

PAD = 10
"""Pixels around the image on which ink may lie before it is moved to the middle."""
WIDE = SIZE + 2 * PAD
WIDEST_PEN = 2.99
"""Pixels. The pen's edge then lies less than two pixels from its middle, so a point inks at most 4x4 pixels."""
NEIGHBOURS = range(-1, 3)
"""The columns, and the rows, of these pixels, relative to the one that holds the point."""
IMAGES_AT_ONCE = 500
"""As many as fit into a cache."""


def render_batch(paths: Tensor, pen_widths: Tensor) -> Tensor:
    """Return images, uint8 (N, 28, 28), of drawings that are made of points close together.

    `paths` is float32 (N, P, 2), x right and y down in any unit, the points of all strokes of a drawing one after the
    other; those more than half a pixel apart show as dots. `pen_widths` is float32 (N,) in pixels, at most WIDEST_PEN.
    """
    parts = zip(paths.split(IMAGES_AT_ONCE), pen_widths.split(IMAGES_AT_ONCE), strict=True)
    return torch.cat([_rendered(part, widths) for part, widths in parts])


def _rendered(paths: Tensor, widths: Tensor) -> Tensor:
    distance = _squared_distances(_in_the_box(paths, widths)).sqrt_()
    return _centred((widths[:, None, None] / 2 + 0.5 - distance).clamp_(0, 1))


def _in_the_box(paths: Tensor, widths: Tensor) -> Tensor:
    """Scale each drawing into the box of 20x20 pixels, its aspect kept, and put it into the middle."""
    low, high = paths.amin(1), paths.amax(1)
    extent = (high - low).amax(1)
    scale = torch.where(extent > 0, (BOX - widths) / extent.clamp(min=1e-9), torch.ones(()))
    return (paths - ((low + high) / 2)[:, None]) * scale[:, None, None] + (CENTRE + PAD)


def _squared_distances(points: Tensor) -> Tensor:
    """Return the squared distance from each pixel near a point to the nearest point, (N, WIDE, WIDE)."""
    count = len(points)
    # Farther than any pen reaches.
    nearest = torch.full((count * WIDE * WIDE,), WIDEST_PEN**2)
    corner = points.floor()
    x, y = (points - corner).unbind(2)
    column, row = corner.long().unbind(2)
    pixel = (torch.arange(count)[:, None] * WIDE + row) * WIDE + column
    for down in NEIGHBOURS:
        for right in NEIGHBOURS:
            distance = (x - right).square_().add_((y - down).square_())
            place = pixel + (down * WIDE + right)
            nearest.scatter_reduce_(0, place.view(-1), distance.view(-1), "amin")
    return nearest.view(count, WIDE, WIDE)


def _centred(ink: Tensor) -> Tensor:
    """Cut out 28x28 pixels with the centre of mass in their middle, moved by whole pixels."""
    axis = torch.arange(WIDE, dtype=torch.float32)
    mass = ink.sum((1, 2))
    left = (ink.sum(1) @ axis / mass - CENTRE).round_().long()
    top = (ink.sum(2) @ axis / mass - CENTRE).round_().long()
    side = torch.arange(SIZE)
    rows, columns = (top[:, None] + side)[:, :, None], (left[:, None] + side)[:, None, :]
    image = torch.arange(len(ink))[:, None, None]
    return ink[image, rows, columns].mul_(255).round_().byte()
