"""What the arithmetic of a step is done with: float32, or bfloat16 where that is faster on this CPU.

bfloat16 has float32's range with 8 instead of 24 bits of significand. A CPU with instructions for it multiplies twice
to sixteen times as many numbers at once; without them each product is emulated, and several times as slow.
"""

from collections.abc import Callable
from typing import NamedTuple

from engine.data import ImageSet
from engine.errors import unchecked
from engine.settings import TrainSettings
from engine.training.step.threads import try_out
from engine.training.time_words import milliseconds


class Precision(NamedTuple):
    """A precision, and why it is that."""

    name: str
    reason: str


def choose_precision(
    settings: TrainSettings, images: ImageSet, as_before: str = "", check: Callable[[], object] = unchecked
) -> Precision:
    """The precision that was set, or else the faster one; whoever asks for bfloat16 learns what it brings here.

    `as_before`: the precision of the run that goes on, whose next losses depend on it. `check` is called between the
    trial's steps; it may raise to end them.
    """
    if settings.precision == "float32":
        return Precision("float32", "as set")
    if as_before:
        return Precision(as_before, "as before")
    exact, mixed = (_step_seconds(settings, images, name, check) for name in ("float32", "bfloat16"))
    told = f"a step takes {milliseconds(exact)} in float32, {milliseconds(mixed)} in bfloat16"
    ratio = f"{mixed / exact:.1f} times as long" if mixed > exact else f"{exact / mixed:.1f} times as fast"
    automatic = settings.precision == "auto"
    name = "float32" if automatic and exact <= mixed else "bfloat16"
    return Precision(name, f"{'auto' if automatic else 'as set'}: {told}, {ratio}")


def _step_seconds(settings: TrainSettings, images: ImageSet, name: str, check: Callable[[], object]) -> float:
    """With one thread: how the threads are shared out is tried afterwards, in the precision that was chosen."""
    return try_out(settings.model_copy(update={"precision": name}), images, [1], check)[1]
