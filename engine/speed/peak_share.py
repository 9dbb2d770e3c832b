"""What share of this machine's peak rate training reaches, in numbers and in words. Needs no torch."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.formats import count
from engine.settings import FIELDS

GIGA = 1e9


class Peak(NamedTuple):
    """The fastest that float32 matrices were multiplied here with so many threads."""

    threads: int
    gigaflops: float
    """Thousand million floating point operations a second; a multiply-add is two."""
    library: str
    """Whose product it was: MKL, oneDNN, or the system's own."""


class Reached(NamedTuple):
    """How fast a training does its arithmetic."""

    about: str
    """Of what, as in "Small CNN, batches of 256"."""
    threads: int
    gigaflops: float


def about(model: str, batch_size: int, precision: str = "float32") -> str:
    """What was trained, as in "Small CNN, batches of 256", and in what if that is not float32 as the peak is."""
    told = f"{FIELDS['model'].labels[model]}, batches of {batch_size}"
    return told if precision == "float32" else f"{told}, {precision}"


def reached(about: str, threads: int, operations: int, seconds: float) -> Reached:
    """`operations` of a step, which takes so many `seconds`."""
    return Reached(about, threads, operations / seconds / GIGA)


def share(training: Reached, peak: Peak) -> float:
    """0 to 1, and above it only where the peak was measured while something else was busy."""
    return training.gigaflops / peak.gigaflops


def rate(gigaflops: float) -> str:
    """To three digits, or to a whole number: never with a power of ten."""
    return f"{gigaflops:,.0f}" if gigaflops >= 100 else f"{gigaflops:.3g}"


def peak_words(peak: Peak) -> str:
    """The figure, as in "93 GFLOP/s with 1 thread (MKL)"."""
    return f"{rate(peak.gigaflops)} GFLOP/s with {count(peak.threads, 'thread')} ({peak.library})"


def busy_words(peaks: Mapping[int, Peak]) -> str:
    """What to add where more threads were slower, by number of threads; "" where they were not."""
    most = max(peaks)
    slower = 1 in peaks and peaks[most].gigaflops < peaks[1].gigaflops
    return " (slower than with 1: something else keeps a core busy)" if slower else ""


def share_words(training: Reached, peak: Peak) -> str:
    """The share and what it is made of, as in "Small CNN, batches of 256: 24 % (22 of 93 GFLOP/s, 1 thread)"."""
    figures = f"{rate(training.gigaflops)} of {rate(peak.gigaflops)} GFLOP/s, {count(training.threads, 'thread')}"
    return f"{training.about}: {share(training, peak):.0%} ({figures})"
