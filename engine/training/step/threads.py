"""Chooses the number of threads for the arithmetic of a step, by a trial on this machine under its present load.

Two threads are almost twice as fast as one on free cores, and many times slower when another program uses one of the
cores. A trial of some milliseconds shows it, because each step waits for its slowest thread. A second trial shows
whether a thread beside training should prepare the batches.
"""

import json
import logging
import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import torch

from engine.data import Batch, ImageSet
from engine.errors import InklingError, unchecked
from engine.formats import milliseconds
from engine.hardware import cpu_name, use_threads
from engine.settings import CORES, TrainSettings
from engine.system import data_folder, encodable, read_json, write_atomically
from engine.training.step.learner import Learner
from engine.training.step.preparation_trial import preparation_trial
from engine.training.step.trial import trial_learner, trial_step

log = logging.getLogger("inkling")

ROUNDS = 2
"""Candidates take turns, so that a short disturbance does not affect only one of them."""
LEAST_STEPS = 2
LEAST_SECONDS = 0.004
"""A turn lasts at least this long, because a thread on a shared core waits for 3 ms at a time."""
WORTH = 0.9
"""Several threads must take at most this share of one thread's time. A smaller saving is noise and costs power."""
MEMORY = "threads.json"


@dataclass(frozen=True)
class Threads:
    """A number of threads, and why it was chosen."""

    count: int
    reason: str
    step_seconds: dict[int, float]
    """The time of a step in the trial, by number of threads; empty without a trial."""
    beside: bool = False
    """Whether one more thread prepares the batches beside training."""


class ThreadChoice:
    """The number of threads of one run: that of the settings, or the fastest that leaves `spare_cores` free.

    When a core becomes busy during the run, several threads are reduced to one. While one thread is fastest, epochs
    end with a new trial. Sets torch's number of threads, which holds for the calling thread and those that it
    starts.
    """

    PATIENCE_SECONDS = 0.1
    """Steps must be slower than with one thread for this long; a single step may be slow for many reasons."""
    TRIAL_SHARE = 0.02
    """At most so much of a run's time goes into trials after its epochs, of which short ones end often."""

    def __init__(
        self,
        settings: TrainSettings,
        images: ImageSet,
        spare_cores: int = 0,
        as_before: int | None = None,
        check: Callable[[], object] = unchecked,
        trained_on: ImageSet | None = None,
    ) -> None:
        """The trial of threads uses `images`, that of the preparation of batches the training set `trained_on`.

        `as_before` is the number of threads of a resumed run, whose losses depend on it in their last bits.

        `check` is called between the steps of a trial; it may raise to end the trial.
        """
        self._check = check
        self._settings = settings
        self._images = images
        self._most = max(1, CORES - spare_cores)
        go_on = settings.threads == "auto" and as_before and as_before <= self._most
        chosen = Threads(as_before or 1, "auto: as before", {}) if go_on else self._choose()
        if trained_on and settings.threads == "auto" and not settings.num_workers and CORES > 1:
            # Instead of one of the threads; but a resumed run keeps its number, and with it its losses.
            counts = {chosen.count} if go_on else {chosen.count, max(1, chosen.count - 1)}
            way, why = preparation_trial(settings, trained_on, counts, check)
            chosen = replace(chosen, count=way.threads, beside=way.beside, reason=f"{chosen.reason}; {why}")
        self._at_first = self._take(chosen).count
        self._due = 0.0

    def _choose(self) -> Threads:
        if self._settings.threads == "auto":
            return _fastest(self._settings, self._images, self._most, self._check)
        return Threads(self._settings.threads, "as set", {})

    def _take(self, threads: Threads) -> Threads:
        use_threads(threads.count)
        self.threads = threads
        self._slow = 0.0
        self._limit = threads.step_seconds.get(1, math.inf) if threads.count > 1 else math.inf
        return threads

    def after_step(self, seconds: float) -> Threads | None:
        """Change from several threads to one when the latest steps were slower; the last one took `seconds`."""
        if seconds <= self._limit:
            self._slow = 0.0
            return None
        self._slow += seconds
        if self._slow < self.PATIENCE_SECONDS:
            return None
        why = f"auto: a core is busy, for which {self.threads.count} threads had to wait"
        return self._take(Threads(1, why, {}, self.threads.beside))

    def after_epoch(self) -> Threads | None:
        """Change from one thread to several when a new trial finds them faster."""
        if not self._may_grow or (begin := perf_counter()) < self._due:
            return None
        chosen = self._take(replace(self._choose(), beside=self.threads.beside))
        now = perf_counter()
        self._due = now + (now - begin) / self.TRIAL_SHARE
        return chosen if chosen.count > 1 else None

    @property
    def _may_grow(self) -> bool:
        """Whether the trial after an epoch may find more threads faster."""
        # One thread beside the one that prepares batches was chosen, on two cores, among ways that it does not know.
        full = self.threads.beside and self._most == 2 and self._at_first == 1
        return self._settings.threads == "auto" and self.threads.count == 1 < self._most and not full


def _fastest(settings: TrainSettings, images: ImageSet, most: int, check: Callable[[], object]) -> Threads:
    if most == 1:
        why = f"it may use one of {CORES} cores" if CORES > 1 else "there is one core"
        return Threads(1, f"auto: {why}", {})
    memory = ThreadMemory(settings, most)
    remembered = memory.read()
    tried = candidates(most)
    if remembered > 1:
        # Its neighbours are tried too, because some cores may have been busy when it was found.
        tried = {1, remembered} | {count for count in tried if remembered / 2 <= count <= remembered * 2}
    seconds = try_out(settings, images, tried, check)
    best = min(seconds, key=seconds.__getitem__)
    if seconds[best] > WORTH * seconds[1]:
        best = 1
    if best > 1:
        memory.write(best)
    timings = ", ".join(f"{milliseconds(seconds[count])} with {count}" for count in sorted(seconds))
    return Threads(best, f"auto: a step takes {timings}", seconds)


def candidates(most: int) -> set[int]:
    """1, 2, 4 and so on, and the largest number allowed."""
    return {2**power for power in range(most.bit_length()) if 2**power <= most} | {most}


def try_out(
    settings: TrainSettings, images: ImageSet, counts: Iterable[int], check: Callable[[], object] = unchecked
) -> dict[int, float]:
    """Seconds of a step with each number of threads, measured on a network that is thrown away afterwards.

    `check` is called before each step; it may raise to end the trial.
    """
    batch = images.__getitems__(torch.arange(min(settings.batch_size, len(images))))
    learner = trial_learner(settings)
    best: dict[int, float] = {}
    for turn in range(ROUNDS):
        for count in sorted(counts):
            check()
            use_threads(count)
            if turn == 0:
                # Starts the threads, and lets oneDNN prepare its kernels for their number.
                trial_step(learner, batch)
            best[count] = min(best.get(count, math.inf), _mean_step(learner, batch, check))
    return best


def _mean_step(learner: Learner, batch: Batch, check: Callable[[], object]) -> float:
    begin, steps = perf_counter(), 0
    while steps < LEAST_STEPS or perf_counter() - begin < LEAST_SECONDS:
        check()
        trial_step(learner, batch)
        steps += 1
    return (perf_counter() - begin) / steps


class ThreadMemory:
    """The results of trials, in the data folder. Losing them costs a few hundred milliseconds."""

    def __init__(self, settings: TrainSettings, most: int) -> None:
        self._path: Path = data_folder() / MEMORY
        step = f"{settings.model} {settings.batch_size}" + (" bfloat16" if settings.precision == "bfloat16" else "")
        self._key = f"{step}, {most} threads, {cpu_name()}, torch {torch.__version__}"

    def read(self) -> int:
        """The best number of threads; 0 when it is unknown."""
        return self._all().get(self._key, 0)

    def write(self, count: int) -> None:
        every = self._all()
        if every.get(self._key) == count:
            return
        try:
            write_atomically(self._path, lambda file: file.write(json.dumps(every | {self._key: count}).encode()))
        except InklingError as error:
            log.warning(str(error))

    def _all(self) -> dict[str, int]:
        every: object = None
        with suppress(InklingError):
            every = read_json(self._path)
        if not isinstance(every, dict):
            return {}
        return {encodable(key): count for key, count in every.items() if type(count) is int and 1 <= count <= CORES}
