"""Random lives of runs, each held to what must always be true: `python -m benchmarks.run_states [--steps 100000]`.

Hypothesis draws what a person and a computer do to runs: train, pause, step, go on, another learning rate, stop,
discard, close, resume, delete, restore, a crash, a disk that is full and one that has room again. After each of these
every run must be listed, or wait in runs/.deleted; one that ended has said so once; all losses are those of a run that
nobody disturbed; and what is not complete can be resumed. What fails is shown with the shortest way that leads to it.
"""

import argparse
import copy
import logging
import math
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from benchmarks.faults.injection import Disk
from benchmarks.faults.listening import process_is_gone
from benchmarks.faults.workbench import TINY, tiny
from engine.data import Splits, mnist
from engine.errors import InklingError
from engine.events import BatchDone, Event, Finished, Paused, Started
from engine.runs import RunRow, delete_run, deleted_runs, list_runs, open_run, read_history, restore_run
from engine.system import HOME_VARIABLE, BackgroundWriter, problem_of
from engine.training import RunControl, resume, train
from engine.training.run import keeper as run_keeper

CONSTANT = TINY.model_copy(update={"schedule": "constant", "epochs": 3})
RATES = (0.0005, 0.002, 0.004)
MOST = 5
"""Runs that one life begins."""
STEPS_EACH = 50
"""Steps of one life."""


@dataclass
class Life:
    """A run as this machine knows it."""

    control: RunControl
    events: Generator[Event]
    folder: Path | None = None
    waits: bool = False
    """Whether its last event was Paused."""
    hurt: bool = False
    """Whether the disk was full at any time of it."""
    finished: list[Finished] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        """Whether the next event would not come before somebody lets it. A copy is asked, as asking uses up a step."""
        return self.waits and not copy.copy(self.control).may_step()


class RunStates(RuleBasedStateMachine):
    """One run at a time goes on; all that were ever begun are watched."""

    splits: ClassVar[Splits]
    taken: ClassVar[int] = 0
    """Steps of all lives that did something."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.home = self.base / "home"
        self.runs = self.home / "runs"
        self.disk = Disk(self.home)
        self.disk.__enter__()
        self.full = False
        self.life: Life | None = None
        self.told: dict[str, dict[int, tuple[float, float]]] = {}
        """By the name of a run's folder and by step: loss and learning rate."""
        self.hurt: set[str] = set()

    def teardown(self) -> None:
        self._room()
        if self.life:
            self.life.events.close()
        self.disk.__exit__(None, None, None)
        shutil.rmtree(self.base)

    # What the disk does.

    @rule()
    @precondition(lambda self: not self.full)
    def disk_full(self) -> None:
        self.disk.break_now()
        self.full = True
        RunStates.taken += 1
        self._mark()

    @rule()
    @precondition(lambda self: self.full)
    def disk_has_room(self) -> None:
        self._room()

    def _room(self) -> None:
        self.disk.mend()
        self.full = False

    def _mark(self) -> None:
        if self.full and self.life:
            self.life.hurt = True
            if self.life.folder:
                self.hurt.add(self.life.folder.name)

    @contextmanager
    def _with_room(self) -> Iterator[None]:
        """For what the machine itself does to files."""
        self.disk.mend()
        yield
        if self.full:
            self.disk.break_now()

    # Beginning a run.

    @rule(rate=some.none() | some.sampled_from(RATES), stopped=some.booleans())
    def train(self, rate: float | None, stopped: bool) -> None:
        if self.life or len(self.told) > MOST:
            return
        self.life = self._new()
        self.life.control.learning_rate = rate
        if stopped:
            self.life.control.stop()
        RunStates.taken += 1
        self._mark()

    @rule(which=some.integers(0, 4), rate=some.none() | some.sampled_from(RATES))
    def resume(self, which: int, rate: float | None) -> None:
        rows = [row for row in self._rows() if row.can_resume]
        if self.life or not rows:
            return
        control = RunControl()
        folder = rows[which % len(rows)].folder
        self.life = Life(control, resume(folder, control, self.splits, learning_rate=rate), folder)
        RunStates.taken += 1
        self._mark()

    def _rows(self) -> list[RunRow]:
        with process_is_gone():
            return list_runs(self.runs)

    def _present(self) -> Life | None:
        """The run that goes on, to which something is done now; a new one, unless there have been enough."""
        if self.life is None and len(self.told) < MOST:
            self.life = self._new()
        RunStates.taken += self.life is not None
        return self.life

    def _new(self) -> Life:
        control = RunControl()
        return Life(control, train(CONSTANT, control, self.splits, self.runs), hurt=self.full)

    # Going on with it.

    @rule(events=some.integers(1, 8))
    def listen(self, events: int) -> None:
        """Pull so many events, unless it waits or is over."""
        self._present()
        for _ in range(events):
            life = self.life
            if life is None or life.blocked:
                return
            try:
                with process_is_gone():
                    event = next(life.events)
            except StopIteration:
                self._over(life)
            except InklingError as error:
                assert life.hurt, f"refused with a disk that is well: {error}"
                assert not life.finished
                self.life = None
            else:
                self._heard(life, event)

    def _heard(self, life: Life, event: Event) -> None:
        assert not life.finished, f"after the end came {event}"
        life.waits = isinstance(event, Paused)
        match event:
            case Started():
                life.folder = Path(event.folder)
                self._mark()
                before = self.told.get(life.folder.name, {})
                self.told[life.folder.name] = {step: one for step, one in before.items() if step <= event.first_step}
            case BatchDone():
                assert life.folder
                told = self.told[life.folder.name]
                assert event.step == len(told) + 1
                told[event.step] = event.loss, event.learning_rate
                assert event.loss == undisturbed(_changes(told))[event.step - 1], "another loss than undisturbed"
            case Finished():
                # What is asked of a run that has said how it ended comes too late.
                asked = "discarded" if life.control.discarding else "stopped"
                assert event.reason in ({asked, "completed"} if life.control.stopping else {"completed"}), event
                assert event.reason == asked or not life.control.discarding, event
                life.finished.append(event)

    def _over(self, life: Life) -> None:
        """It has ended: once, with a reason that fits, and with a network or a sentence."""
        self.life = None
        (end,) = life.finished
        if end.reason == "completed":
            assert end.test_accuracy is not None
        if end.saved_to:
            assert open_run(Path(end.saved_to)).result.reason == end.reason
        elif end.reason == "completed":
            assert life.hurt and end.message, f"not saved, and nothing was wrong: {end}"
        if life.folder and not life.hurt and end.reason != "discarded":
            assert _kept(life.folder) == [loss for loss, _ in self.told.get(life.folder.name, {}).values()]

    # What a person does to it.

    @rule(how=some.sampled_from(["pause", "go_on", "take_step", "take_epoch"]))
    def steer(self, how: str) -> None:
        if life := self._present():
            getattr(life.control, how)()

    @rule(rate=some.sampled_from(RATES))
    def set_rate(self, rate: float) -> None:
        if life := self._present():
            life.control.learning_rate = rate

    @rule(discard=some.booleans())
    def stop(self, discard: bool) -> None:
        if life := self._present():
            life.control.stop(discard=discard)

    @rule()
    def look(self) -> None:
        if life := self._present():
            life.control.take_snapshot()

    @rule()
    def close(self) -> None:
        """As a window does it that cannot wait."""
        life, self.life = self._present(), None
        if life:
            life.events.close()

    @rule()
    def crash(self) -> None:
        """What the folder has at this moment is all that is left."""
        life = self._present()
        if not life or not life.folder or not life.folder.is_dir():
            return
        self.life = None
        with self._with_room():
            shutil.copytree(life.folder, self.base / "left")
            life.events.close()
            for place in [*deleted_runs(self.runs), life.folder]:
                if place.name.endswith(life.folder.name) and place.exists():
                    shutil.rmtree(place)
            (self.base / "left").rename(life.folder)

    # Runs that are kept.

    @rule(which=some.integers(0, 4))
    def delete(self, which: int) -> None:
        rows = self._rows()
        if self.life or not rows:
            return
        try:
            delete_run(rows[which % len(rows)].folder)
        except InklingError:
            assert self.full
        RunStates.taken += 1

    @rule(which=some.integers(0, 4))
    def restore(self, which: int) -> None:
        places = deleted_runs(self.runs)
        if not places:
            return
        try:
            restore_run(places[which % len(places)])
        except InklingError:
            assert self.full
        RunStates.taken += 1

    # What is always true.

    @invariant()
    def every_run_is_there(self) -> None:
        rows = {row.folder.name: row for row in self._rows()}
        deleted = {place.name.split(" ", 1)[1] for place in deleted_runs(self.runs)}
        lost = self.told.keys() - rows.keys() - deleted
        assert not lost - self.hurt, f"gone: {lost}"
        for name, row in rows.items():
            if self.life and self.life.folder and self.life.folder.name == name:
                continue
            whole = row.can_resume or (row.state == "completed" and row.has_network and row.test_accuracy is not None)
            assert whole or name in self.hurt or name not in self.told, f"{row.state}: {row.problem}"


def _kept(folder: Path) -> list[float]:
    """The losses in its history, which a run that took no step may lack."""
    try:
        return [event.loss for event in read_history(folder) if isinstance(event, BatchDone)]
    except InklingError:
        return []


def _changes(told: dict[int, tuple[float, float]]) -> tuple[tuple[int, float], ...]:
    """After which steps the learning rate was another one, and which."""
    changes, rate = [], CONSTANT.learning_rate
    for step, (_, now) in told.items():
        if now != rate:
            changes.append((step - 1, rate := now))
    return tuple(changes)


@lru_cache(maxsize=10_000)
def undisturbed(changes: tuple[tuple[int, float], ...]) -> list[float]:
    """The losses of a run whose learning rate was set so, and to which nothing else happened."""
    control, at = RunControl(), dict(changes)
    control.learning_rate = at.get(0)
    losses = []
    with tempfile.TemporaryDirectory() as runs:
        for event in train(CONSTANT, control, RunStates.splits, Path(runs)):
            if isinstance(event, BatchDone):
                losses.append(event.loss)
                if event.step in at:
                    control.learning_rate = at[event.step]
    return losses


def _at_once(writer: BackgroundWriter, job: Callable[[], object]) -> None:
    writer.problem = problem_of(job)


def lived(lives: int, steps: int, *, chance: bool) -> None:
    """Live so many lives; raises what went wrong, by chance after hypothesis has found the shortest way to it.

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
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--steps", type=int, default=100_000)
    chosen = parser.parse_args()
    # What is said of a full disk is not what is looked at.
    logging.getLogger("inkling").addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory() as home:
        os.environ[HOME_VARIABLE] = home
        RunStates.splits = tiny(mnist())
        begin = time.perf_counter()
        while RunStates.taken < chosen.steps:
            lived(max(1, math.ceil((chosen.steps - RunStates.taken) / STEPS_EACH)), STEPS_EACH, chance=True)
        print(f"{RunStates.taken:,} steps in {time.perf_counter() - begin:.0f} s: nothing was lost")
