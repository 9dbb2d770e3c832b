"""The share of this machine's peak rate that training reaches, as numbers and as text. Needs no torch."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.formats import count, percent
from engine.stack import called

GIGA = 1e9


class Peak(NamedTuple):
    """The highest rate at which float32 matrices were multiplied here with this number of threads."""

    threads: int
    gigaflops: float
    """Thousand million floating-point operations a second; a multiply-add counts as two."""
    library: str
    """The library of the product: MKL, oneDNN or the system's BLAS."""


class Reached(NamedTuple):
    """The rate of a training's arithmetic."""

    about: str
    """What was trained: "Small CNN, batches of 256"."""
    threads: int
    gigaflops: float


def about(model: str, batch_size: int, precision: str = "float32") -> str:
    """What was trained: "Small CNN, batches of 256", with the precision if it is not float32."""
    told = f"{called(model)}, batches of {batch_size}"
    return told if precision == "float32" else f"{told}, {precision}"


def reached(about: str, threads: int, operations: int, seconds: float) -> Reached:
    """The rate of a step with so many `operations` in so many `seconds`."""
    return Reached(about, threads, operations / seconds / GIGA)


def share(training: Reached, peak: Peak) -> float:
    """0 to 1; above 1 only if other programs were busy when the peak was measured."""
    return training.gigaflops / peak.gigaflops


def rate(gigaflops: float) -> str:
    """Three significant digits, or a whole number; never a power of ten."""
    return f"{gigaflops:,.0f}" if gigaflops >= 100 else f"{gigaflops:.3g}"


def peak_words(peak: Peak) -> str:
    """For example "93 GFLOP/s with 1 thread (MKL)"."""
    return f"{rate(peak.gigaflops)} GFLOP/s with {count(peak.threads, 'thread')} ({peak.library})"


def busy_words(peaks: Mapping[int, Peak]) -> str:
    """A remark if more threads were slower, or ""; the keys are numbers of threads."""
    most = max(peaks)
    slower = 1 in peaks and peaks[most].gigaflops < peaks[1].gigaflops
    return " (slower than with 1: something else keeps a core busy)" if slower else ""


def share_words(training: Reached, peak: Peak) -> str:
    """For example "Small CNN, batches of 256: 24% (22 of 93 GFLOP/s, 1 thread)"."""
    figures = f"{rate(training.gigaflops)} of {rate(peak.gigaflops)} GFLOP/s, {count(training.threads, 'thread')}"
    return f"{training.about}: {percent(share(training, peak), 0)} ({figures})"
