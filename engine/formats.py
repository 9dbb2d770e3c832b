"""Numbers as people read them: the same in the terminal, the log, the window and on exported pages."""

import math

UNKNOWN = "\N{EN DASH}"
"""Stands for what was not measured."""


def count(number: int, noun: str) -> str:
    """The number with its noun in the form that fits: "1 thread", "2 threads"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def percent(share: float | None, decimals: int = 2, unknown: str = UNKNOWN) -> str:
    """A share from 0 to 1, rounded: "99.41%"; `unknown` for None and for what is not finite."""
    return unknown if share is None or not math.isfinite(share) else f"{share:.{decimals}%}"


def exact_percent(share: float) -> str:
    """Three digits without a sign, for a narrow cell: "100" only for exactly 1, "0" only for exactly 0."""
    if not math.isfinite(share):
        return UNKNOWN
    if 0 < share < 0.0005:
        return "<0.1"
    return f"{100 * share:.0f}" if share in (0, 1) else f"{min(100 * share, 99.9):.1f}"


def probability(share: float, decimals: int = 1) -> str:
    """The same for what a network believes: never rounded to a certainty, which no network has."""
    rounded, least = percent(share, decimals), 10.0 ** -(decimals + 2)
    if rounded == percent(1, decimals):
        return f"over {percent(1 - least, decimals)}"
    return f"under {percent(least, decimals)}" if rounded == percent(0, decimals) else rounded


def figures(value: float) -> str:
    """A number of any size in two or three figures, without a power of ten: "12.3", "\N{MINUS SIGN}0.046", "1,230"."""
    if not math.isfinite(value):
        return UNKNOWN
    size = abs(value)
    if size < 0.0005:
        return "0"
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{value:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def data_size(number: int) -> str:
    """Of so many bytes, in powers of a thousand as file managers count: "0.8 kB", "26 kB", "1.53 MB", "31 MB"."""
    if number < 1_000_000:
        return f"{number / 1e3:.{1 if number < 10_000 else 0}f} kB"
    return f"{number / 1e6:.{2 if number < 10_000_000 else 0}f} MB"


def milliseconds(seconds: float) -> str:
    """With two digits at least: "0.31 ms", "3.1 ms", "310 ms"."""
    number = 1000 * seconds
    return f"{number:,.{2 if number < 1 else 1 if number < 100 else 0}f} ms"


def microseconds(number: float) -> str:
    """So many microseconds: "41.3 \N{MICRO SIGN}s", "1,204 \N{MICRO SIGN}s"."""
    return f"{number:,.{0 if number >= 100 else 1}f} \N{MICRO SIGN}s"


def duration(seconds: float) -> str:
    """In hours, minutes and seconds: "0:07", "12:30", "1:02:03"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
