"""Says whether the losses of a run are those of the experiment that somebody gave."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from engine.events import Event
from engine.formats import percent
from engine.runs import read_history, read_record
from engine.sharing.experiment import Experiment, Made
from engine.sharing.experiment_of import made_of
from engine.sharing.losses import Losses, digest_of, losses_of, validation_of

Verdict = Literal["equal", "close", "different", "unknown"]
FIRST_TOLERANCE = 1e-3
"""How much the first step's loss may differ, as a share of it. Only rounding is between two computers there."""
TOLERANCE, LEAST = 0.4, 0.02
"""The same for a validation loss, and the difference in nats that is always allowed: rounding grows from step to step,
until two runs differ almost as with two seeds. After the first of two epochs Small CNN's differed by 19 % between
AVX-512 and SSE4.1, and by 31 % between two seeds; the first step's loss differed by a ten-millionth and by 1 %."""
NOTHING = "The experiment has no losses to compare with."


class Comparison(NamedTuple):
    verdict: Verdict
    sentence: str


def compared(theirs: Experiment, folder: Path) -> Comparison:
    """Compare the run in `folder`, trained with the experiment's settings, with what the experiment says of its losses.

    Raises InklingError when the run's record or history cannot be read.
    """
    if theirs.losses is None:
        return Comparison("unknown", NOTHING)
    events = read_history(folder)
    return judged(theirs.losses, events, _reasons(theirs.made, made_of(read_record(folder), events)))


def same_computer(theirs: Made, ours: Made) -> str:
    """What to expect of the losses, as a sentence."""
    reasons = _reasons(theirs, ours)
    if not reasons:
        return "Its losses will be equal to the last bit: kind of CPU, threads and versions are the same."
    return f"Its losses will be the same within rounding: {reasons}."


def judged(theirs: Losses, events: Sequence[Event], reasons: str) -> Comparison:
    """Compare a run's events with the losses of an experiment; `reasons` say what differs between the computers."""
    losses = losses_of(events)
    if not losses:
        return Comparison("unknown", "The run has no step whose loss could be compared with the experiment's.")
    if len(losses) >= theirs.steps and digest_of(losses[: theirs.steps]) == theirs.digest:
        return Comparison("equal", f"All {theirs.steps:,} losses equal those of the experiment to the last bit.")
    so_far = "" if len(losses) >= theirs.steps else f" after {len(losses):,} of {theirs.steps:,} steps"
    because = f" ({reasons})" if reasons else ", though kind of CPU, threads and versions are the same"
    pairs = list(_pairs(theirs, losses, events))
    told = _told(pairs)
    if all(pair.is_alike for pair in pairs):
        return Comparison(
            "close", f"The losses equal those of the experiment within rounding{so_far}{because}: {told}."
        )
    return Comparison("different", f"The losses are not those of the experiment{so_far}{because}: {told}.")


class _Pair(NamedTuple):
    name: str
    theirs: float
    ours: float
    allowed: float

    @property
    def difference(self) -> float:
        return abs(self.ours - self.theirs)

    @property
    def is_alike(self) -> bool:
        return self.difference <= self.allowed


def _pairs(theirs: Losses, losses: Sequence[float], events: Sequence[Event]) -> Iterator[_Pair]:
    yield _Pair("loss of the first step", theirs.first, losses[0], FIRST_TOLERANCE * theirs.first)
    ours = dict(validation_of(events, len(losses)))
    for epoch, loss in theirs.validation:
        if epoch in ours:
            yield _Pair(f"validation loss of epoch {epoch}", loss, ours[epoch], max(LEAST, TOLERANCE * loss))


def _told(pairs: Sequence[_Pair]) -> str:
    worst = max(pairs, key=lambda pair: (not pair.is_alike, pair.difference))
    share = percent(worst.difference / worst.theirs) if worst.theirs else "all of it"
    return f"the largest difference is {worst.difference:.2g} ({share}), in the {worst.name}"


def _reasons(theirs: Made, ours: Made) -> str:
    """What of the two computers differs, as far as both say it; "" for nothing."""
    names = {"threads": "threads", "cpu": "CPU", "torch": "PyTorch", "version": "Inkling"}
    pairs = ((title, getattr(theirs, name), getattr(ours, name)) for name, title in names.items())
    return "; ".join(
        f"{title} {one} there, {other} here" for title, one, other in pairs if one and other and one != other
    )
