"""Medians, ranges and mean differences, in words."""

import statistics
from collections.abc import Iterable, Sequence


def medians(rows: Iterable[Sequence[float]]) -> tuple[float, ...]:
    """The median of each column; all rows are equally long."""
    return tuple(statistics.median(column) for column in zip(*rows, strict=True))


def spread(values: Sequence[float], digits: int = 2, unit: str = "") -> str:
    """The median with the smallest and the largest value: "1.25 s (1.10 to 1.31)"."""
    low, middle, high = (f"{value:.{digits}f}" for value in (min(values), statistics.median(values), max(values)))
    return f"{middle}{unit and f' {unit}'} ({low} to {high})"


def ratios(some: Sequence[float], others: Sequence[float]) -> list[float]:
    """Each of the first values divided by the one of the same round."""
    return [one / other for one, other in zip(some, others, strict=True)]


def mean_gain(gains: Sequence[float]) -> str:
    """The mean of differences in percentage points with its standard error, which two values at least have."""
    error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
    return f"{statistics.mean(gains):+.2f} points (standard error {error:.2f})"
