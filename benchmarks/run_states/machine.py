"""The state machine: rules that a person and a computer apply to runs, and what must hold after each of them.

A rule trains, pauses, steps, continues, sets another learning rate, stops, discards, closes, resumes, deletes,
restores, crashes, fills the disk or frees it. After each rule every run must be listed, or wait in runs/.deleted; a run
that ended has said so once; all losses are those of an undisturbed run; and what is not complete can be resumed.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from benchmarks.faults.injection import Disk
from benchmarks.faults.listening import process_is_gone
from benchmarks.run_states.life import CONSTANT, MOST, RATES, Life, kept_losses, rate_changes, undisturbed
from engine import BatchDone, Event, Finished, InklingError, Paused, RunControl, Started, open_run, resume, train
from engine.data import Splits
from engine.runs import RunRow, delete_run, deleted_runs, list_runs, restore_run


class RunStates(RuleBasedStateMachine):
    """Trains one run at a time and watches all runs that were ever begun."""

    splits: ClassVar[Splits]
    taken: ClassVar[int] = 0
    """Actions of all sequences that had an effect."""

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
        """Loss and learning rate by step, for each run by the name of its folder."""
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
        """Room on the disk for what this machine itself does to files."""
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
        """The run that goes on; a new one if there is none and there may be one more."""
        if self.life is None and len(self.told) < MOST:
            self.life = self._new()
        RunStates.taken += self.life is not None
        return self.life

    def _new(self) -> Life:
        control = RunControl()
        return Life(control, train(CONSTANT, control, self.splits, self.runs), hurt=self.full)

    # Taking events.

    @rule(events=some.integers(1, 8))
    def listen(self, events: int) -> None:
        """Take this many events, unless the run waits or is over."""
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
                assert life.hurt, f"refused although the disk has room: {error}"
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
                assert event.loss == undisturbed(self.splits, rate_changes(told))[event.step - 1], (
                    "another loss than undisturbed"
                )
            case Finished():
                # A request that comes after Finished has no effect.
                asked = "discarded" if life.control.discarding else "stopped"
                assert event.reason in ({asked, "completed"} if life.control.stopping else {"completed"}), event
                assert event.reason == asked or not life.control.discarding, event
                life.finished.append(event)

    def _over(self, life: Life) -> None:
        """Check that the run ended once, for a reason that fits, with a network or a sentence."""
        self.life = None
        (end,) = life.finished
        if end.reason == "completed":
            assert end.test_accuracy is not None
        if end.saved_to:
            assert open_run(Path(end.saved_to)).result.reason == end.reason
        elif end.reason == "completed":
            assert life.hurt and end.message, f"not saved, and nothing was wrong: {end}"
        if life.folder and not life.hurt and end.reason != "discarded":
            assert kept_losses(life.folder) == [loss for loss, _ in self.told.get(life.folder.name, {}).values()]

    # What a person does to the run.

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
        """Close the run as a window does that cannot wait."""
        life, self.life = self._present(), None
        if life:
            life.events.close()

    @rule()
    def crash(self) -> None:
        """Leave only what the folder holds at this moment."""
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
