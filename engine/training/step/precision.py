"""The precision of a step's arithmetic: float32, or bfloat16 where that is faster on this CPU.

bfloat16 has the range of float32 with 8 instead of 24 bits of significand. A CPU with instructions for it multiplies
two to sixteen times as many numbers at once. Without them each product is emulated, and several times as slow.
"""

from collections.abc import Callable
from typing import NamedTuple

from engine.data import ImageSet
from engine.errors import unchecked
from engine.formats import milliseconds
from engine.settings import TrainSettings
from engine.training.step.threads import try_out


class Precision(NamedTuple):
    """A precision, and why it was chosen."""

    name: str
    reason: str


def choose_precision(
    settings: TrainSettings, images: ImageSet, as_before: str = "", check: Callable[[], object] = unchecked
) -> Precision:
    """The precision of the settings, or the faster one when it is automatic. The reason for bfloat16 has its timings.

    `as_before` is the precision of a resumed run, whose losses depend on it. `check` is called between the steps of
    the trial; it may raise to end the trial.
    """
    if settings.precision == "float32":
        return Precision("float32", "as set")
    if as_before:
        return Precision(as_before, "as before")
    exact, mixed = (_step_seconds(settings, images, name, check) for name in ("float32", "bfloat16"))
    timings = f"a step takes {milliseconds(exact)} in float32, {milliseconds(mixed)} in bfloat16"
    ratio = f"{mixed / exact:.1f} times as long" if mixed > exact else f"{exact / mixed:.1f} times as fast"
    automatic = settings.precision == "auto"
    name = "float32" if automatic and exact <= mixed else "bfloat16"
    return Precision(name, f"{'auto' if automatic else 'as set'}: {timings}, {ratio}")


def _step_seconds(settings: TrainSettings, images: ImageSet, name: str, check: Callable[[], object]) -> float:
    """With one thread, because the number of threads is chosen afterwards, for the chosen precision."""
    return try_out(settings.model_copy(update={"precision": name}), images, [1], check)[1]
