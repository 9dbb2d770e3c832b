"""Runs one training as a process on some of the cores and times it from outside, by the marks that it prints."""

import os
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from typing import NamedTuple

import psutil

from benchmarks.record.energy import EnergyMeter
from benchmarks.record.programs.marks import FIRST_STEP, TESTED, TRAINED, parsed_mark
from benchmarks.shared.cores import pinned, thread_variables
from engine import InklingError


class Spent(NamedTuple):
    """What was used between two moments; NaN for joules that the machine does not tell."""

    seconds: float
    cpu_seconds: float
    """Of the training's process and its children, over all cores."""
    joules: float
    others: float
    """CPU seconds of everything else on the machine."""

    def plus(self, other: "Spent", sign: int = 1) -> "Spent":
        return Spent(*(one + sign * another for one, another in zip(self, other, strict=True)))


class Ended(NamedTuple):
    """One training that a process went through."""

    end: str
    """For example "2 epochs"."""
    whole: Spent
    """From the start of the process until the network was trained."""
    steps: Spent
    """The same from the first step on."""
    accuracy: float
    """Share of the test images, 0 to 1."""


def timed(command: Sequence[str], cores: int, meter: EnergyMeter) -> list[Ended]:
    """The trainings that the command goes through, on `cores` cores.

    Raises InklingError when it fails or never says that a network was trained and tested.
    """
    environment = os.environ | thread_variables(cores)
    with pinned(cores):
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    # The clock starts before the process, so that nothing of it is left out.
    clock = _Clock(process.pid, begin, meter)
    try:
        ended = list(_ends(process, clock))
    finally:
        process.kill()
        status = process.wait()
    if status or not ended:
        raise InklingError(f"{' '.join(command)} ended with status {status} and {len(ended)} trained networks.")
    return ended


def _ends(process: subprocess.Popen[str], clock: "_Clock") -> Generator[Ended]:
    assert process.stdout
    first = trained = clock.begin
    testing = Spent(0.0, 0.0, 0.0, 0.0)
    for line in process.stdout:
        if not (mark := parsed_mark(line)):
            sys.stderr.write(line)
            continue
        now = clock.now()
        if mark.mark == FIRST_STEP:
            first = now
        elif mark.mark == TRAINED:
            trained = now
        elif mark.mark == TESTED:
            whole = trained.plus(testing, -1)
            yield Ended(mark.end, whole, whole.plus(first, -1), mark.accuracy)
            testing = testing.plus(now.plus(trained, -1))
    process.wait()


class _Clock:
    """What a process has used since its start."""

    def __init__(self, pid: int, begin: float, meter: EnergyMeter) -> None:
        self._pid = pid
        self._begin = begin
        self._meter = meter
        self._joules = meter.joules()
        self._idle = _idle()
        self._cpu = 0.0
        self.begin = Spent(0.0, 0.0, 0.0, 0.0)

    def now(self) -> Spent:
        seconds = time.perf_counter() - self._begin
        joules = self._meter.joules()
        used = float("nan") if joules is None or self._joules is None else joules - self._joules
        cpu = self._cpu_seconds()
        busy = seconds * (psutil.cpu_count() or 1) - (_idle() - self._idle)
        return Spent(seconds, cpu, used, busy - cpu)

    def _cpu_seconds(self) -> float:
        try:
            process = psutil.Process(self._pid)
            every = [one.cpu_times() for one in (process, *process.children(recursive=True))]
            self._cpu = sum(one.user + one.system for one in every)
        except psutil.Error:
            # It ended since it printed its last line: what it had used then counts.
            pass
        return self._cpu


def _idle() -> float:
    """Seconds in which cores did nothing, summed over the cores, since the machine was started."""
    times = psutil.cpu_times()
    return times.idle + getattr(times, "iowait", 0.0)
