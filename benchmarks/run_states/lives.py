"""Random lives of runs, each checked against fixed rules: `python -m benchmarks.run_states [--steps 100000]`.

Hypothesis draws sequences of rules, which `machine` describes. A sequence that fails is shortened before it is shown.
"""

import logging
import math
import os
import tempfile
import time
from collections.abc import Callable
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from benchmarks.faults.workbench import tiny
from benchmarks.run_states.machine import RunStates
from benchmarks.shared.command import parser_for
from engine.data import mnist
from engine.system import HOME_VARIABLE, BackgroundWriter, problem_of
from engine.training.run import keeper as run_keeper

STEPS_EACH = 50
"""Actions of one sequence."""


def _at_once(writer: BackgroundWriter, job: Callable[[], object]) -> None:
    writer.problem = problem_of(job)


def lived(lives: int, steps: int, *, chance: bool) -> None:
    """Run this many random sequences; raises what went wrong.

    With `chance` the sequences are random, and Hypothesis looks for the shortest one that fails; else they are fixed.

    Checkpoints are written at once and after every step, so that the same actions come to the same files again.
    """
    how = settings(
        max_examples=lives,
        stateful_step_count=steps,
        derandomize=not chance,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=list(Phase) if chance else [Phase.generate],
    )
    with (
        patch.object(BackgroundWriter, "write", _at_once),
        patch.multiple(run_keeper, CHECKPOINT_SECONDS=0.0, FLUSH_SECONDS=0.0),
    ):
        run_state_machine_as_test(RunStates, settings=how)


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--steps", type=int, default=100_000)
    chosen = parser.parse_args()
    # Messages about the full disk are of no interest here.
    logging.getLogger("inkling").addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        RunStates.splits = tiny(mnist())
        begin = time.perf_counter()
        while RunStates.taken < chosen.steps:
            lived(max(1, math.ceil((chosen.steps - RunStates.taken) / STEPS_EACH)), STEPS_EACH, chance=True)
        print(f"{RunStates.taken:,} actions in {time.perf_counter() - begin:.0f} s: nothing was lost")
