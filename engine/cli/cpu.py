"""`python -m engine cpu`: prints what this CPU can do, how fast it multiplies, and how training uses it."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.cli.output import say
from engine.formats import count
from engine.settings import checked
from engine.speed import BATCH_SIZES, training_of
from engine.system import SIGNALS

if TYPE_CHECKING:
    from engine import TrainSettings


def add_cpu_command(commands: Any) -> None:
    """Add `cpu` to the parsers of the terminal."""
    cpu = commands.add_parser("cpu", help="print what this CPU can do and how training uses it")
    usual = " and ".join(BATCH_SIZES)
    cpu.add_argument("--model", metavar="NETWORK", help=f"name or layers of the network to train; default: {usual}")
    cpu.add_argument("--batch-size", type=int, help="batch size of that training")
    cpu.add_argument("--proof", action="store_true", help="train some steps and list the kernels that ran")
    cpu.set_defaults(command=_cpu)


def _cpu(chosen: argparse.Namespace) -> int:
    from engine.hardware import cpu_facts
    from engine.speed import fact_lines

    every = list(_wanted(chosen))
    _say(fact_lines(cpu_facts()))
    # No `interrupting` here: this imports torch, which may swallow the exception, and there is nothing to save.
    _say(fact_lines(_measured(every)))
    if chosen.proof:
        with SIGNALS.interrupting():
            for settings in every:
                _say(_proof(settings))
    return 0


def _say(lines: "Iterable[str]") -> None:
    """Print facts, some of which have several lines."""
    for line in lines:
        say(*line.split("\n"))


def _wanted(chosen: argparse.Namespace) -> "Iterable[TrainSettings]":
    for model in BATCH_SIZES if chosen.model is None else (chosen.model,):
        yield training_of(model, chosen.batch_size)


def _measured(every: "list[TrainSettings]") -> dict[str, str]:
    """Return the threads that training uses, the peak rate with them, and the share that training steps reach."""
    from engine.data import mnist
    from engine.speed import bfloat16_rate, busy_words, measure_peak, peak_words, rate, share_words, training_reaches
    from engine.training import ThreadChoice

    images = mnist().train
    threads = ThreadChoice(every[0] if len(every) == 1 else checked({}), images).threads
    peaks = {number: measure_peak(number) for number in sorted({1, threads.count})}
    shares = [share_words(training_reaches(settings, images, n), peaks[n]) for settings in every for n in peaks]
    return {
        "Threads for training": f"{threads.count} ({threads.reason})",
        "Peak in float32": "; ".join(map(peak_words, peaks.values())) + busy_words(peaks),
        "Products in bfloat16": f"{rate(bfloat16_rate())} GFLOP/s with 1 thread",
        "Training steps reach": f"\n{'':24s}".join(shares),
    }


def _proof(settings: "TrainSettings") -> Iterable[str]:
    from engine.speed import prove_kernels

    proof = prove_kernels(settings)
    yield f"\n{proof.sentence}"
    for kernel in proof.kernels:
        what = f"{kernel.library:8s}{kernel.work:34s}{kernel.implementation:24s}"
        yield f"{what}{count(kernel.calls, 'call'):>10s}{kernel.milliseconds:9.1f} ms"
    yield from proof.lines
