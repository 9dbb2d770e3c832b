"""A short part of `python -m benchmarks.run_states`: random lives of runs, on a disk that fills up now and then."""

import logging
from collections.abc import Iterator

import pytest

from benchmarks.faults.workbench import tiny
from benchmarks.run_states.life import undisturbed
from benchmarks.run_states.lives import lived
from benchmarks.run_states.machine import RunStates
from engine.data.datasets import Splits


@pytest.fixture(autouse=True)
def small(digits: Splits) -> Iterator[None]:
    RunStates.splits = tiny(digits)
    logger = logging.getLogger("inkling")
    # A full disk is told of hundreds of times.
    logger.disabled = True
    yield
    logger.disabled = False
    undisturbed.cache_clear()


def that_no_sequence_of_actions_and_faults_loses_a_run() -> None:
    before = RunStates.taken
    lived(15, 40, chance=False)
    assert RunStates.taken - before > 150
