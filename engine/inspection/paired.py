"""Two networks that read the same images: what they differ by, and whether so many images could show it."""

from functools import cache
from math import sqrt
from typing import Literal, NamedTuple

from engine.formats import count

SURE = 0.95
"""The share of such intervals that hold the true difference."""
POINT = 0.01
Verdict = Literal["better", "worse", ""]


class Paired(NamedTuple):
    """Another network beside a first one. Images that both classified correctly, or both wrongly, tell nothing of them.

    The interval of the difference of two paired shares: the standard error is Q. McNemar's ("Note on the sampling
    error of the difference between correlated proportions or percentages", Psychometrika 12, 1947), with the
    correction for continuity of J. Fleiss ("Statistical methods for rates and proportions", 1981; method 2 of
    R. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data",
    Statistics in Medicine 17, 1998). Without the correction four images of 5,000 would pass for a difference, which
    tossing a coin gives one time in eight.
    """

    images: int
    lost: int
    """So many of them only the first network reads correctly."""
    gained: int
    """So many only the other one."""

    @property
    def difference(self) -> float:
        """The other network's share of images classified correctly minus the first one's, -1 to 1."""
        return (self.gained - self.lost) / self.images

    @property
    def margin(self) -> float:
        """How far the interval of SURE reaches to either side of the difference."""
        net = self.gained - self.lost
        return (_within() * sqrt(self.lost + self.gained - net**2 / self.images) + 1) / self.images

    @property
    def verdict(self) -> Verdict:
        """Of the other network; "" where the interval holds 0."""
        if abs(self.difference) <= self.margin:
            return ""
        return "better" if self.difference > 0 else "worse"

    @property
    def words(self) -> str:
        """The verdict, also where there is none."""
        return self.verdict or f"no difference that {count(self.images, 'image')} could show"

    @property
    def points(self) -> str:
        """The difference and its margin in percentage points; of few images a second decimal says nothing."""
        decimals = 2 if self.margin < POINT else 1
        return f"{100 * self.difference:+.{decimals}f} \u00b1 {100 * self.margin:.{decimals}f}"

    def record(self) -> dict[str, float | str]:
        """Everything as JSON takes it."""
        return {
            **self._asdict(),
            "difference": self.difference,
            "margin": self.margin,
            "verdict": self.words,
        }


@cache
def _within() -> float:
    """1.96 standard errors. The window imports this file when it starts, and `statistics` takes 8 ms of that."""
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + SURE) / 2)
