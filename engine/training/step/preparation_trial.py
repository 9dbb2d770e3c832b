"""Finds by a trial whether a thread beside training should prepare the batches, or training itself in turn."""

from collections.abc import Callable, Iterable
from contextlib import closing
from time import perf_counter
from typing import NamedTuple

from engine.data import ImageSet, ShuffledBatches, load
from engine.formats import milliseconds
from engine.hardware import use_threads
from engine.settings import TrainSettings
from engine.training.step.learner import Learner
from engine.training.step.trial import trial_learner, trial_step

ROUNDS = 2
"""The ways take turns, so that a short disturbance does not affect only one of them."""
LEAST_STEPS = 4
"""More than batches can wait ahead: these would hide how long preparing one takes."""
LEAST_SECONDS = 0.03
WORTH = 0.95
"""A thread beside must take at most this share of the time in turn. A smaller saving is noise and costs power."""


class Way(NamedTuple):
    """The number of threads of a step, and whether one more prepares the batches meanwhile."""

    threads: int
    beside: bool


def preparation_trial(
    settings: TrainSettings, images: ImageSet, counts: Iterable[int], check: Callable[[], object]
) -> tuple[Way, str]:
    """The fastest way to train on `images`, and why, in words; the last of `counts` is that of the way in turn.

    `check` is called before each step and may raise to end the trial. It leaves torch's number of threads changed.
    """
    *_, most = every = sorted(set(counts))
    in_turn = Way(most, beside=False)
    seconds = try_ways(settings, images, [in_turn, *(Way(count, beside=True) for count in every)], check)
    best = min(seconds, key=seconds.__getitem__)
    if seconds[best] > WORTH * seconds[in_turn]:
        best = in_turn
    beside = min(taken for way, taken in seconds.items() if way.beside)
    where = "beside training" if best.beside else "in turn with training"
    times = f"{milliseconds(beside)} a step beside it, {milliseconds(seconds[in_turn])} in turn"
    return best, f"batches are prepared {where} ({times})"


def try_ways(
    settings: TrainSettings, images: ImageSet, ways: Iterable[Way], check: Callable[[], object]
) -> dict[Way, float]:
    """Seconds from step to step in each way, on a network that is thrown away afterwards."""
    learner = trial_learner(settings)
    best: dict[Way, float] = {}
    for _ in range(ROUNDS):
        for way in ways:
            use_threads(way.threads)
            seconds = seconds_a_step(learner, images, way.beside, check, LEAST_STEPS, LEAST_SECONDS)
            best[way] = min(seconds, best.get(way, seconds))
    return best


def seconds_a_step(
    learner: Learner,
    images: ImageSet,
    beside: bool,
    check: Callable[[], object],
    least_steps: int,
    least_seconds: float,
) -> float:
    """Mean seconds from step to step, over at least so many steps and seconds; the first one does not count.

    `beside` says whether a thread prepares the batches meanwhile; `check` is called before each step and may raise.
    """
    settings = learner.settings
    # The same order as in the run, which is computed once.
    order = ShuffledBatches(len(images), settings.batch_size, 1_000, settings.seed)
    with closing(load(images, order, settings.num_workers, lambda: False, beside=beside)) as batches:
        begin = steps = 0.0
        for batch in batches:
            check()
            trial_step(learner, batch)
            if not begin:
                # The first batch starts threads.
                begin = perf_counter()
                continue
            steps += 1
            if steps >= least_steps and perf_counter() - begin >= least_seconds:
                break
        return (perf_counter() - begin) / steps
