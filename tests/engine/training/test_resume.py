"""A run that was cut off goes on as if nothing had happened, and can be held, stepped and steered."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.data.datasets import Splits, mnist
from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event, Finished, LearningRateChanged, Paused, Started
from engine.export.run_export import export
from engine.runs.checkpoint import checkpoints
from engine.runs.folder import TABLE, RunRecord, read_record
from engine.runs.history import read_history
from engine.runs.listing import list_runs, restore_run
from engine.runs.saved_network import open_run
from engine.settings.train_settings import TrainSettings
from engine.training.run import control as run_control
from engine.training.run import ending as run_ending
from engine.training.run import run
from engine.training.run.control import RunControl
from engine.training.start import resume, train
from tests.support.process import python
from tests.support.runs.events import losses
from tests.support.waiting import PATIENCE, wait_until

VARIED = TrainSettings(model="cnn", epochs=2, batch_size=100, threads=1)
SIMPLE = TrainSettings.model_validate(
    {"model": "simple", "epochs": 3, "batch_size": 100, "threads": 1, "augmentation": "none", "outliers": "none"}
)
KNOBS: dict[str, Any] = {
    "weight_decay": 0.05,
    "l1": 1e-4,
    "label_smoothing": 0.1,
    "gradient_clipping": 1.0,
    "initial_scale": 0.7,
    "early_stopping": 1,
    "weight_average": 0.95,
}
"""Each of them on."""
KNOBS_CNN = TrainSettings(model="cnn", epochs=2, batch_size=100, threads=1, augmentation="varied", **KNOBS)
KNOBS_IN_BFLOAT16 = SIMPLE.model_copy(
    update={**KNOBS, "optimizer": "momentum", "learning_rate": 0.05, "precision": "bfloat16"}
)
MOMENTUM = SIMPLE.model_copy(update={"optimizer": "momentum", "learning_rate": 0.05, "schedule": "constant"})


def epochs(events: list[Event]) -> list[EpochDone]:
    """Without their seconds, which no two runs share."""
    return [event._replace(seconds=0) for event in events if isinstance(event, EpochDone)]


def stopped_at(step: int, settings: TrainSettings, splits: Splits, runs: Path) -> Path:
    """The folder of a run that was told to stop after that step."""
    control = RunControl()
    for event in train(settings, control, splits, runs):
        if isinstance(event, Started):
            folder = Path(event.folder)
        if isinstance(event, BatchDone) and event.step == step:
            control.stop()
    return folder


Uncut = Callable[[TrainSettings], list[Event]]


@pytest.fixture(scope="module")
def uncut(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> Uncut:
    """The events of a run that nobody cuts off; trained once for each settings."""
    return cache(lambda settings: list(train(settings, splits=digits, runs=tmp_path_factory.mktemp("uncut"))))


@pytest.mark.parametrize(
    "settings",
    [SIMPLE, MOMENTUM, VARIED, KNOBS_CNN, KNOBS_IN_BFLOAT16],
    ids=["adamw", "momentum", "cnn-varied", "cnn-knobs", "simple-knobs-bfloat16"],
)
@pytest.mark.parametrize("step", [1, 20, 27])
def that_a_resumed_run_equals_one_that_was_never_cut_off(
    settings: TrainSettings, step: int, digits: Splits, uncut: Uncut, tmp_path: Path
) -> None:
    whole = uncut(settings)
    folder = stopped_at(step, settings, digits, tmp_path)
    rest = list(resume(folder, splits=digits))
    assert isinstance(rest[0], Started) and rest[0].first_step == step
    assert losses(rest) == losses(whole)[step:]
    kept = read_history(folder)
    assert losses(kept) == losses(whole) and epochs(kept) == epochs(whole)
    end, other = rest[-1], whole[-1]
    assert isinstance(end, Finished) and isinstance(other, Finished) and end.reason == "completed"
    assert end.test_accuracy == other.test_accuracy and end.saved_to
    assert open_run(Path(end.saved_to)).result.steps == len(losses(whole))


def that_workers_go_on_in_the_middle_too(digits: Splits, uncut: Uncut, tmp_path: Path) -> None:
    whole = losses(uncut(SIMPLE))
    folder = stopped_at(27, SIMPLE.model_copy(update={"num_workers": 1}), digits, tmp_path)
    assert losses(list(resume(folder, splits=digits))) == whole[27:]


def that_a_run_killed_at_once_begins_again_and_is_not_lost(tmp_path: Path, home: Path) -> None:
    folder = killed_after(0, tmp_path)
    (row,) = list_runs(tmp_path)
    assert row.folder == folder and row.state == "interrupted" and row.can_resume
    events = resume(folder, splits=mnist())
    started, first = next(events), next(events)
    events.close()
    assert isinstance(started, Started) and started.first_step == 0
    assert isinstance(first, BatchDone) and first.step == 1


def that_a_killed_run_resumes_at_its_last_checkpoint(tmp_path: Path, home: Path) -> None:
    folder = killed_after(480, tmp_path)
    (folder / ".checkpoint-00000480.inkling.partial-123").write_bytes(b"half of it")
    (row,) = list_runs(tmp_path)
    assert row.state == "interrupted" and row.epochs_done >= 1 and row.can_resume
    told = losses(read_history(folder))
    events = resume(folder)
    started = next(events)
    assert isinstance(started, Started) and started.first_step in (215, 430)
    again = [event.loss for event, _ in zip(events, range(30), strict=False) if isinstance(event, BatchDone)]
    events.close()
    assert not list(folder.glob("*.partial-*")) and not list(folder.glob(".*.partial-*"))
    before = told[started.first_step : started.first_step + len(again)]
    assert again[: len(before)] == before


def killed_after(step: int, runs: Path) -> Path:
    """The folder of a run in a process of its own that was killed when that step was told, with checkpoints if any."""
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom engine.runs.checkpoint import checkpoints\n"
        "from engine.settings.train_settings import TrainSettings\nfrom engine.training.start import train\n"
        "from tests.support.waiting import wait_until\n"
        "settings = TrainSettings(model='simple', epochs=100, threads=1, augmentation='none', outliers='none')\n"
        "for event in train(settings, runs=Path(sys.argv[1])):\n"
        "    step, folder = getattr(event, 'step', 0), getattr(event, 'folder', '') or folder\n"
        "    if step == int(sys.argv[2]):\n"
        "        print(folder, flush=True)\n"
        "        wait_until(lambda: not step or checkpoints(Path(folder)))\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = python(str(runs), str(step), code=code)
    told, _ = run.communicate()
    assert run.returncode == -signal.SIGKILL
    return Path(told.strip())


def that_a_damaged_checkpoint_falls_back_to_the_one_before(digits: Splits, uncut: Uncut, tmp_path: Path) -> None:
    whole = losses(uncut(SIMPLE))
    folder = stopped_at(47, SIMPLE, digits, tmp_path)
    newest, older = checkpoints(folder)
    content = bytearray(newest.read_bytes())
    content[-100] ^= 1
    newest.write_bytes(content)
    rest = list(resume(folder, splits=digits))
    assert isinstance(rest[0], Started) and f"{rest[0].first_step:08}" in older.name
    assert losses(read_history(folder)) == whole


def that_two_checkpoints_are_kept_and_none_of_a_complete_run(digits: Splits, tmp_path: Path) -> None:
    folder = stopped_at(55, SIMPLE, digits, tmp_path)
    assert len(checkpoints(folder)) == 2
    list(resume(folder, splits=digits))
    assert checkpoints(folder) == []


def that_a_complete_run_and_one_that_goes_on_cannot_be_resumed(digits: Splits, tmp_path: Path) -> None:
    events = train(SIMPLE, splits=digits, runs=tmp_path)
    started = next(events)
    assert isinstance(started, Started) and list_runs(tmp_path)[0].state == "training"
    with pytest.raises(InklingError, match="is being trained at this moment"):
        next(resume(Path(started.folder), splits=digits))
    list(events)
    with pytest.raises(InklingError, match="is complete: there is nothing to go on with"):
        next(resume(Path(started.folder), splits=digits))


def that_other_images_than_before_are_refused_in_a_sentence(digits: Splits, tmp_path: Path) -> None:
    folder = stopped_at(10, SIMPLE, digits, tmp_path)
    fewer = Splits(digits.train.part(slice(1000)), digits.validation, digits.test)
    with pytest.raises(InklingError, match="learnt from 2,000 images, and now there are 1,000"):
        next(resume(folder, splits=fewer))
    assert list_runs(tmp_path)[0].can_resume


def that_a_run_that_failed_can_go_on_with_a_lower_learning_rate(digits: Splits, tmp_path: Path) -> None:
    settings = SIMPLE.model_copy(update={"learning_rate": 10.0, "optimizer": "momentum", "schedule": "constant"})
    folder = stopped_at(3, settings, digits, tmp_path)
    rest = list(resume(folder, splits=digits, learning_rate=0.001))
    assert isinstance(rest[1], LearningRateChanged) and rest[1] == (3, 0.001)
    assert rest[2].learning_rate == 0.001  # type: ignore[union-attr]


# Held, stepped and steered.


class Driven:
    """A run in a thread of its own, whose events are looked at from here."""

    def __init__(self, settings: TrainSettings, splits: Splits, runs: Path) -> None:
        self.control = RunControl()
        self.events: list[Event] = []
        self.came = threading.Condition()
        self._thread = threading.Thread(target=self._pull, args=(settings, splits, runs))

    def _pull(self, settings: TrainSettings, splits: Splits, runs: Path) -> None:
        for event in train(settings, self.control, splits, runs):
            with self.came:
                self.events.append(event)
                self.came.notify_all()

    def start(self) -> None:
        self._thread.start()

    def paused(self, times: int) -> list[int]:
        """Where it has paused, once it has done so that many times."""
        with self.came:
            assert self.came.wait_for(lambda: len(self._pauses()) >= times, timeout=PATIENCE)
            return self._pauses()

    def _pauses(self) -> list[int]:
        return [event.step for event in self.events if isinstance(event, Paused)]

    def end(self) -> list[Event]:
        self._thread.join(timeout=PATIENCE)
        assert not self._thread.is_alive()
        return self.events


@pytest.fixture
def driven(digits: Splits, tmp_path: Path) -> Iterator[Driven]:
    run = Driven(SIMPLE, digits, tmp_path)
    yield run
    run.control.stop()
    run.end()


def that_a_run_waits_steps_and_goes_on_with_the_same_losses(driven: Driven, digits: Splits, tmp_path: Path) -> None:
    driven.control.pause()
    driven.start()
    assert driven.paused(1) == [0]
    driven.control.take_step()
    assert driven.paused(2) == [0, 1]
    driven.control.take_step()
    assert driven.paused(3) == [0, 1, 2]
    driven.control.take_epoch()
    assert driven.paused(4)[-1] == 20 and isinstance(driven.events[-2], EpochDone)
    driven.control.take_epoch()
    assert driven.paused(5)[-1] == 40
    driven.control.go_on()
    events = driven.end()
    assert losses(events) == losses(list(train(SIMPLE, splits=digits, runs=tmp_path / "other")))
    assert isinstance(events[-1], Finished) and events[-1].reason == "completed"


class HourLongPause(RunControl):
    """Somebody makes a break of an hour, by a clock that moves for nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._waiting = False
        self.pause()

    def clock(self) -> float:
        return self.now

    def wait(self) -> float:
        self._waiting = True
        return super().wait()

    def may_step(self) -> bool:
        if self._waiting:
            self._waiting = False
            self.now += 3600
            self.go_on()
        return super().may_step()


def that_a_pause_is_not_counted(digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    control = HourLongPause()
    for module in (run, run_control, run_ending):
        monkeypatch.setattr(module, "perf_counter", control.clock)
    events = list(train(SIMPLE, control, digits, tmp_path))
    assert [event.step for event in events if isinstance(event, Paused)] == [0] and control.now == 3600
    end = events[-1]
    assert isinstance(end, Finished) and end.reason == "completed" and end.seconds == 0


def that_a_pause_shows_the_network_of_the_moment(driven: Driven, digits: Splits) -> None:
    driven.control.pause()
    driven.start()
    driven.paused(1)
    driven.control.take_step()
    driven.paused(2)
    snapshot = driven.control.take_snapshot()
    assert snapshot and len(snapshot.read_image(digits.test.images[0, 0].numpy()).probabilities) == 10


def that_stop_ends_a_pause(driven: Driven) -> None:
    driven.control.pause()
    driven.start()
    driven.paused(1)
    driven.control.take_step()
    driven.paused(2)
    driven.control.stop()
    end = driven.end()[-1]
    assert isinstance(end, Finished) and end.reason == "stopped" and end.saved_to


def that_a_new_learning_rate_counts_from_the_next_step_and_is_told(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    events = []
    for event in train(MOMENTUM, control, digits, tmp_path):
        events.append(event)
        if isinstance(event, BatchDone) and event.step == 10:
            control.learning_rate = 0.02
    (change,) = [event for event in events if isinstance(event, LearningRateChanged)]
    assert change == (10, 0.02)
    rates = [event.learning_rate for event in events if isinstance(event, BatchDone)]
    assert rates == [0.05] * 10 + [0.02] * 50
    folder = list_runs(tmp_path)[0].folder
    assert change in read_history(folder)


def that_a_discarded_run_is_gone_and_can_be_brought_back(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    for event in train(SIMPLE, control, digits, tmp_path):
        if isinstance(event, BatchDone) and event.step == 30:
            control.stop(discard=True)
    assert isinstance(event, Finished) and event.reason == "discarded" and event.saved_to is None
    assert control.trained is None and list_runs(tmp_path) == []
    folder = restore_run(Path(event.folder))
    (row,) = list_runs(tmp_path)
    assert row.folder == folder and row.state == "stopped" and row.can_resume and row.has_network


def that_the_record_says_what_trained_where(digits: Splits, tmp_path: Path) -> None:
    folder = stopped_at(5, SIMPLE, digits, tmp_path)
    record = read_record(folder)
    assert record.settings == SIMPLE.model_dump() and record.ending and record.ending.reason == "stopped"
    assert record.machine["CPU"] and record.versions["PyTorch"] and record.started.startswith("20")


def that_the_table_opens_in_other_programs(digits: Splits, tmp_path: Path) -> None:
    events = list(train(SIMPLE, splits=digits, runs=tmp_path))
    folder = list_runs(tmp_path)[0].folder
    head, *rows = (folder / TABLE).read_text().splitlines()
    names = head.split(",")
    assert {len(row.split(",")) for row in rows} == {len(names)}
    column = [row.split(",")[names.index("loss")] for row in rows]
    assert [float(cell) for cell in column if cell] == losses(events)


def that_event_files_for_tensorboard_hold_the_same_curve(digits: Splits, tmp_path: Path) -> None:
    settings = SIMPLE.model_copy(update={"tensorboard": "written"})
    folder = stopped_at(25, settings, digits, tmp_path)
    list(resume(folder, splits=digits))
    code = (
        "import json, sys\nfrom tensorboard.backend.event_processing.event_accumulator import EventAccumulator\n"
        "found = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0}).Reload()\n"
        "print(json.dumps([[s.step, s.value] for s in found.Scalars('loss/train batch')]))\n"
    )
    command = [sys.executable, "-c", code, str(folder / "tensorboard")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    scalars = json.loads(done.stdout.splitlines()[-1])
    told = losses(read_history(folder))
    assert [step for step, _ in scalars] == list(range(1, 61))
    assert [value for _, value in scalars] == pytest.approx(told, rel=1e-6)


def that_changes_of_the_learning_rate_are_told_wherever_the_run_is(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    for event in train(MOMENTUM, control, digits, tmp_path):
        if isinstance(event, BatchDone) and event.step in (10, 30):
            control.learning_rate = 0.02 if event.step == 10 else 0.01
    (row,) = list_runs(tmp_path)
    assert row.differences["Learning rate"] == "0.05, then 0.02, then 0.01"
    script = tmp_path / "again.py"
    export(row.folder, script)
    assert "somebody set the learning rate to 0.02 after step 10, 0.01 after step 30" in script.read_text()


def that_a_killed_process_that_nobody_has_looked_at_yet_trains_nothing(tmp_path: Path, home: Path) -> None:
    zombie = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    born = psutil.Process(zombie.pid).create_time()
    record = RunRecord(settings={}, started="", process=(zombie.pid, born))
    assert record.going_on
    zombie.kill()
    wait_until(lambda: not record.going_on)
    zombie.communicate()
