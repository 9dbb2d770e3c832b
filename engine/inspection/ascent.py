"""The image that a unit, a channel or a class of a network answers to most, found by gradient ascent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor, nn

from engine.data import normalised
from engine.ink import SIZE
from engine.inspection.unit_layers import Unit, chain_to, strengths

if TYPE_CHECKING:
    from engine.ink import Image

STEPS = 160
"""After so many an image hardly changes any more."""
RATE = 0.06
"""How far a pixel moves in a step, of full ink, if its gradient has the mean size."""
DECAY = 0.02
"""The share of all ink that fades in each step: ink stays where the unit asks for it."""
BLUR = 0.25
"""The share of each pixel that it gives to its neighbours in each step: a lone pixel is noise and not a stroke."""
JITTER = 1
"""Pixels by which the image is moved to and fro: what a unit likes at one place only is noise too."""
FAINT = 0.25
"""The darkest ink of the noise that it begins with."""
MONOTONE = (nn.ReLU, nn.Tanh)
"""Their result grows with what goes in, and where they are flat they have no gradient: what goes in is climbed."""


class Climbed(NamedTuple):
    """How far an ascent is."""

    step: int
    image: "Image"
    """uint8 (28, 28), 255 for ink."""
    strength: float
    """How strongly the unit answers: see `strengths`."""


def ascent(
    network: nn.Module, unit: Unit, start: "Image | None" = None, *, seed: int = 0, steps: int = STEPS
) -> Iterator[Climbed]:
    """Yield the image before the first step and after each of `steps`; it can be closed at any time.

    It begins with `start`, uint8 (28, 28), or with faint noise. The network must be a chain of layers; it is copied, so
    neither its weights nor their gradients change. All random numbers follow from `seed`.

    The method is that of D. Erhan and others, "Visualizing higher-layer features of a deep network", 2009. That ink
    decays and blurs is from J. Yosinski and others, "Understanding neural networks through deep visualization", 2015.
    """
    chain = chain_to(network, unit.layer)
    slope = chain[:-1] if len(chain) > 1 and isinstance(chain[-1], MONOTONE) else chain
    rng = torch.Generator().manual_seed(seed)
    noise = FAINT * torch.rand(SIZE, SIZE, generator=rng)
    ink = noise if start is None else torch.from_numpy(start).float() / 255
    yield _climbed(chain, unit, 0, ink)
    for step in range(1, steps + 1):
        right, down = torch.randint(-JITTER, JITTER + 1, (2,), generator=rng).tolist()
        ink = _stepped(slope, unit.number, ink, (down, right))
        yield _climbed(chain, unit, step, ink)


def _climbed(chain: nn.Module, unit: Unit, step: int, ink: Tensor) -> Climbed:
    image = (ink * 255).round().byte()
    with torch.inference_mode():
        strength = strengths(chain(normalised(image[None, None])))[0, unit.number]
    return Climbed(step, image.numpy(), float(strength))


def _stepped(chain: nn.Module, unit: int, ink: Tensor, moved: tuple[int, int]) -> Tensor:
    """Ink, (28, 28) from 0 to 1, after a step uphill while it is moved by so many rows and columns."""
    with torch.inference_mode(False), torch.enable_grad():
        climbing = ink.clone().requires_grad_()
        seen = normalised(climbing.roll(moved, (0, 1))[None, None], ink=1)
        (slope,) = torch.autograd.grad(strengths(chain(seen))[0, unit], climbing)
    size = slope.square().mean().sqrt()
    if not bool(size.isfinite()) or float(size) == 0:
        # A unit that is dead, or a network that diverged: nothing leads uphill.
        return ink
    return _smoothed((1 - DECAY) * (ink + RATE * slope / size)).clamp(0, 1)


def _smoothed(ink: Tensor) -> Tensor:
    around = F.avg_pool2d(ink[None, None], 3, stride=1, padding=1)[0, 0]
    return (1 - BLUR) * ink + BLUR * around
