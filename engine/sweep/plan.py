"""What a sweep tries: some settings, the values of those that vary, and all trials that follow from them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random

from engine.errors import InklingError
from engine.settings import FIELDS, TrainSettings, Value, checked

MOST_TRIALS = 100
"""More trainings are a typing error rather than a plan."""
FIGURES = 3
"""Significant figures of a number that is drawn: more of them nobody can read, and no training notices."""
TRIES = 50
"""How often a draw is repeated that has come before, until no new one is expected."""


@dataclass(frozen=True)
class Variation:
    """A setting that varies: between some values, or within a range from which numbers are drawn."""

    name: str
    values: tuple[Value, ...] = ()
    low: float | None = None
    """None unless it is a range."""
    high: float | None = None
    logarithmic: bool = False
    """Whether each factor in the range is as probable as any other, instead of each difference."""

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None

    def drawn(self, random: Random) -> Value:
        """A value for one trial."""
        if self.low is None or self.high is None:
            return random.choice(self.values)
        if self.logarithmic:
            number = math.exp(random.uniform(math.log(self.low), math.log(self.high)))
        else:
            number = random.uniform(self.low, self.high)
        if FIELDS[self.name].number == "integer":
            return round(number)
        return min(max(float(f"{number:.{FIGURES}g}"), self.low), self.high)


@dataclass(frozen=True)
class Sweep:
    """The plan: plain values. `trials` checks it."""

    base: TrainSettings
    """The settings that all trials share."""
    varied: tuple[Variation, ...]
    draws: int = 0
    """How many trials are drawn at random; 0 for all combinations of the values."""
    seed: int = 0
    """Starts the random numbers of the draws."""

    def trials(self) -> tuple[TrainSettings, ...]:
        """The settings of each trial, each once.

        Raises InklingError, with a setting's own sentence, when a value is not allowed, when there is nothing to vary,
        or when there are more than MOST_TRIALS trials.
        """
        self._check()
        found: dict[TrainSettings, None] = {}
        for values in self._drawn() if self.draws else self._combinations():
            found[checked({**self.base.model_dump(), **values})] = None
            if self.draws and len(found) == self.draws:
                break
        return tuple(found)

    def _check(self) -> None:
        if not self.varied:
            raise InklingError("Nothing varies: name at least one setting and its values.")
        for one in self.varied:
            _check_way(one, drawn=bool(self.draws))
        names = [one.name for one in self.varied]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise InklingError(f"{FIELDS[twice].title} is named twice: give all its values at once.")
        number = self.draws or math.prod(len(one.values) for one in self.varied)
        if number > MOST_TRIALS:
            raise InklingError(
                f"That makes {number:,} trainings; at most {MOST_TRIALS} can be tried: give fewer values."
            )

    def _combinations(self) -> Iterator[dict[str, Value]]:
        names = [one.name for one in self.varied]
        for values in product(*(one.values for one in self.varied)):
            yield dict(zip(names, values, strict=True))

    def _drawn(self) -> Iterator[dict[str, Value]]:
        """More draws than are wanted, as some come twice. Ends when there seem to be no others."""
        random = Random(self.seed)
        for _ in range(TRIES * self.draws):
            yield {one.name: one.drawn(random) for one in self.varied}


def check_values(one: Variation) -> None:
    """Raises InklingError for a value or the end of a range that the setting does not allow.

    Now, and not when its turn comes in a late trial.
    """
    for value in (*one.values, *(end for end in (one.low, one.high) if end is not None)):
        # An end of a range of whole numbers is written as any number.
        checked({one.name: int(value) if isinstance(value, float) and value.is_integer() else value})
    title = FIELDS[one.name].title
    if one.low is None or one.high is None:
        if not one.values:
            raise InklingError(f"{title} has no values: give one at least.")
    elif one.low > one.high:
        raise InklingError(f"{title} has a range from {one.low:g} to {one.high:g}: the smaller comes first.")
    elif one.logarithmic and one.low <= 0:
        raise InklingError(f"{title} has a range that begins at 0, which no factor reaches: make it linear.")


def _check_way(one: Variation, *, drawn: bool) -> None:
    check_values(one)
    if one.is_range and not drawn:
        raise InklingError(
            f"{FIELDS[one.name].title} has a range, from which values are drawn at random: say how many, or give its "
            "values."
        )


def differences(settings: TrainSettings | Mapping[str, Value], names: tuple[str, ...]) -> str:
    """The values of the settings of these names, as in "Learning rate 0.01, Batch size 64"."""
    return ", ".join(f"{title} {value}" for title, value in labelled(settings, names).items())


def labelled(settings: TrainSettings | Mapping[str, Value], names: tuple[str, ...]) -> dict[str, str]:
    """The same by title: what a person reads for each value."""
    values = settings.model_dump() if isinstance(settings, TrainSettings) else settings
    return {FIELDS[name].title: FIELDS[name].label(values[name]) for name in names if name in values}
