"""Compares two networks on the same images: their difference, and whether it is significant."""

from functools import cache
from math import sqrt
from typing import Literal, NamedTuple

from engine.formats import count

SURE = 0.95
"""The confidence level of the interval."""
POINT = 0.01
Verdict = Literal["better", "worse", ""]


class Paired(NamedTuple):
    """A second network compared with a first one. Images on which both are right or both are wrong do not count.

    The confidence interval is that of a difference of two paired shares. Its standard error is Q. McNemar's ("Note on
    the sampling error of the difference between correlated proportions or percentages", Psychometrika 12, 1947), with
    the continuity correction of J. Fleiss ("Statistical methods for rates and proportions", 1981; method 2 of
    R. Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data",
    Statistics in Medicine 17, 1998). Without the correction four images of 5,000 would count as a difference, although
    chance alone gives that one time in eight.
    """

    images: int
    lost: int
    """Images that only the first network classifies correctly."""
    gained: int
    """Images that only the second network classifies correctly."""

    @property
    def difference(self) -> float:
        """The second network's accuracy minus the first one's, -1 to 1."""
        return (self.gained - self.lost) / self.images

    @property
    def margin(self) -> float:
        """Half the width of the confidence interval around the difference."""
        net = self.gained - self.lost
        return (_within() * sqrt(self.lost + self.gained - net**2 / self.images) + 1) / self.images

    @property
    def verdict(self) -> Verdict:
        """About the second network; "" when the interval contains 0."""
        if abs(self.difference) <= self.margin:
            return ""
        return "better" if self.difference > 0 else "worse"

    @property
    def words(self) -> str:
        """The verdict, or that there is none."""
        return self.verdict or f"no difference that {count(self.images, 'image')} could show"

    @property
    def points(self) -> str:
        """The difference and its margin in percentage points, with one decimal when the margin is large."""
        decimals = 2 if self.margin < POINT else 1
        return f"{100 * self.difference:+.{decimals}f} \u00b1 {100 * self.margin:.{decimals}f}"

    def record(self) -> dict[str, float | str]:
        """All values for JSON."""
        return {
            **self._asdict(),
            "difference": self.difference,
            "margin": self.margin,
            "verdict": self.words,
        }


@cache
def _within() -> float:
    """1.96 standard errors. `statistics` takes 8 ms to import, and the window imports this file when it starts."""
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + SURE) / 2)
