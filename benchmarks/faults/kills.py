"""Real trainings, killed at random moments and resumed: none may be lost, and the losses must stay the same."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from benchmarks.faults.trial_processes import Told
from benchmarks.faults.workbench import history_of
from engine.runs import list_runs
from engine.system import HOME_VARIABLE

EPOCHS = 6
OPTIONS = f"--model simple --epochs {EPOCHS} --threads 1 --augmentation none --outliers none"
SIGNALS = [getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)]
PATIENCE = 60.0
"""Seconds after a signal; a process that still runs then hangs."""


class Moments(NamedTuple):
    """Seconds of an undisturbed run until it has started, has taken its last step, and has ended."""

    started: float
    trained: float
    ended: float


class Training:
    """`python -m engine train --json` in a process of its own, with its events and their times."""

    def __init__(self, home: Path, *more: str) -> None:
        command = [sys.executable, "-m", "engine", "train", "--json", *more]
        self.told: list[tuple[float, str]] = []
        """Seconds since the start, and the name of an event."""
        self._begin = time.perf_counter()
        self._said: list[str] = []
        environment = os.environ | {HOME_VARIABLE: str(home)}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self._readers = [threading.Thread(target=read) for read in (self._read, self._hear)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            # A line that the kill cut off does not count.
            if line.endswith("\n"):
                self.told.append((time.perf_counter() - self._begin, json.loads(line)["event"]))

    def _hear(self) -> None:
        assert self.process.stderr
        self._said += self.process.stderr

    def ended(self, patience: float = PATIENCE * 5) -> tuple[int, str]:
        """The exit status and the text on standard error. Raises subprocess.TimeoutExpired when the process hangs."""
        try:
            self.process.wait(patience)
        finally:
            self.process.kill()
            for reader in self._readers:
                reader.join()
        return self.process.returncode, "".join(self._said)

    def wait_for(self, event: str, count: int) -> None:
        """Wait until the event has come this many times, or the process has ended."""
        while self.process.poll() is None and sum(name == event for _, name in self.told) < count:
            time.sleep(0.002)


def killed(count: int, seed: int, details: TextIO) -> Iterator[Told]:
    """Kill this many trainings: a third while they start, a third while they train, a third at their end."""
    rng = random.Random(seed)
    if not count:
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        whole = Training(home, *OPTIONS.split())
        whole.ended()
        (row,) = list_runs(home / "runs")
        losses, moments = history_of(row.folder), _moments(whole.told)
        print(f"a training takes {moments}", file=details, flush=True)
        for number in range(count):
            yield _one(number, home, moments, losses, rng)


def _moments(told: list[tuple[float, str]]) -> Moments:
    last = max(seconds for seconds, name in told if name == "BatchDone")
    return Moments(told[0][0], last, told[-1][0])


def _one(number: int, home: Path, moments: Moments, losses: list[tuple[int, float]], rng: random.Random) -> Told:
    which = SIGNALS[number % len(SIGNALS)]
    phase = ("starting", "training", "ending")[number // len(SIGNALS) % 3]
    before = {row.folder for row in list_runs(home / "runs")}
    training = Training(home, *OPTIONS.split())
    _wait(training, phase, moments, rng)
    at = time.perf_counter()
    training.process.send_signal(which)
    name = signal.Signals(which).name
    problems: list[str] = []
    try:
        code, said = training.ended(PATIENCE)
    except subprocess.TimeoutExpired:
        return Told("kills", name, number, phase, ["it hangs"])
    late = time.perf_counter() - at
    problems += _of_status(which, code, said, late)
    new = [row.folder for row in list_runs(home / "runs") if row.folder not in before]
    for folder in new:
        problems += _of_run(home, folder, losses)
    if not new:
        problems += ["it has said something, and is not listed"] * bool(training.told)
    return Told("kills", name, number, f"{phase}: {len(training.told)} events, {late:.2f} s, status {code}", problems)


def _wait(training: Training, phase: str, moments: Moments, rng: random.Random) -> None:
    if phase == "starting":
        time.sleep(rng.uniform(0, moments.started * 1.2))
        return
    training.wait_for("Started", 1)
    if phase == "training":
        time.sleep(rng.uniform(0, moments.trained - moments.started))
        return
    training.wait_for("EpochDone", EPOCHS)
    time.sleep(rng.uniform(0, moments.ended - moments.trained))


def _of_status(which: int, code: int, said: str, late: float) -> Iterator[str]:
    """The status must be 128 + the signal's number, or 0 if it was over; silence is right only at the start."""
    if which == signal.SIGKILL:
        return
    if "Traceback" in said:
        yield f"a traceback: {said[-600:]}"
    if code not in (0, 128 + which, -which):
        yield f"the exit status is {code}: {said[-300:]}"
    if late > PATIENCE / 2:
        yield f"it ended {late:.1f} s after the signal"


def _of_run(home: Path, folder: Path, losses: list[tuple[int, float]]) -> Iterator[str]:
    """The run is complete, or resumes to the same losses."""
    (row,) = (row for row in list_runs(home / "runs") if row.folder == folder)
    if row.state == "completed":
        if row.test_accuracy is None or not row.has_network:
            yield "it is listed as complete and has no test accuracy or no network"
    elif not row.can_resume:
        yield f"it is {row.state} and cannot be resumed: {row.problem}"
    if row.can_resume:
        code, said = Training(home, "--resume", folder.name).ended()
        if code:
            yield f"resuming it ended with {code}: {said[-300:]}"
    if history_of(folder) != losses:
        yield f"it has other losses: {len(history_of(folder))} instead of {len(losses)} steps"
