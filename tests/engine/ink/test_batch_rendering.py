"""Rendering many drawings at once gives the images of rendering them one by one."""

import numpy as np
import torch

from engine.ink.batch_rendering import render_batch
from engine.ink.rendering import PEN_WIDTH, render

CIRCLE = np.linspace(0, 2 * np.pi, 140)
SHAPES = (
    np.stack([np.cos(CIRCLE), np.sin(CIRCLE)], 1),
    np.stack([300 * np.cos(CIRCLE), 90 * np.sin(2 * CIRCLE)], 1),
    np.stack([CIRCLE / 50, CIRCLE], 1),
    np.stack([CIRCLE, CIRCLE**2 / 4], 1),
)


def that_a_batch_is_drawn_as_one_drawing_after_the_other() -> None:
    paths = torch.from_numpy(np.stack(SHAPES).astype(np.float32))
    together = render_batch(paths, torch.full((len(SHAPES),), PEN_WIDTH))
    for image, shape in zip(together, SHAPES, strict=True):
        alone = render([shape])
        assert alone is not None
        difference = np.abs(image.numpy().astype(int) - alone)
        assert difference.max() <= 16 and difference.mean() < 1


def that_a_drawing_does_not_depend_on_the_others_of_its_batch() -> None:
    paths = torch.from_numpy(np.stack(SHAPES).astype(np.float32)).repeat(200, 1, 1)
    widths = torch.linspace(1.6, 2.9, len(paths))
    together = render_batch(paths, widths)
    for place in (0, 3, 499, 500, 799):
        assert torch.equal(together[place], render_batch(paths[place : place + 1], widths[place : place + 1])[0])


def that_a_dot_is_a_dot_of_the_pens_width() -> None:
    (image,) = render_batch(torch.zeros(1, 5, 2), torch.tensor([PEN_WIDTH]))
    alone = render([[(7.0, 7.0)]])
    assert alone is not None and np.array_equal(image.numpy(), alone)


def that_a_wider_pen_leaves_more_ink() -> None:
    path = torch.from_numpy(SHAPES[0].astype(np.float32))[None].repeat(3, 1, 1)
    ink = render_batch(path, torch.tensor([1.6, 2.3, 2.9])).flatten(1).float().sum(1)
    assert ink[0] < ink[1] < ink[2]
